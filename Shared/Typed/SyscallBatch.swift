// Several typed calls handed over by one SYSCALL: what the call named `batch` takes.

/// The records of a batch, one behind the other in memory of the caller, each as long as `SyscallRecord` is here.
/// To the kernel they are an allegation, nothing more.
@frozen public struct SyscallBatch: Equatable, Sendable {
  /// Where the first record starts: a multiple of `SyscallRecord.alignment`.
  public let address: UInt64
  /// How many records there are: 0 to `largestCount`.
  public let count: UInt64

  /// The most records that one batch may have.
  @inlinable public static var largestCount: Int { 64 }

  @inlinable public init(address: UInt64, count: UInt64) {
    self.address = address
    self.count = count
  }
}

/// How a batch goes on. Bits that have no name here are refused with `invalidArgument`.
@frozen public struct BatchFlags: OptionSet, Equatable, Sendable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The first call that fails is the last that is made; the records behind it stay unanswered.
  @inlinable public static var stopAtFailure: BatchFlags { BatchFlags(rawValue: 1) }
  /// Every bit that has a meaning.
  @inlinable public static var known: BatchFlags { .stopAtFailure }
}
