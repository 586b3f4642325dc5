// How a path argument is to be read, by the calls that say so with a flags word.

/// The `AT_…` flags of `newfstatat(2)`, `faccessat2(2)`, `unlinkat(2)` and `linkat(2)`, with Linux's values.
public struct PathFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Do not follow a symbolic link at the end. The C name is `AT_SYMLINK_NOFOLLOW`.
  public static let noFollow = PathFlags(rawValue: 0x100)
  /// Remove a directory, as `rmdir(2)` does. The C name is `AT_REMOVEDIR`.
  public static let removeDirectory = PathFlags(rawValue: 0x200)
  /// Ask for the effective IDs; the same bit as `removeDirectory`. The C name is `AT_EACCESS`.
  public static let effectiveAccess = PathFlags(rawValue: 0x200)
  /// Follow a symbolic link at the end. The C name is `AT_SYMLINK_FOLLOW`.
  public static let follow = PathFlags(rawValue: 0x400)
  /// Do not mount what waits to be mounted: nothing does. The C name is `AT_NO_AUTOMOUNT`.
  public static let noAutomount = PathFlags(rawValue: 0x800)
  /// An empty path means the descriptor itself. The C name is `AT_EMPTY_PATH`.
  public static let emptyPath = PathFlags(rawValue: 0x1000)

  /// The descriptor that stands for the working directory (`AT_FDCWD`).
  public static let workingDirectoryDescriptor: Int32 = -100
}

/// What `access(2)` asks for, with Linux's values; no bit asks only whether the file is there (`F_OK`).
public struct AccessRequest: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The C name is `X_OK`.
  public static let execute = AccessRequest(rawValue: 1)
  /// The C name is `W_OK`.
  public static let write = AccessRequest(rawValue: 2)
  /// The C name is `R_OK`.
  public static let read = AccessRequest(rawValue: 4)
}
