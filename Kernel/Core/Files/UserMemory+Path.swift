// Bringing a path in from a program, once.

import Shared

extension UserMemory {
  /// Copies in a path that ends with a zero byte, which is left off.
  /// - Throws: `badAddress` when the program's memory ends before the path does; `fileNameTooLong` when it has
  ///   no end within `Path.maximumByteCount` bytes.
  public func path(at address: UInt) throws(Errno) -> [UInt8] {
    var path: [UInt8] = []
    var address = address
    while path.count < Path.maximumByteCount {
      // Up to the next multiple of 256: most paths then take one copy, and none touches a page
      // beyond the one its zero is in.
      let wanted = min(256 - address % 256, UInt(Path.maximumByteCount - path.count))
      let source = try UserRange(address: address, byteCount: wanted)
      var piece = [UInt8](repeating: 0, count: Int(wanted))
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let copied = copy(from: source, into: &bytes)
      if let end = Self.firstZero(in: piece.span, before: copied) {
        piece.removeLast(piece.count - end)
        return path.isEmpty ? piece : path + piece
      }
      guard copied == Int(wanted) else { throw .badAddress }
      path = path.isEmpty ? piece : path + piece
      address += wanted
    }
    throw .fileNameTooLong
  }

  /// Copies in a text up to its zero byte, or as much of it as is wanted.
  /// - Throws: `badAddress` when the program's memory ends before that.
  func text(at address: UInt, upTo byteCount: Int) throws(Errno) -> [UInt8] {
    var text = [UInt8](repeating: 0, count: byteCount)
    var span = text.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    let copied = copy(from: try UserRange(address: address, byteCount: UInt(byteCount)), into: &bytes)
    let end = Self.firstZero(in: text.span, before: copied)
    guard end != nil || copied == byteCount else { throw .badAddress }
    return Array(text.prefix(end ?? byteCount))
  }

  private static func firstZero(in bytes: Span<UInt8>, before end: Int) -> Int? {
    for index in 0..<min(end, bytes.count) where bytes[index] == 0 { return index }
    return nil
  }
}
