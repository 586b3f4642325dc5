// Bringing a path in from a program, once.

import Shared

extension UserMemory {
  /// Copies in a path that ends with a zero byte, which is left off.
  /// - Throws: `badAddress` when the program's memory ends before the path does; `fileNameTooLong` when it has
  ///   no end within `Path.maximumByteCount` bytes.
  public func path(at address: UInt) throws(Errno) -> [UInt8] {
    // Most paths fit a few words on the stack. The array then has just the path's length, which matters: it may become
    // the name of a file, whose directory is charged by the length.
    var words = InlineArray<8, UInt64>(repeating: 0)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    if let end = try readText(into: &bytes, from: 0, at: address) {
      return [UInt8](Span<UInt8>(_bytes: bytes.bytes.extracting(first: end)))
    }
    let longer = [UInt8](Span<UInt8>(_bytes: bytes.bytes))
    return try path(at: address, beginningWith: longer)
  }

  /// The same where the first bytes are here, and no zero among them.
  private func path(at address: UInt, beginningWith start: [UInt8]) throws(Errno) -> [UInt8] {
    guard start.count < Path.maximumByteCount else { throw .fileNameTooLong }
    // The longest path takes two pages of the heap; few need so much.
    let byteCount = start.count < Self.usualPathByteCount ? Self.usualPathByteCount : Path.maximumByteCount
    var path = [UInt8](repeating: 0, count: byteCount)
    var span = path.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    let count = RawSpan(_elements: start.span).copyBytes(into: &bytes)
    guard let end = try readText(into: &bytes, from: count, at: address) else {
      return try self.path(at: address, beginningWith: path)
    }
    return [UInt8](path.span.extracting(first: end))
  }

  private static let usualPathByteCount = 512

  /// Fills the rest of a buffer with the text at an address, up to its zero byte.
  /// - Parameters:
  ///   - count: how many bytes of the text the buffer has already.
  ///   - address: where the text begins.
  /// - Returns: where in the buffer the zero is; `nil` where it is full without one.
  /// - Throws: `badAddress` when the program's memory ends before the text does.
  private func readText(
    into buffer: inout MutableRawSpan, from count: Int, at address: UInt
  ) throws(Errno) -> Int? {
    var count = count
    while count < buffer.byteCount {
      // Up to the next multiple of 256: that touches no page beyond the one its zero is in. No address wraps here, since
      // what came before lies in user space.
      let place = address &+ UInt(count)
      let wanted = min(256 &- Int(place & 255), buffer.byteCount &- count)
      var piece = buffer._mutatingExtracting(count..<count + wanted)
      let copied = copy(from: try UserRange(address: place, byteCount: UInt(wanted)), into: &piece)
      let end = Span<UInt8>(_bytes: piece.bytes).firstIndex(of: 0)
      if end < copied { return count + end }
      guard copied == wanted else { throw .badAddress }
      count += wanted
    }
    return nil
  }

  /// Copies in a text up to its zero byte, or as much of it as is wanted.
  /// - Throws: `badAddress` when the program's memory ends before that.
  func text(at address: UInt, upTo byteCount: Int) throws(Errno) -> [UInt8] {
    var text = [UInt8](repeating: 0, count: byteCount)
    var span = text.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    let copied = copy(from: try UserRange(address: address, byteCount: UInt(byteCount)), into: &bytes)
    let end = text.span.firstIndex(of: 0)
    guard end < copied || copied == byteCount else { throw .badAddress }
    return [UInt8](text.span.extracting(first: min(end, byteCount)))
  }
}
