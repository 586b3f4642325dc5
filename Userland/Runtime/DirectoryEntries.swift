// What is in a directory, as the kernel hands it over.

import Shared

/// Entries of a directory in memory that the kernel has filled (`getdents64(2)`), one after the other.
public struct DirectoryEntries: ~Escapable {
  @usableFromInline var rest: RawSpan

  @inlinable @_lifetime(copy bytes) init(_ bytes: RawSpan) { rest = bytes }

  /// Whether there is none: the directory has come to its end.
  @inlinable public var isEmpty: Bool { rest.byteCount == 0 }

  /// The name of the next one.
  public mutating func next() -> String? {
    // Number, offset and length stand before the type and the name, which a zero ends.
    guard rest.byteCount >= Self.nameOffset else { return nil }
    let length = Int(rest.byte(Self.lengthOffset)) | Int(rest.byte(Self.lengthOffset + 1)) << 8
    guard length > Self.nameOffset, length <= rest.byteCount else { return nil }
    var name: [UInt8] = []
    for offset in Self.nameOffset..<length {
      let byte = rest.byte(offset)
      if byte == 0 { break }
      name.append(byte)
    }
    rest = rest.extracting(droppingFirst: length)
    return String(decoding: name, as: UTF8.self)
  }

  /// Where `struct linux_dirent64` has the entry's length, and its name (`getdents64(2)`).
  private static let lengthOffset = 16
  private static let nameOffset = 19
}

extension FileDescriptor where Access: Reading, Way == TypedDoor {
  /// Asks for the entries of a directory from where the last ones ended.
  /// - Throws: what `getdents64(2)` lists.
  @inlinable @_lifetime(&bytes)
  public borrowing func entries(into bytes: inout MutableRawSpan) throws(Errno) -> DirectoryEntries {
    let count = try perform(.list(number, into: WritableBytes(&bytes)), throwing: Errno.self)
    return DirectoryEntries(bytes.bytes.extracting(first: count))
  }
}
