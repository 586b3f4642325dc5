// The two things that a raw span cannot do without `unsafe`, with their bounds checked here once.

extension RawSpan {
  /// The byte at `offset`, or `nil` past either end.
  func byte(at offset: Int) -> UInt8? {
    guard offset >= 0, offset < byteCount else { return nil }
    // The offset lies inside, and every byte is a valid UInt8.
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Copies the start of these bytes into `destination`, as much as both hold.
  /// - Returns: the bytes copied.
  @discardableResult func copyBytes(into destination: inout MutableRawSpan) -> Int {
    let count = min(byteCount, destination.byteCount)
    guard count > 0 else { return 0 }
    // Both hold `count` bytes, and an `inout` span does not overlap a borrowed one.
    unsafe destination.withUnsafeMutableBytes { target in
      unsafe withUnsafeBytes { source in
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<count]))
      }
    }
    return count
  }
}
