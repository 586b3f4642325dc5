// Records that are shorter or longer than ours: Linux's rule for structures that grow (`copy_struct_from_user`); and
// every size, version and tag that there can be, counted.

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

/// Knocks with every value of the fields that say what a record is.
func tryEveryValue(_ memory: Memory) {
  var versions = Tally()
  for version in 0...UInt64(UInt16.max) {
    versions.knock(memory, header: useless.header & ~(0xFFFF << 32) | version << 32, tag: useless.tagWord)
  }
  versions.report("every version")
  var sizes = Tally()
  for size in 0...UInt64(UInt16.max) {
    sizes.knock(memory, header: useless.header & 0xFFFF_FFFF_FFFF | size << 48, tag: useless.tagWord)
  }
  // The one of 32 bytes does otherwise: it has no room for the argument, and answers 0.
  sizes.report("every size")
  var magics = Tally()
  for bit in 0..<UInt64(32) { magics.knock(memory, header: useless.header ^ 1 << bit, tag: useless.tagWord) }
  magics.report("every magic with a bit off")
  var tags = Tally()
  // Those that are calls have been tried.
  for tag in UInt64(SyscallTag.highest) + 1...100_000 { tags.knock(memory, header: useless.header, tag: tag) }
  for bit in 17..<UInt64(64) { tags.knock(memory, header: useless.header, tag: useless.tagWord | 1 << bit) }
  tags.report("every other tag")
}

/// How many knocks ended how.
private struct Tally {
  var succeeded = 0
  var failed = 0
  var refused = 0
  var other = 0

  mutating func knock(_ memory: Memory, header: UInt64, tag: UInt64) {
    var record = useless
    (record.header, record.tagWord) = (header, tag)
    memory.put(record, at: memory.start)
    let result = rawTypedCall(recordAt: memory.start)
    let outcome = memory.outcome(at: memory.start)
    if result == 0, outcome.outcome == SyscallRecord.succeeded, outcome.answer == 30 {
      succeeded += 1
    } else if result == 0, outcome.outcome == SyscallRecord.failed(.noFunction) {
      failed += 1
    } else if result == -Int(Errno.noFunction.rawValue), outcome.outcome == 0, outcome.answer == 0 {
      refused += 1
    } else {
      other += 1
    }
  }

  func report(_ what: StaticString) {
    print(what, terminator: ": ")
    print(succeeded, terminator: " succeeded, ")
    print(failed, terminator: " failed with ENOSYS, ")
    print(refused, terminator: " were refused, ")
    print(other, terminator: " did otherwise\n")
  }
}
