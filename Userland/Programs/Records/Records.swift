// Knocks at the typed door with everything that is no record of a call, and says a line a knock what came back, so
// that a test can compare. Nothing that is refused may change a byte of memory.
//
//   records

import Runtime
import Shared

@main struct Records {
  static func main() {
    let memory = Memory()
    tryNumbers()
    tryAddresses(memory)
    tryHeaders(memory)
    tryTags(memory)
    tryBuffers(memory)
    trySizes(memory)
    tryEveryValue(memory)
    tryBatches(memory)
  }
}

/// What is no address at all, on both sides of the first number that is for the typed door.
private func tryNumbers() {
  report("1022", rawSystemCall(1022))
  report("1023", rawSystemCall(1023))
  report("1024", rawTypedCall(recordAt: 1024))
  report("1025", rawTypedCall(recordAt: 1025))
  report("4096", rawTypedCall(recordAt: 4096))
  report("65528", rawTypedCall(recordAt: 65528))
  report("-1", rawTypedCall(recordAt: -1))
  report("-8", rawTypedCall(recordAt: -8))
  report("-4096", rawTypedCall(recordAt: -4096))
  report("the lowest number", rawTypedCall(recordAt: Int.min))
  // x32's numbers carry bit 30 (`__X32_SYSCALL_BIT`); those that a multiple of 8 follows could be addresses.
  report("x32 read", rawTypedCall(recordAt: 0x4000_0000))
  report("x32 write", rawTypedCall(recordAt: 0x4000_0001))
  report("x32 getpid", rawTypedCall(recordAt: 0x4000_0027))
  report("x32 exit_group", rawTypedCall(recordAt: 0x4000_00E7))
  report("x32 rt_sigaction", rawTypedCall(recordAt: 0x4000_0200))
}

/// A good record where none may be, and addresses that are not the program's.
private func tryAddresses(_ memory: Memory) {
  memory.knock("good record", at: memory.start, useless)
  memory.knock("across two pages", at: memory.start + Memory.pageByteCount - 24, useless)
  memory.knock("last of the memory", at: memory.end - 64, useless)
  let byOffset: InlineArray<7, StaticString> = [
    "misaligned by 1", "misaligned by 2", "misaligned by 3", "misaligned by 4", "misaligned by 5", "misaligned by 6",
    "misaligned by 7",
  ]
  for index in byOffset.indices { memory.knock(byOffset[index], at: memory.start + index + 1, useless) }
  memory.knock("8 bytes before nothing", at: memory.end - 8, useless)
  memory.knock("16 bytes before nothing", at: memory.end - 16, useless)
  memory.knock("24 bytes before nothing", at: memory.end - 24, useless)
  memory.knock("56 bytes before nothing", at: memory.end - 56, useless)
  report("nothing", rawTypedCall(recordAt: memory.end))
  report("inaccessible", rawTypedCall(recordAt: memory.inaccessiblePage))
  memory.knock("read-only", at: memory.makeReadOnlyPage(useless))
  var foreign = useless
  foreign.header = 0
  memory.knock("read-only and no record", at: memory.makeReadOnlyPage(foreign))
  report("last of user space", rawTypedCall(recordAt: 0x4000_0000_0000 - 64))
  report("out of user space", rawTypedCall(recordAt: 0x4000_0000_0000 - 56))
  report("past user space", rawTypedCall(recordAt: 0x4000_0000_0000))
  report("direct map", rawTypedCall(recordAt: 0x6000_0000_0000))
  report("kernel heap", rawTypedCall(recordAt: 0x7000_0000_0000))
  report("kernel stacks", rawTypedCall(recordAt: 0x7800_0000_0000))
  report("kernel image", rawTypedCall(recordAt: 0x7F80_0010_0000))
  report("last of the low half", rawTypedCall(recordAt: 0x7FFF_FFFF_FFC0))
  report("past the low half", rawTypedCall(recordAt: 0x8000_0000_0000))
  report("non-canonical", rawTypedCall(recordAt: 0x1234_5678_9ABC_DEF0))
  report("high half", rawTypedCall(recordAt: Int(bitPattern: 0xFFFF_8000_0000_0000)))
}

/// Headers that are not quite ours.
private func tryHeaders(_ memory: Memory) {
  /// A record with another header.
  func knock(_ what: StaticString, header: UInt64) {
    var record = useless
    record.header = header
    memory.knock(what, at: memory.start, record)
  }
  /// A header of these parts.
  func header(magic: UInt32 = SyscallRecord.magic, version: UInt16 = SyscallRecord.version, size: UInt16 = 64) -> UInt64
  {
    UInt64(magic) | UInt64(version) << 32 | UInt64(size) << 48
  }
  knock("header of zeros", header: 0)
  knock("header of ones", header: .max)
  knock("magic with a bit off", header: header(magic: SyscallRecord.magic ^ 1))
  knock("magic back to front", header: header(magic: SyscallRecord.magic.byteSwapped))
  knock("version 0", header: header(version: 0))
  knock("version 65535", header: header(version: 65535))
  knock("size 0", header: header(size: 0))
  knock("size 8", header: header(size: 8))
  knock("size 24", header: header(size: 24))
  knock("size 63", header: header(size: 63))
  knock("size 65535", header: header(size: 65535))
}

/// Records that are ours, of calls that nobody knows.
private func tryTags(_ memory: Memory) {
  /// A record with another tag.
  func knock(_ what: StaticString, tagWord: UInt64) {
    var record = useless
    record.tagWord = tagWord
    memory.knock(what, at: memory.start, record)
  }
  knock("tag 0", tagWord: 0)
  knock("tag 65535", tagWord: 65535)
  knock("tag of ones", tagWord: 0xFFFF_FFFF)
  knock("reserved field set", tagWord: SyscallTag.useless.rawValue | 1 << 32)
  knock("reserved field's highest bit", tagWord: SyscallTag.useless.rawValue | 1 << 63)
  var answered = useless
  answered.outcome = .max
  answered.answer = .max
  memory.knock("answered before", at: memory.start, answered)
  memory.knock("useless(the largest number)", at: memory.start, Syscall.useless(.max).record)
}
