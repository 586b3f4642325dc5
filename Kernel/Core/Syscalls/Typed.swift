// The typed calls: a record is decoded once, into a call, and the call is met by a switch.

import Shared

/// What the kernel stores in a record: the state with the error, and the answer.
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

  private init(outcome: UInt64, answer: UInt64) {
    self.outcome = outcome
    self.answer = answer
  }

  /// What a call leaves that never answers.
  static var unanswered: SyscallOutcome {
    SyscallOutcome(outcome: UInt64(SyscallState.unanswered.rawValue), answer: 0)
  }
}

extension CallerReference {
  /// Does what a record says. It is the kernel's copy: no program can change it any more.
  /// - Parameter isBatched: whether it is one of a batch.
  // Inlined where it is called: decoding and the switch become one there, so that the enum is never built, and the
  // way to a short call saves no register for the sake of the long ones.
  @inlinable @inline(__always) public func outcome(of record: SyscallRecord, isBatched: Bool = false) -> SyscallOutcome
  {
    guard let call = Syscall(record) else { return SyscallOutcome(.noFunction) }
    switch call {
    case .isKnown(let tag):
      return SyscallOutcome(answer: (SyscallTag(rawValue: UInt64(tag)) != nil).answerWord)
    case .useless(let number):
      let (sum, overflows) = number.addingReportingOverflow(number)
      guard !overflows else { return SyscallOutcome(.overflow) }
      return SyscallOutcome(answer: sum)
    case .read(let descriptor, let bytes): return read(descriptor, into: bytes)
    case .write(let descriptor, let bytes): return write(descriptor, bytes)
    case .open(let path, let flags, let mode): return open(path: path, flags, mode: mode)
    case .close(let descriptor): return close(descriptor)
    case .clock(let clock): return time(of: clock)
    case .exit(let status): return exit(status: status)
    case .batch(let batch, let flags):
      // A batch inside a batch could make one call as long as it likes.
      return isBatched ? SyscallOutcome(.invalidArgument) : answer(batch, flags)
    }
  }
}
