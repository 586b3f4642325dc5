// Several typed calls at once: the call that only data can make.

import Shared

extension Process {
  /// Answers the records of a batch in order. They are copied in together, once, before the first is done, so no call of
  /// the batch changes another; their outcomes are stored together after the last.
  /// - Returns: how many were answered.
  /// - Throws: `invalidArgument` for too many records or unknown flags; `badAddress` for an array that is not aligned or
  ///   cannot be read and written; `noFunction` when the first record is none of today's.
  @usableFromInline func answer(_ batch: SyscallBatch, _ flags: BatchFlags) throws(Errno) -> Int {
    guard flags.isSubset(of: .known), batch.count <= UInt64(SyscallBatch.largestCount) else { throw .invalidArgument }
    guard batch.address % UInt64(SyscallRecord.alignment) == 0 else { throw .badAddress }
    let count = Int(batch.count)
    let range = try UserRange(
      address: UInt(batch.address), byteCount: UInt(count * SyscallRecord.byteCount))
    guard count > 0 else { return 0 }
    // Taken out of the process for the while, so that it is one array and nobody's copy.
    var buffer = batchRecords
    batchRecords = []
    defer { batchRecords = buffer }
    try fetch(range, into: &buffer, count: count)

    var answered = 0
    var records = buffer.mutableSpan
    while answered < count, records[answered].header == SyscallRecord.currentHeader {
      let failed = answer(&records[answered])
      answered += 1
      if end != nil || failed && flags.contains(.stopAtFailure) { break }
    }
    guard answered > 0 else { throw .noFunction }
    guard platform.memory.store(outcomesOf: records.span.extracting(0..<answered), at: range.address) else {
      throw .badAddress
    }
    return answered
  }

  /// Copies a batch in, and proves that its outcomes can be stored: it spans no more than two pages.
  private func fetch(_ range: UserRange, into buffer: inout [SyscallRecord], count: Int) throws(Errno) {
    let last = range.address + UInt((count - 1) * SyscallRecord.byteCount)
    var span = buffer.mutableSpan
    var records = span._mutatingExtracting(0..<count)
    var bytes = MutableRawSpan(_elements: &records)
    guard platform.memory.copy(from: range, into: &bytes) == Int(range.byteCount),
      platform.memory.canWrite(wordAt: range.address + UInt(SyscallRecord.outcomeOffset)),
      platform.memory.canWrite(wordAt: last + UInt(SyscallRecord.answerOffset))
    else { throw .badAddress }
  }

  /// Answers one record of a batch in the kernel's copy.
  /// - Returns: whether the call failed.
  private func answer(_ record: inout SyscallRecord) -> Bool {
    do throws(Errno) {
      guard let call = Syscall(record) else { throw .noFunction }
      // A batch inside a batch could make one call as long as it likes.
      if case .batch = call { throw .invalidArgument }
      record.answer = try perform(call)
      record.outcome = SyscallRecord.succeeded
      return false
    } catch {
      record.answer = 0
      record.outcome = SyscallRecord.failed(error)
      return true
    }
  }
}
