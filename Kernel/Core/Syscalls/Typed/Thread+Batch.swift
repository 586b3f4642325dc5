// Several typed calls at once: the call that only data can make.

import Shared

extension Thread {
  /// Answers the records of a batch, as if they had been handed over one after the other.
  /// - Returns: how many were answered.
  /// - Throws: `invalidArgument` for too many records or unknown flags; `badAddress` for an array that is not aligned or
  ///   not in user space, and when the first record cannot be read and written; `noFunction` when it is none of today's.
  func answer(_ batch: SyscallBatch, _ flags: BatchFlags) throws(BatchError) -> Int {
    // A batch inside a batch could make one call as long as it likes.
    guard !isAnsweringBatch, flags.isSubset(of: .known), batch.count <= UInt64(SyscallBatch.largestCount) else {
      throw .invalidArgument
    }
    guard batch.address % UInt64(SyscallRecord.alignment) == 0 else { throw .badAddress }
    let byteCount = UInt(batch.count) * UInt(SyscallRecord.byteCount)
    guard let range = try? UserRange(address: UInt(batch.address), byteCount: byteCount) else { throw .badAddress }
    guard range.byteCount > 0 else { return 0 }
    isAnsweringBatch = true
    defer { isAnsweringBatch = false }
    let progress = system.batches.answer(recordsIn: range, stopsAtFailure: flags.contains(.stopAtFailure))
    guard progress.answered > 0 else { throw progress.isUnreachable ? .badAddress : .noFunction }
    return progress.answered
  }
}

/// How far the records of a batch were answered.
public struct BatchProgress: Equatable, Sendable {
  public let answered: Int
  /// Whether the next one cannot be read and written; otherwise it is no record, or was not looked at.
  public let isUnreachable: Bool

  public init(answered: Int, isUnreachable: Bool) {
    self.answered = answered
    self.isUnreachable = isUnreachable
  }
}
