// Bytes looked at eight at a time: names and paths are searched and compared at every step through the tree.

extension Span where Element == UInt8 {
  /// The eight bytes from an index on as a little-endian word, or `nil` where there are fewer.
  @inline(__always) func word(at index: Int) -> UInt64? {
    guard index >= 0, index <= count &- 8 else { return nil }
    // Of a span that is known to have eight, and written out, the bytes are loaded as one word.
    let bytes = extracting(index..<index &+ 8)
    let low = UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
    let high = UInt64(bytes[4]) << 32 | UInt64(bytes[5]) << 40 | UInt64(bytes[6]) << 48
    return low | high | UInt64(bytes[7]) << 56
  }

  /// The first index, from a start on, at which a byte is; `count` where there is none.
  func firstIndex(of byte: UInt8, from start: Int = 0) -> Int { firstIndex(of: byte, or: byte, from: start) }

  /// The first index, from a start on, at which one of two bytes is; `count` where there is none.
  @inline(__always) func firstIndex(of first: UInt8, or second: UInt8, from start: Int) -> Int {
    guard start >= 0, start <= count else { return count }
    // The index counts from zero, so that the compiler knows it to be no less.
    let bytes = extracting(start..<count)
    var index = 0
    while let word = bytes.word(at: index) {
      let found = word.bytes(equalTo: first) | (first == second ? 0 : word.bytes(equalTo: second))
      if found != 0 { return start &+ index &+ found.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < bytes.count, bytes[index] != first, bytes[index] != second { index &+= 1 }
    return start &+ index
  }

  /// Whether these are the same bytes as others.
  @inline(__always) func isSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var index = 0
    while let word = word(at: index), let otherWord = other.word(at: index) {
      guard word == otherWord else { return false }
      index &+= 8
    }
    while index < count {
      guard self[index] == other[index] else { return false }
      index &+= 1
    }
    return true
  }
}

extension UInt64 {
  /// The highest bit of each byte that is a given one. The lowest bit that is set is right, and with it the first such
  /// byte: a borrow only reaches those behind it (Warren, "Hacker's Delight", 6-1).
  @inline(__always) fileprivate func bytes(equalTo byte: UInt8) -> UInt64 {
    let difference = self ^ UInt64(byte) &* 0x0101_0101_0101_0101
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }
}

extension Array where Element == UInt8 {
  /// An array of just so many bytes.
  init(_ bytes: Span<UInt8>) {
    self.init(repeating: 0, count: bytes.count)
    var span = mutableSpan
    var target = MutableRawSpan(_elements: &span)
    RawSpan(_elements: bytes).copyBytes(into: &target)
  }
}
