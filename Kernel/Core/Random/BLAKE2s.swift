// What gathers unpredictability that comes in thin: a hash of everything that was ever measured.

/// BLAKE2s with a 32-byte digest, with a 32-byte key or none (RFC 7693).
struct BLAKE2s {
  typealias Digest = InlineArray<8, UInt32>

  private var chain: Digest = Self.initialVector
  /// What waits for its block to be full. The last block is only known as such at the end, so a full one waits too.
  private var buffer = InlineArray<64, UInt8>(repeating: 0)
  private var bufferedByteCount = 0
  private var totalByteCount: UInt64 = 0

  private static let initialVector: Digest = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  /// The order in which a round takes the message's words, a hexadecimal digit each, the first in front (RFC 7693, 2.7).
  private static let schedule: InlineArray<10, UInt64> = [
    0x0123_4567_89ab_cdef, 0xea48_9fd6_1c02_b753, 0xb8c0_52fd_ae36_7194, 0x7931_dcbe_265a_40f8, 0x9057_24af_e1bc_683d,
    0x2c6a_0b83_4d75_fe19, 0xc51f_ed4a_0763_928b, 0xdb7e_c139_50f4_862a, 0x6fe9_b308_c2d7_14a5, 0xa284_7615_fb9e_3cd0,
  ]

  /// The parameter block's first word: one leaf, no key, so many bytes of digest (RFC 7693, 2.5).
  init() { chain[0] ^= 0x0101_0020 }

  /// A hash that only who has the key can tell from noise.
  init(key: borrowing Digest) {
    chain[0] ^= 0x0101_2020
    for index in 0..<8 {
      for byte in 0..<4 { buffer[4 * index + byte] = UInt8(truncatingIfNeeded: key[index] >> UInt32(8 * byte)) }
    }
    bufferedByteCount = 64
  }

  mutating func absorb(_ bytes: RawSpan) {
    for offset in bytes.byteOffsets { absorb(Span<UInt8>(_bytes: bytes)[offset]) }
  }

  /// Absorbs a word's eight bytes, the lowest first.
  mutating func absorb(_ word: UInt64) {
    for shift in 0..<8 { absorb(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
  }

  private mutating func absorb(_ byte: UInt8) {
    if bufferedByteCount == 64 {
      totalByteCount &+= 64
      compress(isLast: false)
      bufferedByteCount = 0
    }
    buffer[bufferedByteCount & 63] = byte
    bufferedByteCount += 1
  }

  /// The digest of all that was absorbed.
  consuming func finish() -> Digest {
    for index in bufferedByteCount..<64 { buffer[index] = 0 }
    totalByteCount &+= UInt64(bufferedByteCount)
    compress(isLast: true)
    return chain
  }

  private mutating func compress(isLast: Bool) {
    var message = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<16 {
      for byte in 0..<4 { message[index] |= UInt32(buffer[4 * index + byte]) << UInt32(8 * byte) }
    }
    var v = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<8 {
      v[index] = chain[index]
      v[index + 8] = Self.initialVector[index]
    }
    v[12] ^= UInt32(truncatingIfNeeded: totalByteCount)
    v[13] ^= UInt32(truncatingIfNeeded: totalByteCount >> 32)
    if isLast { v[14] = ~v[14] }
    for round in 0..<10 {
      let order = Self.schedule[round]
      func word(_ position: Int) -> UInt32 { message[Int(truncatingIfNeeded: order >> UInt64(60 - 4 * position)) & 15] }
      Self.mix(&v, 0, 4, 8, 12, word(0), word(1))
      Self.mix(&v, 1, 5, 9, 13, word(2), word(3))
      Self.mix(&v, 2, 6, 10, 14, word(4), word(5))
      Self.mix(&v, 3, 7, 11, 15, word(6), word(7))
      Self.mix(&v, 0, 5, 10, 15, word(8), word(9))
      Self.mix(&v, 1, 6, 11, 12, word(10), word(11))
      Self.mix(&v, 2, 7, 8, 13, word(12), word(13))
      Self.mix(&v, 3, 4, 9, 14, word(14), word(15))
    }
    for index in 0..<8 { chain[index] ^= v[index] ^ v[index + 8] }
  }

  /// The mixing function G (RFC 7693, 3.1).
  @inline(__always)
  private static func mix(
    _ v: inout InlineArray<16, UInt32>, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: UInt32, _ y: UInt32
  ) {
    v[a] = v[a] &+ v[b] &+ x
    v[d] = rotate(v[d] ^ v[a], 16)
    v[c] = v[c] &+ v[d]
    v[b] = rotate(v[b] ^ v[c], 12)
    v[a] = v[a] &+ v[b] &+ y
    v[d] = rotate(v[d] ^ v[a], 8)
    v[c] = v[c] &+ v[d]
    v[b] = rotate(v[b] ^ v[c], 7)
  }

  @inline(__always) private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }
}
