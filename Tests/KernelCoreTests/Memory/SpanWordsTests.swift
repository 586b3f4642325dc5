// Bytes searched and compared eight at a time, against the same a byte at a time.

import KernelTesting
import Testing

@testable import KernelCore

@Suite struct SpanWordsTests {
  /// The bytes that a search by words could take for one another: one apart, and with the highest bit.
  private static let similar: [UInt8] = [0, 1, 2, 0x2e, 0x2f, 0x30, 0x7f, 0x80, 0x81, 0xae, 0xaf, 0xb0, 0xfe, 0xff]

  @Test func `a byte is found where it first is, whatever stands around it`() {
    var generator = SeededGenerator(seed: 1)
    for count in 0..<40 {
      for _ in 0..<200 {
        let bytes = (0..<count).map { _ in Self.similar.randomElement(using: &generator) ?? 0 }
        for start in 0...count {
          for byte: UInt8 in [0, 0x2f, 0x80, 0xff] {
            let expected = bytes[start...].firstIndex(of: byte) ?? count
            #expect(bytes.span.firstIndex(of: byte, from: start) == expected)
          }
          let either = bytes[start...].firstIndex { $0 == 0x2f || $0 == 0 } ?? count
          #expect(bytes.span.firstIndex(of: 0x2f, or: 0, from: start) == either)
        }
      }
    }
  }

  @Test func `a search that begins outside finds nothing`() {
    let bytes = [UInt8](repeating: 7, count: 20)
    for start in [-1, .min, 21, .max] { #expect(bytes.span.firstIndex(of: 7, from: start) == 20) }
  }

  @Test func `a word is read only where all of it is`() {
    let bytes = [UInt8](1...9)
    #expect(bytes.span.word(at: 0) == 0x0807_0605_0403_0201)
    #expect(bytes.span.word(at: 1) == 0x0908_0706_0504_0302)
    for index in [2, 9, 10, -1, .max, .min] { #expect(bytes.span.word(at: index) == nil) }
    let few = [UInt8](1...7)
    #expect(few.span.word(at: 0) == nil)
    let none: [UInt8] = []
    #expect(none.span.word(at: 0) == nil)
  }

  @Test func `bytes are the same only if each is`() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8($0) }
      #expect(bytes.span.isSame(as: bytes.span))
      let longer = bytes + [0]
      #expect(!bytes.span.isSame(as: longer.span))
      #expect(!longer.span.isSame(as: bytes.span))
      for index in 0..<count {
        var other = bytes
        other[index] ^= 0x80
        #expect(!bytes.span.isSame(as: other.span))
      }
    }
  }

  @Test func `an array of a span has just its bytes`() {
    for count in [0, 1, 7, 8, 255] {
      let bytes = (0..<count).map { UInt8($0) }
      #expect([UInt8](bytes.span) == bytes)
    }
  }
}
