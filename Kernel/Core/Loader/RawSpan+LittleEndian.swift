// Reading integers out of files that may be cut off anywhere, without alignment and without `unsafe`.

extension RawSpan {
  /// The two bytes at an offset as a little-endian integer, or `nil` where they are not all there.
  func littleEndian16(at offset: Int) -> UInt16? {
    guard offset >= 0, offset <= byteCount &- 2 else { return nil }
    let bytes = Span<UInt8>(_bytes: extracting(offset..<offset &+ 2))
    return UInt16(bytes[0]) | UInt16(bytes[1]) << 8
  }

  /// The four bytes at an offset as a little-endian integer, or `nil` where they are not all there.
  func littleEndian32(at offset: Int) -> UInt32? {
    guard offset >= 0, offset <= byteCount &- 4 else { return nil }
    // Of a span that is known to have four, and written out, the bytes are loaded at once.
    let bytes = Span<UInt8>(_bytes: extracting(offset..<offset &+ 4))
    return UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16 | UInt32(bytes[3]) << 24
  }

  /// The eight bytes at an offset as a little-endian integer, or `nil` where they are not all there.
  func littleEndian64(at offset: Int) -> UInt64? { Span<UInt8>(_bytes: self).word(at: offset) }
}
