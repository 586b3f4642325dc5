// What the kernel stores in a record.

/// A call's outcome: the state with the error, and the answer.
@frozen public struct SyscallOutcome: Equatable, Sendable {
  /// The word at `SyscallRecord.outcomeOffset`.
  public let outcome: UInt64
  /// The word at `SyscallRecord.answerOffset`; 0 where there is an error instead.
  public let answer: UInt64

  @inlinable public init(answer: UInt64) {
    outcome = SyscallRecord.succeeded
    self.answer = answer
  }

  @inlinable public init(_ error: Errno) {
    outcome = SyscallRecord.failed(error)
    answer = 0
  }

  /// What a call leaves that fails so; nothing, where the caller has ended.
  @inlinable @inline(__always) public init(_ error: some SyscallError) {
    let errno = error.errno
    self = errno.rawValue == 0 ? .unanswered : SyscallOutcome(errno)
  }

  @inlinable init(outcome: UInt64, answer: UInt64) {
    self.outcome = outcome
    self.answer = answer
  }

  /// What a call leaves that never answers.
  @inlinable public static var unanswered: SyscallOutcome {
    SyscallOutcome(outcome: UInt64(SyscallState.unanswered.rawValue), answer: 0)
  }
}
