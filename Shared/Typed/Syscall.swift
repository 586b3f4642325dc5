// The typed system calls, as a person reads them.

/// A typed system call with its arguments: what a record means once it has been decoded.
///
/// A program does not build these by hand: `Call` says the same and knows the type of the answer.
/// The kernel decodes a record into one of these cases once, and meets it in a `switch` without a `default`.
/// Only the record crosses the boundary; this enum's own memory layout never does.
public enum Syscall: Equatable, Sendable {
  /// Whether this kernel knows the call with that tag. Answers a `Bool`.
  case isKnown(tag: UInt32)

  /// The sum of a number and itself: the smallest call that has an argument, an answer and an error.
  /// Answers a `UInt64`; fails with `overflow` when the sum does not fit.
  case useless(UInt64)

  /// Reads from a descriptor's current position into memory of the caller. Answers the bytes read, 0 at the
  /// end; fails as `read(2)` does.
  case read(Descriptor, into: WritableBytes)

  /// Writes memory of the caller at a descriptor's current position. Answers the bytes written, which may be
  /// fewer than asked; fails as `write(2)` does.
  case write(Descriptor, ReadableBytes)

  /// Opens the file at a path, which holds no NUL and needs none at its end. Answers a `Descriptor`; fails as
  /// `open(2)` does.
  case open(path: ReadableBytes, OpenFlags, mode: UInt32)

  /// Gives a descriptor back. Answers nothing; fails with `badFileDescriptor`.
  case close(Descriptor)

  /// Reads a clock. Answers nanoseconds as a `UInt64`; fails with `invalidArgument` for a clock that there is not.
  case clock(ClockID)

  /// Ends the program with a status, of which the low 8 bits count. Never answers.
  case exit(status: Int32)

  /// Makes the calls of several records as if they had been handed over one after the other, and stores each one's
  /// outcome in its own record. Answers how many records have an outcome now, as an `Int`: all of them, or those up to
  /// the first failure where the flags say to stop there; the others stay as they were. Fails before any call is made
  /// with `invalidArgument` for more than `SyscallBatch.largestCount` records or unknown flags, and with `badAddress`
  /// for records that are not aligned or cannot be read and written. A batch inside a batch fails with
  /// `invalidArgument` in its own record; `exit` ends the program there. A record without today's header ends the batch
  /// before it; as the first one, it fails the batch with `noFunction`.
  case batch(SyscallBatch, BatchFlags)
}
