// What an offset is counted from.

/// The last argument of `lseek(2)`, with Linux's values.
public enum SeekOrigin: UInt32, Sendable {
  /// The start of the file (`SEEK_SET`).
  case start = 0
  /// Where the next read or write would be (`SEEK_CUR`).
  case current = 1
  /// The end of the file (`SEEK_END`).
  case end = 2
  /// The next byte at or after the offset that holds data (`SEEK_DATA`).
  case data = 3
  /// The next hole at or after the offset; the end of the file is one (`SEEK_HOLE`).
  case hole = 4
}
