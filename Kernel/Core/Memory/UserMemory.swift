// The one layer through which anything reaches a program's memory.

import Shared

/// The memory of the program that is running. A copy stops at the first byte that the program itself
/// could not read or write, and says how far it came: the caller decides whether part of a transfer counts.
///
/// The kernel's own subclass copies through the page tables with an exception table; tests have one over an array.
open class UserMemory {
  public init() {}

  /// Where calls that transfer much let others run; there is none for memory that only the kernel has.
  var turns: Scheduler?

  /// Copies the start of `source` into `destination`, as much as both hold.
  /// - Returns: the bytes copied before the first that is not readable.
  open func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int { 0 }

  /// Copies the start of `source` to `destination`, as much as both hold.
  /// - Returns: the bytes copied before the first that is not writable.
  open func copy(_ source: RawSpan, to destination: UserRange) -> Int { 0 }

  /// Stores zeros over `destination`.
  /// - Returns: the bytes cleared before the first that is not writable.
  open func clear(_ destination: UserRange) -> Int { 0 }

  /// Whether the word at an address, which is aligned and in user space, can be written; it keeps its value.
  open func canWrite(wordAt address: UInt) -> Bool { false }

  /// Stores a record's answer and then its outcome, at the outcome's address.
  /// - Returns: whether both could be stored.
  open func store(_ outcome: SyscallOutcome, at address: UInt) -> Bool { false }
}
