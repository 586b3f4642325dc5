// The typed door over memory that somebody else changes while the call is made: what a second thread would do.

import Shared
import Testing

@testable import KernelCore

/// Memory in which every byte that the kernel has read is another one at the next look.
private final class ChangingMemory: UserMemory {
  static let base: UInt = 0x40_0000
  static let byteCount = 8192
  private(set) var bytes: [UInt8]
  /// How often each byte was read.
  private(set) var readCounts: [Int]
  private(set) var storeCount = 0
  /// What nobody may write.
  var readOnly: Range<UInt>?
  /// Whether what was read changes.
  var changes = true

  /// Two pages with words at an offset, as many of them as there is room for.
  init(_ words: [UInt64], at offset: Int = 0) {
    bytes = [UInt8](repeating: 0, count: Self.byteCount)
    readCounts = [Int](repeating: 0, count: Self.byteCount)
    for (index, word) in words.enumerated() where offset + index * 8 < Self.byteCount {
      Self.put(word, at: offset + index * 8, in: &bytes)
    }
  }

  static func put(_ word: UInt64, at offset: Int, in bytes: inout [UInt8]) {
    for byte in 0..<8 { bytes[offset + byte] = UInt8(truncatingIfNeeded: word >> (8 * byte)) }
  }

  func word(atOffset offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * $1) }
  }

  private func offset(_ address: UInt) -> Int? {
    address >= Self.base && address < Self.base + UInt(bytes.count) ? Int(address - Self.base) : nil
  }

  override func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int {
    guard let start = offset(source.address) else { return 0 }
    let count = min(Int(source.byteCount), destination.byteCount, bytes.count - start)
    for index in 0..<count {
      destination.storeBytes(of: bytes[start + index], toByteOffset: index, as: UInt8.self)
      readCounts[start + index] += 1
      if changes { bytes[start + index] = ~bytes[start + index] &+ 0x55 }
    }
    return count
  }

  override func canWrite(wordAt address: UInt) -> Bool {
    guard let start = offset(address), start + 8 <= bytes.count else { return false }
    return readOnly.map { !$0.contains(address) } ?? true
  }

  override func store(_ outcome: SyscallOutcome, at address: UInt) -> Bool {
    guard canWrite(wordAt: address), canWrite(wordAt: address + 8) else { return false }
    storeCount += 1
    Self.put(outcome.outcome, at: Int(address - Self.base), in: &bytes)
    Self.put(outcome.answer, at: Int(address - Self.base) + 8, in: &bytes)
    return true
  }
}

@Suite struct TypedDoorTests {
  static func header(size: Int) -> UInt64 {
    SyscallRecord.currentHeader & 0xFFFF_FFFF_FFFF | UInt64(size) << 48
  }

  /// A record of a size with the words of a call, zero beyond.
  private static func words(_ record: SyscallRecord, size: Int) -> [UInt64] {
    let all =
      [
        header(size: size), record.tagWord, 0, 0, record.argument0, record.argument1, record.argument2,
        record.argument3,
      ]
      + [UInt64](repeating: 0, count: 504)
    return Array(all[..<(size / 8)])
  }

  static let sizes = [32, 40, 48, 56, 64, 72, 120, 128, 136, 512, 4088, 4096]

  @Test(arguments: sizes)
  func whatIsDecidedUponIsWhatWasReadOnce(size: Int) throws {
    let sent = Syscall.open(path: PathBytes(address: 1, byteCount: 2), OpenFlags(rawValue: 3), mode: 4).record
    let memory = ChangingMemory(Self.words(sent, size: size))
    var seen: [SyscallRecord] = []
    try memory.answer(recordAt: ChangingMemory.base) { record in
      seen.append(record)
      return SyscallOutcome(answer: 99)
    }
    var expected = sent
    expected.header = Self.header(size: size)
    // What a shorter record lacks is zero.
    if size < 64 { expected.argument3 = 0 }
    if size < 56 { expected.argument2 = 0 }
    if size < 48 { expected.argument1 = 0 }
    if size < 40 { expected.argument0 = 0 }
    #expect(seen == [expected])
    #expect(memory.readCounts[..<size].allSatisfy { $0 == 1 })
    #expect(memory.readCounts[size...].allSatisfy { $0 == 0 })
    #expect(memory.storeCount == 1)
    #expect(memory.word(atOffset: 16) == SyscallRecord.succeeded)
    #expect(memory.word(atOffset: 24) == 99)
  }

