// Comparing bytes from outside with text of ours.

extension Span<UInt8> {
  /// Whether the bytes begin with those of a text.
  func hasPrefix(_ text: String) -> Bool {
    var position = 0
    for byte in text.utf8 {
      guard position < count, self[position] == byte else { return false }
      position += 1
    }
    return true
  }
}
