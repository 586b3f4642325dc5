// Which of the two doors the library's files go through.

import Shared

/// A way into the kernel's files: a program chooses one by the type of its descriptors, and what they do is the same.
/// Its calls are of level 2: whoever passes memory answers for it, as `FileDescriptor` does for the spans it takes.
public protocol Door {
  /// Opens the file at a path; see `open(2)`.
  static func open(_ path: CString, _ flags: OpenFlags, mode: UInt32) throws(Errno) -> Descriptor
  /// Gives a descriptor back; see `close(2)`.
  static func close(_ descriptor: Descriptor) throws(Errno)
  /// Reads into memory and answers how many bytes came, 0 at the end of the file; see `read(2)`.
  static func read(_ descriptor: Descriptor, into bytes: WritableBytes) throws(Errno) -> Int
  /// Writes from memory and answers how many bytes went, perhaps fewer than there are; see `write(2)`.
  static func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) throws(Errno) -> Int
  /// Ends the program at once; see `exit_group(2)`.
  static func exit(status: Int32) -> Never
}

/// Linux's numbers in registers: programs that go through it also run on Linux.
public enum ClassicDoor: Door {
  @inlinable @inline(always)
  public static func open(_ path: CString, _ flags: OpenFlags, mode: UInt32) throws(Errno) -> Descriptor {
    let answer = try classicCall(.open, path.address, Int(flags.rawValue), Int(mode))
    return Descriptor(rawValue: Int32(truncatingIfNeeded: answer))
  }

  @inlinable @inline(always) public static func close(_ descriptor: Descriptor) throws(Errno) {
    try classicCall(.close, Int(descriptor.rawValue))
  }

  @inlinable @inline(always)
  public static func read(_ descriptor: Descriptor, into bytes: WritableBytes) throws(Errno) -> Int {
    try classicCall(
      .read, Int(descriptor.rawValue), Int(truncatingIfNeeded: bytes.address), Int(truncatingIfNeeded: bytes.byteCount))
  }

  @inlinable @inline(always)
  public static func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) throws(Errno) -> Int {
    try classicCall(
      .write, Int(descriptor.rawValue), Int(truncatingIfNeeded: bytes.address), Int(truncatingIfNeeded: bytes.byteCount)
    )
  }

  @inlinable public static func exit(status: Int32) -> Never { Runtime.exit(status) }
}

/// Records that say what they are: calls that only Martlet has.
public enum TypedDoor: Door {
  @inlinable @inline(always)
  public static func open(_ path: CString, _ flags: OpenFlags, mode: UInt32) throws(Errno) -> Descriptor {
    try perform(.open(path: path.pathBytes, flags, mode: FilePermissions(rawValue: mode)), throwing: Errno.self)
  }

  @inlinable @inline(always) public static func close(_ descriptor: Descriptor) throws(Errno) {
    _ = try perform(.close(descriptor), throwing: Errno.self)
  }

  @inlinable @inline(always)
  public static func read(_ descriptor: Descriptor, into bytes: WritableBytes) throws(Errno) -> Int {
    try perform(.read(descriptor, into: bytes), throwing: Errno.self)
  }

  @inlinable @inline(always)
  public static func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) throws(Errno) -> Int {
    try perform(.write(descriptor, bytes), throwing: Errno.self)
  }

  @inlinable public static func exit(status: Int32) -> Never {
    // A kernel that does not know the call leaves the program alive: then the classic way out is the only one.
    _ = try? perform(.exit(status: status))
    Runtime.exit(status)
  }
}
