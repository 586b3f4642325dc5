// Reading integers out of files that may be cut off anywhere, without alignment and without `unsafe`.

extension RawSpan {
  /// The two bytes at an offset as a little-endian integer, or `nil` where they are not all there.
  func littleEndian16(at offset: Int) -> UInt16? {
    littleEndian(at: offset, byteCount: 2).map { UInt16(truncatingIfNeeded: $0) }
  }

  /// The four bytes at an offset as a little-endian integer, or `nil` where they are not all there.
  func littleEndian32(at offset: Int) -> UInt32? {
    littleEndian(at: offset, byteCount: 4).map { UInt32(truncatingIfNeeded: $0) }
  }

  /// The eight bytes at an offset as a little-endian integer, or `nil` where they are not all there.
  func littleEndian64(at offset: Int) -> UInt64? { littleEndian(at: offset, byteCount: 8) }

  private func littleEndian(at offset: Int, byteCount count: Int) -> UInt64? {
    guard offset >= 0, count <= byteCount, offset <= byteCount - count else { return nil }
    let bytes = Span<UInt8>(_bytes: self)
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return value
  }
}
