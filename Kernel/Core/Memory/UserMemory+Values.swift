// Words and small structures in a program's memory.

import Shared

extension UserMemory {
  /// The little-endian words at an address, which may be unaligned.
  /// - Throws: `badAddress` where not all of them can be read.
  func words<let count: Int>(at address: UInt) throws(Errno) -> InlineArray<count, UInt64> {
    var words = InlineArray<count, UInt64>(repeating: 0)
    let range = try UserRange(address: address, byteCount: UInt(count * 8))
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    guard copy(from: range, into: &bytes) == count * 8 else { throw .badAddress }
    return words
  }

  /// Stores words at an address, which may be unaligned.
  /// - Throws: `badAddress` where not all of them can be stored; some may have been.
  func store<let count: Int>(_ words: InlineArray<count, UInt64>, at address: UInt) throws(Errno) {
    let range = try UserRange(address: address, byteCount: UInt(count * 8))
    guard copy(RawSpan(_elements: words.span), to: range) == count * 8 else { throw .badAddress }
  }

  func word(at address: UInt) throws(Errno) -> UInt64 {
    guard let word = loadWord(at: try UserRange(address: address, byteCount: 8).address) else { throw .badAddress }
    return word
  }

  func store(word: UInt64, at address: UInt) throws(Errno) {
    guard storeWord(word, at: try UserRange(address: address, byteCount: 8).address) else { throw .badAddress }
  }

  func halfWord(at address: UInt) throws(Errno) -> UInt32 {
    guard let word = loadHalfWord(at: try UserRange(address: address, byteCount: 4).address) else { throw .badAddress }
    return word
  }

  func store(halfWord: UInt32, at address: UInt) throws(Errno) {
    guard storeHalfWord(halfWord, at: try UserRange(address: address, byteCount: 4).address) else { throw .badAddress }
  }

  /// So many bytes at an address. There must be room for them.
  /// - Throws: `badAddress` where not all of them can be read.
  func bytes(at address: UInt, count: Int) throws(Errno) -> [UInt8] {
    let range = try UserRange(address: address, byteCount: UInt(count))
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    guard copy(from: range, into: &raw) == count else { throw .badAddress }
    return bytes
  }

  /// Looks at what a program's structure has behind the part that the kernel knows (Linux `copy_struct_from_user`).
  /// - Throws: `argListTooLong` for a byte that is not zero: it asks for something unknown; `badAddress` for one before it
  ///   that cannot be read.
  func requireZeros(in range: UserRange) throws(Errno) {
    var rest = range
    while rest.byteCount > 0 {
      var piece = InlineArray<64, UInt8>(repeating: 0)
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let wanted = rest.prefix(64)
      let copied = copy(from: wanted, into: &bytes)
      for index in piece.indices where piece[index] != 0 { throw .argListTooLong }
      guard copied == Int(wanted.byteCount) else { throw .badAddress }
      rest = rest.dropping(wanted.byteCount)
    }
  }

  /// Stores bytes, all of them.
  /// - Throws: `badAddress` where not all of them can be stored; some may have been.
  func store(_ bytes: RawSpan, at address: UInt) throws(Errno) {
    let range = try UserRange(address: address, byteCount: UInt(bytes.byteCount))
    guard copy(bytes, to: range) == bytes.byteCount else { throw .badAddress }
  }
}
