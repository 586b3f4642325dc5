// What is known about a file, and the form in which a program receives it.

/// What `stat(2)` tells about a file.
public struct FileStatus: Equatable, Sendable {
  /// The device that the file is on (`st_dev`).
  public var device: UInt64
  /// The inode number (`st_ino`).
  public var number: UInt64
  /// How many names the file has (`st_nlink`).
  public var linkCount: UInt64
  public var mode: FileMode
  public var owner: UInt32
  public var group: UInt32
  /// The device that a device node stands for (`st_rdev`).
  public var representedDevice: DeviceNumber
  /// In bytes; for a symbolic link the length of its target (`st_size`).
  public var byteCount: Int64
  /// A good size for reads and writes, in bytes (`st_blksize`).
  public var preferredByteCount: Int64
  /// What the file takes up, in units of 512 bytes (`st_blocks`).
  public var blockCount: Int64
  public var accessed: FileTime
  public var modified: FileTime
  public var changed: FileTime

  public init(
    device: UInt64, number: UInt64, linkCount: UInt64, mode: FileMode, owner: UInt32, group: UInt32,
    representedDevice: DeviceNumber, byteCount: Int64, preferredByteCount: Int64, blockCount: Int64,
    accessed: FileTime, modified: FileTime, changed: FileTime
  ) {
    self.device = device
    self.number = number
    self.linkCount = linkCount
    self.mode = mode
    self.owner = owner
    self.group = group
    self.representedDevice = representedDevice
    self.byteCount = byteCount
    self.preferredByteCount = preferredByteCount
    self.blockCount = blockCount
    self.accessed = accessed
    self.modified = modified
    self.changed = changed
  }

  /// The size of Linux's `struct stat` on x86-64, in bytes.
  public static let encodedByteCount = 144

  /// The status as Linux's `struct stat` on x86-64 (Linux `arch/x86/include/uapi/asm/stat.h`),
  /// little-endian words in order, padding and reserved fields zero.
  public var encodedWords: InlineArray<18, UInt64> {
    var words = InlineArray<18, UInt64>(repeating: 0)
    words[0] = device
    words[1] = number
    words[2] = linkCount
    words[3] = UInt64(mode.rawValue) | UInt64(owner) << 32
    words[4] = UInt64(group)
    words[5] = representedDevice.encoded
    words[6] = UInt64(bitPattern: byteCount)
    words[7] = UInt64(bitPattern: preferredByteCount)
    words[8] = UInt64(bitPattern: blockCount)
    words[9] = UInt64(bitPattern: accessed.seconds)
    words[10] = UInt64(accessed.nanoseconds)
    words[11] = UInt64(bitPattern: modified.seconds)
    words[12] = UInt64(modified.nanoseconds)
    words[13] = UInt64(bitPattern: changed.seconds)
    words[14] = UInt64(changed.nanoseconds)
    return words
  }

  /// The size of Linux's `struct statx`, in bytes.
  public static let extendedByteCount = 256
  /// What of it is filled: all that `struct stat` has (`STATX_BASIC_STATS`).
  private static let extendedMask: UInt64 = 0x7ff

  /// The status as Linux's `struct statx` (Linux `linux/stat.h`), little-endian words in order, the rest zero.
  public var extendedWords: InlineArray<32, UInt64> {
    func time(_ time: FileTime, at index: Int) {
      words[index] = UInt64(bitPattern: time.seconds)
      words[index + 1] = UInt64(time.nanoseconds)
    }
    var words = InlineArray<32, UInt64>(repeating: 0)
    words[0] = Self.extendedMask | UInt64(truncatingIfNeeded: preferredByteCount) << 32
    words[2] = linkCount & 0xFFFF_FFFF | UInt64(owner) << 32
    words[3] = UInt64(group) | UInt64(mode.rawValue & 0xFFFF) << 32
    words[4] = number
    words[5] = UInt64(bitPattern: byteCount)
    words[6] = UInt64(bitPattern: blockCount)
    time(accessed, at: 8)
    time(changed, at: 12)
    time(modified, at: 14)
    words[16] = UInt64(representedDevice.major) | UInt64(representedDevice.minor) << 32
    let own = DeviceNumber(encoded: UInt32(truncatingIfNeeded: device))
    words[17] = UInt64(own.major) | UInt64(own.minor) << 32
    return words
  }
}
