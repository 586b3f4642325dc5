// The one layer through which anything reaches a program's memory.

import Shared

/// The memory of the program that is running. A copy stops at the first byte that the program itself
/// could not read or write, and says how far it came: the caller decides whether part of a transfer counts.
///
/// The kernel's own subclass copies through the page tables with an exception table; tests have one over an array.
open class UserMemory {
  public init() {}

  /// Copies the start of `source` into `destination`, as much as both hold.
  /// - Returns: the bytes copied before the first that is not readable.
  open func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int { 0 }

  /// Copies the start of `source` to `destination`, as much as both hold.
  /// - Returns: the bytes copied before the first that is not writable.
  open func copy(_ source: RawSpan, to destination: UserRange) -> Int { 0 }

  /// Stores zeros over `destination`.
  /// - Returns: the bytes cleared before the first that is not writable.
  open func clear(_ destination: UserRange) -> Int { 0 }

  /// Copies in the record at an address, which is aligned and has 64 bytes in user space: the header first, and the
  /// rest only if it is `SyscallRecord.currentHeader`. Nothing is read twice, and the outcome is proved writable.
  open func fetch(recordAt address: UInt, into record: inout SyscallRecord) -> RecordFetch { .fault }

  /// Whether the word at an address, which is aligned and in user space, can be written; it keeps its value.
  open func canWrite(wordAt address: UInt) -> Bool { false }

  /// Stores a record's answer and then its outcome, at the outcome's address.
  /// - Returns: whether both could be stored.
  open func store(outcome: UInt64, answer: UInt64, at address: UInt) -> Bool { false }

  /// Stores the outcome and answer of each of some records in the array at an address, which lies in user space.
  /// - Returns: whether all could be stored; some may have been.
  open func store(outcomesOf records: Span<SyscallRecord>, at address: UInt) -> Bool { false }
}

/// What `UserMemory.fetch` found.
public enum RecordFetch: UInt64, Sendable {
  /// All of the record.
  case complete = 0
  /// A header unlike the expected one; only it has been read.
  case otherHeader = 1
  /// Memory that cannot be read, or not be written.
  case fault = 2
}
