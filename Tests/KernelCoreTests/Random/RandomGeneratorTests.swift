// What a generator of random numbers promises about before and after, and what its bytes look like.

import Testing

@testable import KernelCore

@Suite struct RandomGeneratorTests {
  /// A generator with a seed that is the same on every run.
  private func seeded(_ seed: UInt64 = 1) -> RandomGenerator {
    var generator = RandomGenerator()
    generator.absorb(seed)
    generator.reseed(at: 0)
    return generator
  }

  @Test func `a request fills all of its bytes and none beside, whatever its size`() {
    for byteCount in 0..<200 {
      var generator = seeded()
      // Every byte is overwritten: over some requests each takes more than one value.
      var seen = [Set<UInt8>](repeating: [], count: byteCount)
      for _ in 0..<8 {
        let bytes = generator.bytes(byteCount, paddedBy: 9)
        for index in 0..<byteCount { seen[index].insert(bytes[index]) }
        #expect(bytes[byteCount...].allSatisfy { $0 == 0xee })
      }
      #expect(seen.allSatisfy { $0.count > 1 }, "\(byteCount)")
    }
  }

  @Test(arguments: [1, 8, 16, 31, 32, 33, 63, 64, 65, 96, 97, 256, 1000])
  func `an answer comes from the old key, and block 0 of that is the new key`(byteCount: Int) throws {
    var generator = seeded()
    let key = generator.stateKey
    let answer = generator.bytes(byteCount)
    var stream: [[UInt8]] = []
    for number in 0..<20 { stream.append(block(key, number: UInt32(number))) }
    var expected: [UInt8] = []
    while byteCount - expected.count > 32 { expected += stream[1 + expected.count / 64] }
    if expected.count < byteCount { expected += stream[0][32...] }
    #expect(answer == Array(expected[..<byteCount]))
    #expect(generator.stateKey == words(stream[0][..<32]))
  }

  @Test(arguments: [1, 16, 32, 40, 64, 100, 1000]) func `the state after a request tells nothing of it`(byteCount: Int)
  {
    var generator = seeded()
    let key = generator.stateBytes(of: \.stateKey)
    let answer = generator.bytes(byteCount)
    let state = unsafe withUnsafeBytes(of: generator) { unsafe Array($0) }
    #expect(!state.contains(anyPieceOf: key))
    #expect(!state.contains(anyPieceOf: answer))
    // Nor can what is left make the answer again.
    var later = generator
    #expect(later.bytes(byteCount) != answer || byteCount < 4)
  }

  @Test func `a new seed saves a generator whose state was seen`() {
    var generator = seeded()
    var copy = generator
    #expect(generator.word() == copy.word())
    // Only absorbing changes nothing yet, so that no attacker can try a few bits at a time.
    generator.absorb(0x1234_5678)
    #expect(generator.word() == copy.word())
    generator.reseed(at: 1)
    copy.reseed(at: 1)
    #expect(generator.word() != copy.word())
  }

  @Test func `a known seed does no harm to a secret key`() {
    var generator = seeded()
    var other = generator
    _ = other.word()
    for _ in 0..<2 {
      generator.absorb(7)
      other.absorb(7)
      generator.reseed(at: 1)
      other.reseed(at: 1)
    }
    #expect(generator.word() != other.word())
  }

  @Test func `all that was ever absorbed counts`() {
    var words: Set<UInt64> = []
    for early in 0..<8 as Range<UInt64> {
      var generator = seeded(early)
      for late in 0..<8 as Range<UInt64> {
        generator.absorb(late)
        generator.reseed(at: 0)
        words.insert(generator.word())
      }
    }
    #expect(words.count == 64)
  }

  @Test func `a seed is due after a mebibyte, and after a minute`() {
    var generator = seeded()
    #expect(!generator.wantsSeed(at: 59_999_999_999))
    #expect(generator.wantsSeed(at: 60_000_000_000))
    for _ in 0..<1023 { _ = generator.bytes(1024) }
    #expect(!generator.wantsSeed(at: 0))
    _ = generator.bytes(1024)
    #expect(generator.wantsSeed(at: 0))
    generator.reseed(at: 60_000_000_000)
    #expect(!generator.wantsSeed(at: 60_000_000_001))
  }

