// What is known about a tree of files, and the form in which a program receives it.

/// What `statfs(2)` tells about a file system.
public struct FileSystemStatus: Equatable, Sendable {
  /// What kind of file system it is (`f_type`).
  public var type: UInt64
  /// The size of a block, in bytes (`f_bsize`).
  public var blockByteCount: UInt64
  /// The blocks that there are, and those that are free (`f_blocks`, `f_bfree`).
  public var blockCount: UInt64
  public var freeBlockCount: UInt64
  /// The files that there may be, and how many more (`f_files`, `f_ffree`).
  public var fileCount: UInt64
  public var freeFileCount: UInt64
  /// The longest name of a file, in bytes (`f_namelen`).
  public var longestNameByteCount: UInt64

  public init(
    type: UInt64 = FileSystemStatus.inMemory, blockByteCount: UInt64, blockCount: UInt64, freeBlockCount: UInt64,
    fileCount: UInt64, freeFileCount: UInt64,
    longestNameByteCount: UInt64
  ) {
    self.type = type
    self.blockByteCount = blockByteCount
    self.blockCount = blockCount
    self.freeBlockCount = freeBlockCount
    self.fileCount = fileCount
    self.freeFileCount = freeFileCount
    self.longestNameByteCount = longestNameByteCount
  }

  /// A file system in memory, and one of processes (`TMPFS_MAGIC` and `PROC_SUPER_MAGIC` of Linux `linux/magic.h`).
  public static let inMemory: UInt64 = 0x0102_1994
  public static let ofProcesses: UInt64 = 0x9FA0
  /// Where there is what is open without a name: `PIPEFS_MAGIC`, `SOCKFS_MAGIC` and `ANON_INODE_FS_MAGIC`.
  public static let ofPipes: UInt64 = 0x5049_5045
  public static let ofSockets: UInt64 = 0x534F_434B
  public static let ofNamelessFiles: UInt64 = 0x0904_1934
  /// That the flags mean something, and none is set (`f_flags`, `ST_VALID` of Linux `linux/statfs.h`).
  public static let flags: UInt64 = 0x20
  /// The size of Linux's `struct statfs` on x86-64, in bytes.
  public static let encodedByteCount = 120

  /// The status as Linux's `struct statfs` on x86-64 (Linux `asm-generic/statfs.h`): words in order, spare ones zero.
  public var encodedWords: InlineArray<15, UInt64> {
    var words = InlineArray<15, UInt64>(repeating: 0)
    words[0] = type
    words[1] = blockByteCount
    words[2] = blockCount
    words[3] = freeBlockCount
    words[4] = freeBlockCount
    words[5] = fileCount
    words[6] = freeFileCount
    words[8] = longestNameByteCount
    words[9] = blockByteCount
    words[10] = Self.flags
    return words
  }
}
