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
    let words: InlineArray<1, UInt64> = try words(at: address)
    return words[0]
  }

  func store(word: UInt64, at address: UInt) throws(Errno) {
    try store([word] as InlineArray<1, UInt64>, at: address)
  }

  func halfWord(at address: UInt) throws(Errno) -> UInt32 {
    var value = InlineArray<1, UInt32>(repeating: 0)
    var span = value.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    guard copy(from: try UserRange(address: address, byteCount: 4), into: &bytes) == 4 else { throw .badAddress }
    return value[0]
  }

  func store(halfWord: UInt32, at address: UInt) throws(Errno) {
    let value: InlineArray<1, UInt32> = [halfWord]
    guard copy(RawSpan(_elements: value.span), to: try UserRange(address: address, byteCount: 4)) == 4 else {
      throw .badAddress
    }
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

  /// Stores bytes, all of them.
  /// - Throws: `badAddress` where not all of them can be stored; some may have been.
  func store(_ bytes: RawSpan, at address: UInt) throws(Errno) {
    let range = try UserRange(address: address, byteCount: UInt(bytes.byteCount))
    guard copy(bytes, to: range) == bytes.byteCount else { throw .badAddress }
  }
}
