// How the policy reaches a program's memory; only frames are also copied to and from directly, by `FrameStore.copy`.

import Shared

/// The memory of the program that is running. A copy stops at the first byte that the program itself
/// could not read or write, and says how far it came: the caller decides whether part of a transfer counts.
///
/// The kernel's own subclass copies through the page tables with an exception table; tests have one over an array.
open class UserMemory {
  /// Whether it is the memory of the program that is running, and not some of the kernel's own that stands for it: then its
  /// addresses may be given to what reaches programs' memory directly.
  public let isPrograms: Bool

  public init(isPrograms: Bool = false) { self.isPrograms = isPrograms }

  /// Where calls that transfer much let others run; there is none for memory that only the kernel has.
  public var turns: Scheduler?

  /// Copies the start of `source` into `destination`, as much as both hold.
  /// - Returns: the bytes copied before the first that is not readable.
  open func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int { 0 }

  /// Copies the start of `source` to `destination`, as much as both hold.
  /// - Returns: the bytes copied before the first that is not writable.
  open func copy(_ source: RawSpan, to destination: UserRange) -> Int { 0 }

  /// Stores zeros over `destination`.
  /// - Returns: the bytes cleared before the first that is not writable.
  open func clear(_ destination: UserRange) -> Int { 0 }

  /// The little-endian word, or half of one, at an address that lies in user space with all of its bytes.
  /// - Returns: `nil` where not all of them can be read.
  open func loadWord(at address: UInt) -> UInt64? {
    var value = InlineArray<1, UInt64>(repeating: 0)
    var span = value.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    return copy(from: UserRange(checkedAddress: address, byteCount: 8), into: &bytes) == 8 ? value[0] : nil
  }

  open func loadHalfWord(at address: UInt) -> UInt32? {
    var value = InlineArray<1, UInt32>(repeating: 0)
    var span = value.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    return copy(from: UserRange(checkedAddress: address, byteCount: 4), into: &bytes) == 4 ? value[0] : nil
  }

  /// Stores a word, or half of one, at an address that lies in user space with all of its bytes.
  /// - Returns: whether all could be stored; some may have been.
  open func storeWord(_ word: UInt64, at address: UInt) -> Bool {
    let value: InlineArray<1, UInt64> = [word]
    return copy(RawSpan(_elements: value.span), to: UserRange(checkedAddress: address, byteCount: 8)) == 8
  }

  open func storeHalfWord(_ word: UInt32, at address: UInt) -> Bool {
    let value: InlineArray<1, UInt32> = [word]
    return copy(RawSpan(_elements: value.span), to: UserRange(checkedAddress: address, byteCount: 4)) == 4
  }

  /// Whether the word at an address, which is aligned and in user space, can be written; it keeps its value.
  open func canWrite(wordAt address: UInt) -> Bool { false }

  /// Stores a record's answer and then its outcome, at the outcome's address.
  /// - Returns: whether both could be stored.
  open func store(_ outcome: SyscallOutcome, at address: UInt) -> Bool { false }
}
