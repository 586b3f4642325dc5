// Records that are shorter or longer than ours: Linux's rule for structures that grow (`copy_struct_from_user`).

import Runtime
import Shared

func trySizes(_ memory: Memory) {
  /// The record of a size, at an address, with all around it filled.
  func knock(_ what: StaticString, _ size: UInt64, at address: Int, around filler: UInt8) {
    var record = useless
    record.header = record.header & 0xFFFF_FFFF_FFFF | size << 48
    memory.knock(what, at: address, record, around: filler)
  }
  // What a short one lacks is zero, whatever lies behind it.
  knock("size 32", 32, at: memory.start, around: 0xA5)
  knock("size 40", 40, at: memory.start, around: 0xA5)
  knock("size 56", 56, at: memory.start, around: 0xA5)
  knock("size 32 before nothing", 32, at: memory.end - 32, around: 0xA5)
  knock("size 40 before nothing", 40, at: memory.end - 40, around: 0xA5)
  knock("size 40 over an end", 40, at: memory.end - 32, around: 0xA5)
  // What a long one has beyond ours must be zero.
  knock("size 72 with more", 72, at: memory.start, around: 0xA5)
  knock("size 72 of zeros", 72, at: memory.start, around: 0)
  knock("size 4096 with more", 4096, at: memory.start, around: 1)
  knock("size 4096 of zeros", 4096, at: memory.start, around: 0)
  knock("size 4096 across two pages", 4096, at: memory.start + 1024, around: 0)
  knock("size 4096 before nothing", 4096, at: memory.end - 4096, around: 0)
  knock("size 4096 over an end", 4096, at: memory.end - 4088, around: 0)
  knock("size 4104", 4104, at: memory.start, around: 0)
}
