// How a file is opened, and what of that stays with it.

/// The flags of `open(2)`, with Linux's values on x86-64 (Linux `asm-generic/fcntl.h`).
public struct OpenFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Open for reading only: no bit at all. The C name is `O_RDONLY`.
  @inlinable public static var readOnly: OpenFlags { OpenFlags(rawValue: 0) }
  /// Open for writing only. The C name is `O_WRONLY`.
  public static let writeOnly = OpenFlags(rawValue: 0o1)
  /// Open for reading and writing. The C name is `O_RDWR`.
  public static let readWrite = OpenFlags(rawValue: 0o2)
  /// Create the file if it is not there. The C name is `O_CREAT`.
  public static let create = OpenFlags(rawValue: 0o100)
  /// With `create`: fail if the file is there. The C name is `O_EXCL`.
  public static let exclusive = OpenFlags(rawValue: 0o200)
  /// Do not let a terminal become the controlling one. The C name is `O_NOCTTY`.
  public static let noControllingTerminal = OpenFlags(rawValue: 0o400)
  /// Cut a regular file to nothing. The C name is `O_TRUNC`.
  public static let truncate = OpenFlags(rawValue: 0o1000)
  /// Every write goes to the end of the file. The C name is `O_APPEND`.
  public static let append = OpenFlags(rawValue: 0o2000)
  /// Fail rather than wait. The C name is `O_NONBLOCK`.
  public static let nonBlocking = OpenFlags(rawValue: 0o4000)
  /// Bypass caches, of which there are none. The C name is `O_DIRECT`.
  public static let direct = OpenFlags(rawValue: 0o40000)
  /// Always set by a 64-bit kernel. The C name is `O_LARGEFILE`.
  public static let largeFile = OpenFlags(rawValue: 0o100000)
  /// Fail unless the path names a directory. The C name is `O_DIRECTORY`.
  public static let directory = OpenFlags(rawValue: 0o200000)
  /// Fail if the last component is a symbolic link. The C name is `O_NOFOLLOW`.
  public static let noFollow = OpenFlags(rawValue: 0o400000)
  /// Do not update the access time. The C name is `O_NOATIME`.
  public static let noAccessTime = OpenFlags(rawValue: 0o1000000)
  /// Close the descriptor when the program is replaced. The C name is `O_CLOEXEC`.
  public static let closeOnExec = OpenFlags(rawValue: 0o2000000)
  /// Only a place in the tree: neither reading nor writing. The C name is `O_PATH`.
  public static let pathOnly = OpenFlags(rawValue: 0o10000000)
  /// A file without a name; meant together with `directory`. The kernel's name is `__O_TMPFILE`.
  public static let temporaryFile = OpenFlags(rawValue: 0o20000000)

  /// The two bits of the access mode (`O_ACCMODE`). They are a number, not flags: 3 opens for neither.
  public static let accessModeMask = OpenFlags(rawValue: 0o3)
  /// The flags that say how to open and are forgotten then (Linux `do_dentry_open` and `build_open_flags`).
  public static let onlyWhenOpening: OpenFlags = [
    .create, .exclusive, .noControllingTerminal, .truncate, .closeOnExec,
  ]
  /// What `fcntl(2)` with `F_SETFL` may change.
  public static let changeable: OpenFlags = [.append, .nonBlocking, .direct, .noAccessTime]
  /// All that `open(2)` heeds: the rest is ignored (Linux `VALID_OPEN_FLAGS`). Those without a name
  /// of their own here are `O_SYNC`, `O_DSYNC` and `FASYNC`, which mean nothing in memory.
  public static let known = OpenFlags(rawValue: 0o37777703)

  /// Whether the access mode lets one read: 0 and 2 do.
  @inlinable public var allowsReading: Bool { (rawValue &+ 1) & 1 != 0 }
  /// Whether the access mode lets one write: 1 and 2 do.
  @inlinable public var allowsWriting: Bool { (rawValue &+ 1) & 2 != 0 }
}
