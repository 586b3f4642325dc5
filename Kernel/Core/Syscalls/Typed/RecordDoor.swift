// The typed door: from an address in rax to a record that holds its outcome.

import Shared

extension UserMemory {
  /// Answers the record at an address, whatever there is.
  ///
  /// What cannot be a record, because it is not aligned, not in user space, or has no header of ours, is refused with
  /// `noFunction`: rax is a number that is no call. What could be one but cannot be read and written is refused
  /// with `badAddress`. A refusal comes before anything is done, and changes no memory.
  ///
  /// Each word of the record is copied in once, and the outcome stored once, so that another thread may do with it what
  /// it likes meanwhile: the call that is decided upon is the call that is done. A record of another size follows the
  /// rule of Linux's `copy_struct_from_user`: what a shorter one lacks is zero, and what a longer one has beyond ours
  /// must be zero, or it asks for something that we do not know.
  /// - Parameter answering: does what the record says.
  /// - Throws: why the record was refused; or `badAddress` when it was answered and then could not be written any more.
  public func answer(recordAt address: UInt, by answering: (SyscallRecord) -> SyscallOutcome) throws(Errno) {
    guard address % UInt(SyscallRecord.alignment) == 0,
      address <= UserSpace.end - UInt(SyscallRecord.smallestByteCount)
    else { throw .noFunction }
    let header = try word(at: address)
    guard let byteCount = SyscallRecord.byteCount(from: header) else { throw .noFunction }
    let range = try UserRange(address: address, byteCount: UInt(byteCount))
    let (record, isKnown) = try record(in: range, header: header)
    // Before anything is done that the outcome would tell of.
    guard canWrite(wordAt: address + UInt(SyscallRecord.outcomeOffset)),
      canWrite(wordAt: address + UInt(SyscallRecord.answerOffset))
    else { throw .badAddress }
    let outcome = isKnown ? answering(record) : SyscallOutcome(.argListTooLong)
    guard store(outcome, at: address + UInt(SyscallRecord.outcomeOffset)) else { throw .badAddress }
  }
}

extension SyscallRecord {
  /// The size that a header states, or `nil` where it is no header of ours.
  fileprivate static func byteCount(from header: UInt64) -> Int? {
    let byteCount = Int(header >> 48)
    guard header & 0xFFFF_FFFF_FFFF == currentHeader & 0xFFFF_FFFF_FFFF, byteCount % 8 == 0,
      (smallestByteCount...largestByteCount).contains(byteCount)
    else { return nil }
    return byteCount
  }
}

extension UserMemory {
  /// Copies a record in, but for its header, which has been read.
  /// - Returns: as much of the record as we know, and whether all beyond that is zero.
  /// - Throws: `badAddress` where not all of it can be read.
  fileprivate func record(in range: UserRange, header: UInt64) throws(Errno) -> (SyscallRecord, isKnown: Bool) {
    var words = InlineArray<8, UInt64>(repeating: 0)
    try copyAll(range.prefix(UInt(SyscallRecord.byteCount)).dropping(8), into: &words, from: 1)
    words[0] = header
    let record = SyscallRecord(words: words)
    var isKnown = true
    var rest = range.dropping(UInt(SyscallRecord.byteCount))
    while rest.byteCount > 0 {
      words = InlineArray(repeating: 0)
      try copyAll(rest.prefix(64), into: &words, from: 0)
      for index in words.indices where words[index] != 0 { isKnown = false }
      rest = rest.dropping(64)
    }
    return (record, isKnown)
  }

  /// Copies all of a range over words from one of them on.
  private func copyAll(
    _ range: UserRange, into words: inout InlineArray<8, UInt64>, from first: Int
  ) throws(Errno) {
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    var part = bytes._mutatingExtracting(droppingFirst: first * 8)
    guard copy(from: range, into: &part) == Int(range.byteCount) else { throw .badAddress }
  }
}
