// Single bytes of memory.

extension RawSpan {
  /// The byte at an offset.
  /// - Precondition: the offset lies in the span.
  @inlinable public func byte(_ offset: Int) -> UInt8 {
    precondition(byteOffsets.contains(offset))
    // It lies in the span, and any byte is a value.
    return unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