  @Test(arguments: sizes.filter { $0 > 64 })
  func whatIsBeyondOurRecordMustBeZero(size: Int) throws {
    for index in Set([8, size / 16, size / 8 - 1]) where index >= 8 {
      var words = Self.words(Syscall.useless(15).record, size: size)
      words[index] = 1 << 63
      let memory = ChangingMemory(words)
      try memory.answer(recordAt: ChangingMemory.base) { _ in
        Issue.record("the call was made")
        return SyscallOutcome(answer: 0)
      }
      #expect(memory.word(atOffset: 16) == SyscallRecord.failed(.argListTooLong))
      #expect(memory.readCounts.allSatisfy { $0 <= 1 })
    }
  }

  @Test(arguments: [0, 8, 16, 24, 31, 33, 63, 65, 4097, 4104, 65528, 65535])
  func sizesThatNoRecordHasAreNoRecord(size: Int) {
    let memory = ChangingMemory([Self.header(size: size)] + [UInt64](repeating: 0, count: 600))
    memory.changes = false
    let before = memory.bytes
    #expect(throws: Errno.noFunction) {
      try memory.answer(recordAt: ChangingMemory.base) { _ in SyscallOutcome(answer: 0) }
    }
    #expect(memory.bytes.elementsEqual(before))
  }

  @Test func recordsThatCannotBeReadToTheirEndAreRefusedBeforeTheCall() {
    for size in Self.sizes {
      for missing in Set([8, 16, size / 16 * 8, size - 24, size - 8]) where missing > 0 && missing < size {
        // The record's last words would lie behind the end of memory.
        let offset = ChangingMemory.byteCount - (size - missing)
        let memory = ChangingMemory(Self.words(Syscall.useless(15).record, size: size), at: offset)
        #expect(throws: Errno.badAddress) {
          try memory.answer(recordAt: ChangingMemory.base + UInt(offset)) { _ in
            Issue.record("the call was made")
            return SyscallOutcome(answer: 0)
          }
        }
        #expect(memory.storeCount == 0)
      }
    }
  }

  @Test(arguments: [16, 24])
  func recordsWhoseOutcomeCannotBeStoredAreRefusedBeforeTheCall(offset: UInt) {
    let memory = ChangingMemory(Self.words(Syscall.useless(15).record, size: 64))
    memory.readOnly = ChangingMemory.base + offset..<ChangingMemory.base + offset + 8
    #expect(throws: Errno.badAddress) {
      try memory.answer(recordAt: ChangingMemory.base) { _ in
        Issue.record("the call was made")
        return SyscallOutcome(answer: 0)
      }
    }
    #expect(memory.storeCount == 0)
  }

  @Test func memoryThatIsTakenAwayDuringTheCallIsTheCallersLoss() {
    let memory = ChangingMemory(Self.words(Syscall.useless(15).record, size: 64))
    var calls = 0
    #expect(throws: Errno.badAddress) {
      try memory.answer(recordAt: ChangingMemory.base) { _ in
        calls += 1
        memory.readOnly = ChangingMemory.base..<ChangingMemory.base + 4096
        return SyscallOutcome(answer: 30)
      }
    }
    #expect(calls == 1)
  }

  @Test func addressesThatNoRecordHasAreNoRecord() {
    let memory = ChangingMemory(Self.words(Syscall.useless(15).record, size: 64))
    let end = UserSpace.end
    for address in [
      1024, ChangingMemory.base + 1, ChangingMemory.base + 4, end, end - 24, end - 8, end + 8, UInt.max - 7,
    ] {
      #expect(throws: address == 1024 ? Errno.badAddress : Errno.noFunction) {
        try memory.answer(recordAt: address) { _ in SyscallOutcome(answer: 0) }
      }
    }
    #expect(memory.readCounts.allSatisfy { $0 == 0 })
  }
}
