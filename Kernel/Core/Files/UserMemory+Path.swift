// Bringing a path in from a program, once.

import Shared

extension UserMemory {
  /// Copies in a path that ends with a zero byte, which is left off.
  /// - Throws: `badAddress` when the program's memory ends before the path does; `fileNameTooLong` when it has
  ///   no end within `Path.maximumByteCount` bytes.
  public func path(at address: UInt) throws(Errno) -> [UInt8] {
    var path: [UInt8] = []
    var piece = InlineArray<256, UInt8>(repeating: 0)
    var address = address
    while path.count < Path.maximumByteCount {
      // Up to the next multiple of 256: most paths then take one copy, and none touches a page
      // beyond the one its zero is in.
      let wanted = min(256 - address % 256, UInt(Path.maximumByteCount - path.count))
      let source = try UserRange(address: address, byteCount: wanted)
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let copied = copy(from: source, into: &bytes)
      for index in 0..<min(copied, Int(wanted)) {
        if piece[index] == 0 { return path }
        path.append(piece[index])
      }
      guard copied == Int(wanted) else { throw .badAddress }
      address += wanted
    }
    throw .fileNameTooLong
  }
}
