// Bytes searched and compared eight at a time, against the same a byte at a time.

import KernelTesting
import Testing

@testable import KernelCore

@Suite struct SpanWordsTests {
  /// The bytes that a search by words could take for one another: one apart, and with the highest bit.
  private static let similar: [UInt8] = [0, 1, 2, 0x2e, 0x2f, 0x30, 0x7f, 0x80, 0x81, 0xae, 0xaf, 0xb0, 0xfe, 0xff]

  // `#expect` takes no span, since it keeps what it is given.
  private func index(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int {
    bytes.span.firstIndex(of: byte, from: start)
  }
  private func word(at index: Int, of bytes: [UInt8]) -> UInt64? { bytes.span.word(at: index) }
  private func areSame(_ first: [UInt8], _ second: [UInt8]) -> Bool { first.span.isSame(as: second.span) }

  @Test func `a byte is found where it first is, whatever stands around it`() {
    var generator = SeededGenerator(seed: 1)
    for count in 0..<40 {
      for _ in 0..<20 {
        let bytes = (0..<count).map { _ in Self.similar.randomElement(using: &generator) ?? 0 }
        for start in 0...count {
          for byte: UInt8 in [0, 0x2f, 0x80, 0xff] {
            let expected = bytes[start...].firstIndex(of: byte) ?? count
            #expect(index(of: byte, in: bytes, from: start) == expected)
          }
          let expected = bytes[start...].firstIndex { $0 == 0x2f || $0 == 0 } ?? count
          let either = bytes.span.firstIndex(of: 0x2f, or: 0, from: start)
          #expect(either == expected)
        }
      }
    }
  }

  @Test func `a search that begins outside finds nothing`() {
    let bytes = [UInt8](repeating: 7, count: 20)
    for start in [-1, .min, 21, .max] { #expect(index(of: 7, in: bytes, from: start) == 20) }
  }

  @Test func `a word is read only where all of it is`() {
    let bytes = [UInt8](1...9)
    #expect(word(at: 0, of: bytes) == 0x0807_0605_0403_0201)
    #expect(word(at: 1, of: bytes) == 0x0908_0706_0504_0302)
    for index in [2, 9, 10, -1, .max, .min] { #expect(word(at: index, of: bytes) == nil) }
    #expect(word(at: 0, of: [UInt8](1...7)) == nil)
    #expect(word(at: 0, of: []) == nil)
  }

  @Test func `bytes are the same only if each is`() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8($0) }
      #expect(areSame(bytes, bytes))
      #expect(!areSame(bytes, bytes + [0]))
      #expect(!areSame(bytes + [0], bytes))
      for index in 0..<count {
        var other = bytes
        other[index] ^= 0x80
        #expect(!areSame(bytes, other))
      }
    }
  }

  @Test func `an array of a span has just its bytes`() {
    for count in [0, 1, 7, 8, 255] {
      let bytes = (0..<count).map { UInt8($0) }
      let copy = [UInt8](bytes.span)
      #expect(copy == bytes)
    }
  }
}
