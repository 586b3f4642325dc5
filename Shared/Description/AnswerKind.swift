// What the word that a call answers means.

/// The meaning of a call's answer.
public enum AnswerKind: Equatable, Sendable {
  /// Nothing but that the call succeeded: 0.
  case nothing
  /// The call does not come back when it succeeds.
  case never
  /// Yes or no: 1 or 0.
  case boolean
  /// A number, unsigned at the typed door and signed at the classic one.
  case number
  /// How many bytes were transferred, or stored.
  case byteCount
  /// How many of the things that were handed over.
  case count
  /// A place in a file, in bytes.
  case offset
  /// A file that is open now.
  case descriptor
  /// Two files that are open now: the reading end of a pipe, and in the high half the writing one.
  case descriptorPair
  /// `ProcessStatus`.
  case processStatus
  /// `Readiness`.
  case readiness
  /// A process, thread or group.
  case processID
  /// An address in the program.
  case address
  /// Permission bits.
  case permissions
  /// A time in nanoseconds.
  case nanoseconds
}
