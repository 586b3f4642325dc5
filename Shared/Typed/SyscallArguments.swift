// The types of the arguments that typed calls take, and the words that they are on the way.

/// An argument of one word. Wide words are cut to their argument's width, as registers are at the classic door, or, where
/// every bit means something, kept out of it.
public protocol SyscallWord {
  init(word: UInt64)
  var word: UInt64 { get }
}

/// An argument of two words.
public protocol SyscallWords {
  init(words: (UInt64, UInt64))
  var words: (UInt64, UInt64) { get }
}

/// The number of a call, which may be none that these sources know.
public typealias TagNumber = UInt32
/// An address that a call looks at but not behind.
public typealias PageAddress = UInt64
/// A number of bytes.
public typealias Length = UInt64

/// The number of an open file in the table of the program that asks.
public struct Descriptor: RawRepresentable, Equatable, Sendable {
  public let rawValue: Int32
  @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }

  public static var standardInput: Descriptor { Descriptor(rawValue: 0) }
  public static var standardOutput: Descriptor { Descriptor(rawValue: 1) }
  public static var standardError: Descriptor { Descriptor(rawValue: 2) }
}

/// The path of a file in memory of the caller: bytes without a zero among them, and none needed at the end. To the kernel
/// it is an allegation, nothing more.
@frozen public struct PathBytes: Equatable, Sendable {
  public let address: UInt64
  public let byteCount: UInt64

  @inlinable public init(address: UInt64, byteCount: UInt64) {
    self.address = address
    self.byteCount = byteCount
  }
}

/// The permissions of a file (`inode(7)`).
@frozen public struct FilePermissions: RawRepresentable, ExpressibleByIntegerLiteral, Equatable, Sendable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(integerLiteral value: UInt32) { rawValue = value }
}

/// Memory of the caller that a call may read. To the kernel it is an allegation, nothing more.
public struct ReadableBytes: Equatable, Sendable {
  public let address: UInt64
  public let byteCount: UInt64

  @inlinable public init(address: UInt64, byteCount: UInt64) {
    self.address = address
    self.byteCount = byteCount
  }
}

/// Memory of the caller that a call may write. To the kernel it is an allegation, nothing more.
public struct WritableBytes: Equatable, Sendable {
  public let address: UInt64
  public let byteCount: UInt64

  @inlinable public init(address: UInt64, byteCount: UInt64) {
    self.address = address
    self.byteCount = byteCount
  }
}

/// Where a distance in a file begins, with the numbers of `SeekOrigin`.
@frozen public struct SeekOriginID: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ origin: SeekOrigin) { rawValue = origin.rawValue }
}

/// A clock, with Linux's numbers (`clock_gettime(2)`).
public struct ClockID: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Time since 1970-01-01 00:00 UTC.
  public static var realTime: ClockID { ClockID(rawValue: 0) }
  /// Time since the machine started; never steps back.
  public static var monotonic: ClockID { ClockID(rawValue: 1) }
}