  /// The seed is fixed, so this passes always or never. The limits are five standard deviations wide.
  @Test(arguments: [8, 64, 1024]) func `the bytes look random`(requestByteCount: Int) {
    var generator = seeded()
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 { bytes += generator.bytes(requestByteCount) }
    let count = Double(bytes.count)

    let ones = Double(bytes.reduce(0) { $0 + $1.nonzeroBitCount })
    #expect(abs(ones - 4 * count) < 5 * (2 * count).squareRoot(), "bits")
    var changes = 0
    for (left, right) in zip(bytes, bytes.dropFirst()) { changes += (left ^ right).nonzeroBitCount }
    #expect(abs(Double(changes) - 4 * count) < 5 * (2 * count).squareRoot(), "bits that differ from the byte before")

    var frequencies = [Double](repeating: 0, count: 256)
    for byte in bytes { frequencies[Int(byte)] += 1 }
    let chiSquare = frequencies.reduce(0) { $0 + ($1 - count / 256) * ($1 - count / 256) / (count / 256) }
    #expect(abs(chiSquare - 255) < 5 * (2.0 * 255).squareRoot(), "bytes: \(chiSquare)")

    // 2¹⁷ words of 64 bits meet by chance once in 2³¹ times.
    var words: Set<ArraySlice<UInt8>> = []
    for start in stride(from: 0, to: bytes.count, by: 8) { words.insert(bytes[start..<start + 8]) }
    #expect(words.count == bytes.count / 8)
  }

  private func block(_ key: [UInt32], number: UInt32) -> [UInt8] {
    var chachaKey = ChaCha20.Key(repeating: 0)
    for index in 0..<8 { chachaKey[index] = key[index] }
    var bytes = [UInt8](repeating: 0, count: 64)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    ChaCha20.block(chachaKey, number: number, into: &raw, at: 0)
    return bytes
  }

  private func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
      (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    }
  }
}

@Suite struct JitterEstimateTests {
  private func bits(_ timings: [UInt64]) -> Int {
    var estimate = JitterEstimate()
    for timing in timings { estimate.add(timing) }
    return estimate.bitCount
  }

  @Test func `what is regular is worth nothing, not even at first`() {
    let regular: [[UInt64]] = [
      Array(repeating: 77, count: 1000), (0..<1000).map { 50 + 3 * $0 }, (0..<1000).map { 50 + 3 * $0 + $0 * $0 }, [],
    ]
    for timings in regular {
      var estimate = JitterEstimate()
      for timing in timings { estimate.add(timing) }
      #expect(estimate.countedTimings == 0)
    }
  }

  @Test func `four timings that surprise make a bit`() {
    var state: UInt64 = 1
    let timings = (0..<1000).map { _ -> UInt64 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 48
    }
    #expect((240...250).contains(bits(timings)))
    // Of a clock that only now and then stumbles, only the stumbling counts.
    #expect((1...4).contains(bits((0..<1000).map { $0 % 250 == 249 ? timings[$0] : 50 })))
  }
}

extension RandomGenerator {
  fileprivate mutating func bytes(_ byteCount: Int, paddedBy padding: Int = 0) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xee, count: byteCount + padding)
    var span = bytes.mutableSpan
    var whole = MutableRawSpan(_elements: &span)
    var raw = whole._mutatingExtracting(first: byteCount)
    fill(&raw)
    return bytes
  }

  /// The key, which is the first thing in the state.
  fileprivate var stateKey: [UInt32] {
    unsafe withUnsafeBytes(of: self) { state in
      (0..<8).map { unsafe state.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
    }
  }

  fileprivate func stateBytes(of words: (RandomGenerator) -> [UInt32]) -> [UInt8] {
    words(self).flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
  }
}

extension [UInt8] {
  /// Whether four bytes in a row of another string, or all of it where it is shorter, are somewhere in this one.
  fileprivate func contains(anyPieceOf other: [UInt8]) -> Bool {
    // Fewer than four would be found by chance.
    guard other.count >= 4 else { return false }
    for start in 0...other.count - 4 {
      let piece = other[start..<start + 4]
      for index in 0...count - 4 where self[index..<index + 4] == piece { return true }
    }
    return false
  }
}
