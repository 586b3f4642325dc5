// How a call ended, for the trace: one form for both doors.

import Shared

/// What a call answered, or why it failed.
public enum TraceOutcome: Equatable, Sendable {
  /// The word that it answered.
  case answered(UInt64)
  /// The error.
  case failed(Errno)

  /// What the classic door leaves in rax: −4095…−1 are errors, nothing else is.
  public init(rax: Int) {
    if rax < 0, rax >= -Int(Errno.highestRawValue) {
      self = .failed(Errno(rawValue: UInt16(truncatingIfNeeded: -rax)))
    } else {
      self = .answered(UInt64(bitPattern: Int64(rax)))
    }
  }

  /// What the typed door stores in a record.
  public init(_ outcome: SyscallOutcome) {
    let state = UInt32(truncatingIfNeeded: outcome.outcome)
    self =
      state == SyscallState.failed.rawValue
      ? .failed(Errno(rawValue: UInt16(truncatingIfNeeded: outcome.outcome >> 32))) : .answered(outcome.answer)
  }
}
