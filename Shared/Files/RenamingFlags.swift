// How a name is moved.

/// The flags of `renameat2(2)`, with Linux's values (Linux `linux/fs.h`).
public struct RenamingFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Fail where something has the new name. The C name is `RENAME_NOREPLACE`.
  public static let noReplace = RenamingFlags(rawValue: 1)
  /// Give each of two files the other's name. The C name is `RENAME_EXCHANGE`.
  public static let exchange = RenamingFlags(rawValue: 2)
  /// Leave a character device 0:0 under the old name. The C name is `RENAME_WHITEOUT`.
  public static let whiteout = RenamingFlags(rawValue: 4)

  /// Whether all flags are known, and none excludes another.
  public var areConsistent: Bool {
    isSubset(of: [.noReplace, .exchange, .whiteout])
      && (!contains(.exchange) || isDisjoint(with: [.noReplace, .whiteout]))
  }
}
