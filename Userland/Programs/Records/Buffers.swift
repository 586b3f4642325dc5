// Buffers inside good records that are not good: the call is made, and fails by its record.

import Runtime
import Shared

func tryBuffers(_ memory: Memory) {
  /// A write to standard output from that memory.
  func write(_ what: StaticString, _ address: Int, _ byteCount: UInt64) {
    let bytes = ReadableBytes(address: UInt64(UInt(bitPattern: address)), byteCount: byteCount)
    memory.knock(what, at: memory.start, Syscall.write(.init(rawValue: 1), bytes).record)
  }
  /// A read of /dev/zero to that memory.
  func read(_ what: StaticString, _ address: Int, _ byteCount: UInt64) {
    let bytes = WritableBytes(address: UInt64(UInt(bitPattern: address)), byteCount: byteCount)
    let zero = Descriptor(rawValue: Int32(truncatingIfNeeded: memory.zero))
    memory.knock(what, at: memory.start, Syscall.read(zero, into: bytes).record)
  }
  /// Opens the path in that memory.
  func open(_ what: StaticString, _ address: Int, _ byteCount: UInt64) {
    let path = PathBytes(address: UInt64(UInt(bitPattern: address)), byteCount: byteCount)
    memory.knock(what, at: memory.start, Syscall.open(path: path, OpenFlags(rawValue: 0), mode: 0).record)
  }
  write("write from null", 0, 1)
  write("write from nothing", memory.end, 1)
  write("write from the kernel", 0x7F80_0010_0000, 1)
  write("write from the direct map", 0x6000_0000_0000, 8)
  write("write from a non-canonical address", Int.min, 1)
  write("write from the last byte", -1, 1)
  write("write that wraps", memory.start, .max)
  write("write past user space", memory.start, 0x4000_0000_0000)
  write("write of nothing from nothing", memory.end, 0)
  read("read to null", 0, 1)
  read("read to a read-only page", memory.makeReadOnlyPage(useless), 8)
  read("read to nothing", memory.end, 1)
  read("read to the kernel", 0x7F80_0010_0000, 8)
  read("read to the direct map", 0x6000_0000_0000, 8)
  read("read that wraps", memory.start, .max)
  open("open null", 0, 4)
  open("open nothing", memory.end, 4)
  open("open the kernel", 0x7F80_0010_0000, 4)
  open("open a huge path", memory.start, .max)
  open("open a path of 4096 bytes", memory.start, 4096)
  open("open an empty path", memory.start, 0)
  memory.knock("close -1", at: memory.start, Syscall.close(.init(rawValue: -1)).record)
  memory.knock("close 999", at: memory.start, Syscall.close(.init(rawValue: 999)).record)
  memory.knock("clock 4294967295", at: memory.start, Syscall.clock(ClockID(rawValue: .max)).record)
}
