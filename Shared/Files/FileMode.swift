// What kind of file a node is and who may do what with it: one word, the same on both sides.

/// The type and permission bits of a file, with Linux's values (`inode(7)`, `S_IFMT` and friends).
public struct FileMode: RawRepresentable, Equatable, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The type of a file: the bits under `S_IFMT`.
  public enum FileType: UInt32, Sendable {
    /// `S_IFIFO`.
    case fifo = 0o010000
    /// `S_IFCHR`.
    case characterDevice = 0o020000
    /// `S_IFDIR`.
    case directory = 0o040000
    /// `S_IFBLK`.
    case blockDevice = 0o060000
    /// `S_IFREG`.
    case regular = 0o100000
    /// `S_IFLNK`.
    case symbolicLink = 0o120000
    /// `S_IFSOCK`.
    case socket = 0o140000
  }

  /// The bits that say the type (`S_IFMT`).
  public static let typeMask: UInt32 = 0o170000
  /// The bits that say who may do what, with set-user-ID, set-group-ID and sticky (`S_IALLUGO`).
  public static let permissionMask: UInt32 = 0o7777
  /// Runs as its owner (`S_ISUID`), and as its group (`S_ISGID`, with the group's execute permission, `S_IXGRP`).
  public static let setUserID: UInt32 = 0o4000
  public static let setGroupID: UInt32 = 0o2000
  public static let groupExecute: UInt32 = 0o010
  /// In a directory: only owners take names away (`S_ISVTX`).
  public static let sticky: UInt32 = 0o1000
  /// Execute permission for owner, group and others (`S_IXUGO`).
  public static let executeMask: UInt32 = 0o111

  /// A mode of a type; what is not a permission bit in `permissions` is dropped.
  @inlinable public init(_ type: FileType, permissions: UInt32) {
    rawValue = type.rawValue | (permissions & Self.permissionMask)
  }

  /// The type, or `nil` when the bits name none.
  @inlinable public var type: FileType? { FileType(rawValue: rawValue & Self.typeMask) }

  /// The permission bits, set-user-ID, set-group-ID and sticky included.
  @inlinable public var permissions: UInt32 { rawValue & Self.permissionMask }

  /// The type as a directory entry states it (`getdents64(2)`, `DT_REG` and friends): `S_IFMT` shifted down.
  @inlinable public var directoryEntryType: UInt8 { UInt8(truncatingIfNeeded: (rawValue & Self.typeMask) >> 12) }
}
