// How a file is to be opened.

/// The flags of `open(2)`, with Linux's values on x86-64 (`asm-generic/fcntl.h`).
public struct OpenFlags: OptionSet, Sendable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `O_RDONLY`, which is no bit at all.
  public static var readOnly: OpenFlags { [] }
  /// `O_WRONLY`.
  public static var writeOnly: OpenFlags { OpenFlags(rawValue: 0o1) }
  /// `O_RDWR`.
  public static var readWrite: OpenFlags { OpenFlags(rawValue: 0o2) }
}
