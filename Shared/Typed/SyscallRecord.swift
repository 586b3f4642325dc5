// The fixed-layout form in which a typed call crosses the boundary.

/// A typed call as it lies in a program's memory while the kernel answers it: eight little-endian
/// 64-bit words, aligned to 8 bytes.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | magic, "MRTL" |
/// | 4 | 2 | version of the record's layout, 1 |
/// | 6 | 2 | size in bytes that the sender knew, a multiple of 8 |
/// | 8 | 4 | tag |
/// | 12 | 4 | reserved, 0 |
/// | 16 | 4 | state: 0 unanswered, 1 succeeded, 2 failed |
/// | 20 | 4 | error, when failed |
/// | 24 | 8 | answer, when succeeded |
/// | 32 | 8 each | arguments |
///
/// It grows only at its end. A shorter record reads as zeros beyond its own; a longer one is taken only if
/// what is beyond is zero: the rule of Linux's `copy_struct_from_user`.
@frozen public struct SyscallRecord: Equatable, Sendable {
  public var header: UInt64
  public var tagWord: UInt64
  public var outcome: UInt64
  public var answer: UInt64
  public var argument0: UInt64
  public var argument1: UInt64
  public var argument2: UInt64
  public var argument3: UInt64

  /// "MRTL" in the order of memory.
  public static var magic: UInt32 { 0x4C54_524D }
  public static var version: UInt16 { 1 }
  /// The bytes of a record as these sources know it.
  public static var byteCount: Int { 64 }
  /// The fewest bytes a record may have: up to the end of its answer.
  public static var smallestByteCount: Int { 32 }
  /// The most bytes a record may claim: a page.
  public static var largestByteCount: Int { 4096 }
  /// A record's address is a multiple of this.
  public static var alignment: Int { 8 }
  /// Where the words stand that the kernel stores: the outcome, and the answer after it.
  public static var outcomeOffset: Int { 16 }
  /// Where the answer stands.
  public static var answerOffset: Int { 24 }

  /// The header of every record that these sources send.
  @inlinable public static var currentHeader: UInt64 {
    UInt64(magic) | UInt64(version) << 32 | UInt64(byteCount) << 48
  }

  /// A record without an answer, and with no arguments yet.
  @inlinable public init(tag: SyscallTag) {
    header = Self.currentHeader
    tagWord = tag.rawValue
    outcome = 0
    answer = 0
    argument0 = 0
    argument1 = 0
    argument2 = 0
    argument3 = 0
  }

  /// A record of today's size of which only what says the call was read.
  @inlinable public init(
    tagWord: UInt64, _ argument0: UInt64, _ argument1: UInt64, _ argument2: UInt64, _ argument3: UInt64
  ) {
    header = Self.currentHeader
    self.tagWord = tagWord
    outcome = 0
    answer = 0
    self.argument0 = argument0
    self.argument1 = argument1
    self.argument2 = argument2
    self.argument3 = argument3
  }

  /// A record of words as they were read from memory.
  @inlinable public init(words: InlineArray<8, UInt64>) {
    header = words[0]
    tagWord = words[1]
    outcome = words[2]
    answer = words[3]
    argument0 = words[4]
    argument1 = words[5]
    argument2 = words[6]
    argument3 = words[7]
  }
}

/// How a call ended: the state field of a record.
public enum SyscallState: UInt32, Sendable {
  case unanswered = 0
  case succeeded = 1
  case failed = 2
}

extension SyscallRecord {
  /// What the kernel stores at `outcomeOffset` when the call succeeded.
  @inlinable public static var succeeded: UInt64 { UInt64(SyscallState.succeeded.rawValue) }

  /// What the kernel stores at `outcomeOffset` when the call failed.
  @inlinable public static func failed(_ error: Errno) -> UInt64 {
    UInt64(SyscallState.failed.rawValue) | UInt64(error.rawValue) << 32
  }
}
