// The typed door: records, good ones and such as somebody has had their hands on.

import Runtime
import Shared

extension Fuzzer {
  /// Makes a call by a record, or by an address of none.
  mutating func typed() {
    if random.once(in: 10) {
      let wild = wildWord()
      call.given[0] = Int(bitPattern: UInt(wild < 1024 ? wild &+ 1024 : wild))
      call.make()
      return judge(typed: nil, at: UInt(bitPattern: call.given[0]))
    }
    let tag = makeRecord(at: nil)
    call.given[0] = Int(bitPattern: lastRecord)
    call.make()
    judge(typed: tag, at: lastRecord)
  }

  /// Some records one behind the other, and how many.
  mutating func records() -> (address: UInt, count: UInt) {
    if random.once(in: 12) { return (badAddress(), UInt(random.below(70))) }
    guard batchDepth < 2 else { return (Territory.known, UInt(random.below(4))) }
    batchDepth += 1
    defer { batchDepth -= 1 }
    let count = UInt(random.once(in: 20) ? 60 + random.below(8) : random.below(6))
    let place = take(count * 64)
    for index in 0..<count { _ = makeRecord(at: place + index * 64) }
    if random.once(in: 30) { return (place + UInt(random.below(16)), count) }
    return (place, random.once(in: 16) ? UInt(numberWord()) : count)
  }

  /// Makes a record, at that address or somewhere in the stage, and `lastRecord` its address.
  /// - Returns: its call, if it is one of a tag that there is.
  private mutating func makeRecord(at place: UInt?) -> SyscallTag? {
    var tag = SyscallTag(rawValue: UInt64(1 + random.below(Int(SyscallTag.highest)))) ?? .isKnown
    // It ends the worker, also in a batch.
    if tag == .exit, !random.once(in: 16) { tag = .isKnown }
    var words = InlineArray<6, UInt64>(repeating: 0)
    for index in 0..<4 { words[index] = wildWord() }
    let signature = tag.signature
    if !random.once(in: 8) { arguments(signature, &words) }
    restrain(signature, &words)
    // After what it points to, so that it does not stand where that is put.
    let address = place ?? recordPlace()
    lastRecord = address
    var record = SyscallRecord(tag: tag)
    record.argument0 = words[0]
    record.argument1 = words[1]
    record.argument2 = words[2]
    record.argument3 = words[3]
    var isKnown = true
    if random.once(in: 10) { isKnown = mutate(&record) }
    put(record, at: address)
    return isKnown ? tag : nil
  }

  /// Where a record goes: most often where it may be, else across the edge of memory or at an odd address.
  private mutating func recordPlace() -> UInt {
    if random.below(6) > 0 { return take(64) & ~7 }
    // Wherever it is now, all of the stage is cleared afterwards.
    lowestAtEnd = Territory.stage
    switch random.below(5) {
    case 0: return Territory.stageEnd - UInt(random.below(80))
    case 1: return Territory.stage + UInt(random.below(4096))
    case 2: return Territory.stage + Territory.page * UInt(1 + random.below(7)) - UInt(random.below(64))
    case 3: return Territory.stageEnd - 64
    default: return take(64) & ~7
    }
  }

  /// Changes a field. The tag becomes none that ends the fuzzer.
  /// - Returns: whether the record still is one of the call that it was.
  private mutating func mutate(_ record: inout SyscallRecord) -> Bool {
    switch random.below(8) {
    case 0: record.header ^= 1 << UInt64(random.below(64))
    case 1: record.header = record.header & 0xFFFF_FFFF_FFFF | UInt64(random.below(100) * 8) << 48
    case 2: record.header = record.header & 0xFFFF_FFFF_FFFF | random.word() << 48
    case 3:
      record.tagWord = random.word() >> UInt64(random.below(64))
      if UInt32(truncatingIfNeeded: record.tagWord) == SyscallTag.exit.rawValue { record.tagWord = 0 }
    case 4: record.tagWord |= 1 << UInt64(32 + random.below(32))
    case 5:
      record.outcome = random.word()
      record.answer = wildWord()
      return true
    case 6: record.header = random.word()
    default: record.header = record.header & ~0xFFFF_0000_0000 | UInt64(random.below(4)) << 32
    }
    return false
  }

  /// Stores as much of a record as there is memory for.
  private func put(_ record: SyscallRecord, at address: UInt) {
    let words: InlineArray<8, UInt64> = [
      record.header, record.tagWord, record.outcome, record.answer, record.argument0, record.argument1,
      record.argument2, record.argument3,
    ]
    for index in 0..<8 {
      let place = address + UInt(index) * 8
      if place + 8 <= Territory.stageEnd {
        store(words[index], at: place)
      } else {
        for byte in 0..<8 where place + UInt(byte) < Territory.stageEnd {
          store(byte: UInt8(truncatingIfNeeded: words[index] >> UInt64(8 * byte)), at: place + UInt(byte))
        }
      }
    }
  }
}
