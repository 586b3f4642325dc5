// What may not happen while a path is followed.

/// The `RESOLVE_…` flags of `openat2(2)`, with Linux's values.
public struct PathRestrictions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Stay in one file system: there is one. The C name is `RESOLVE_NO_XDEV`.
  public static let oneFileSystem = PathRestrictions(rawValue: 0x1)
  /// Follow no link that is not a path. The C name is `RESOLVE_NO_MAGICLINKS`.
  public static let noMagicLinks = PathRestrictions(rawValue: 0x2)
  /// Follow no symbolic link at all. The C name is `RESOLVE_NO_SYMLINKS`.
  public static let noSymbolicLinks = PathRestrictions(rawValue: 0x4)
  /// Fail where the path leaves the directory that it begins in. The C name is `RESOLVE_BENEATH`.
  public static let beneath = PathRestrictions(rawValue: 0x8)
  /// Take the directory that the path begins in for the root. The C name is `RESOLVE_IN_ROOT`.
  public static let inRoot = PathRestrictions(rawValue: 0x10)
  /// Fail rather than wait for a disk: the tree is in memory. The C name is `RESOLVE_CACHED`.
  public static let cached = PathRestrictions(rawValue: 0x20)

  public static let known = PathRestrictions(rawValue: 0x3F)
}
