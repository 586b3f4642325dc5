// A block cipher's keystream in additions, rotations and exclusive ors: quick without vector registers, and without a
// table whose cache lines would tell of the key.

/// The ChaCha20 block function (RFC 8439, 2.3).
enum ChaCha20 {
  typealias Key = InlineArray<8, UInt32>
  static let blockByteCount = 64

  /// Stores the 64 bytes of the keystream's block of a number at an offset, where there must be room for them.
  ///
  /// All sixteen words are variables of their own, so that the compiler keeps what it can in registers.
  @inline(never) static func block(
    _ key: borrowing Key, number: UInt32, nonce: (UInt32, UInt32, UInt32) = (0, 0, 0),
    into bytes: inout MutableRawSpan, at offset: Int
  ) {
    // "expand 32-byte k"
    let c0: UInt32 = 0x6170_7865
    let c1: UInt32 = 0x3320_646e
    let c2: UInt32 = 0x7962_2d32
    let c3: UInt32 = 0x6b20_6574
    var (x0, x1, x2, x3) = (c0, c1, c2, c3)
    var (x4, x5, x6, x7) = (key[0], key[1], key[2], key[3])
    var (x8, x9, x10, x11) = (key[4], key[5], key[6], key[7])
    var (x12, x13, x14, x15) = (number, nonce.0, nonce.1, nonce.2)
    for _ in 0..<10 {
      quarterRound(&x0, &x4, &x8, &x12)
      quarterRound(&x1, &x5, &x9, &x13)
      quarterRound(&x2, &x6, &x10, &x14)
      quarterRound(&x3, &x7, &x11, &x15)
      quarterRound(&x0, &x5, &x10, &x15)
      quarterRound(&x1, &x6, &x11, &x12)
      quarterRound(&x2, &x7, &x8, &x13)
      quarterRound(&x3, &x4, &x9, &x14)
    }
    store(x0 &+ c0, x1 &+ c1, in: &bytes, at: offset)
    store(x2 &+ c2, x3 &+ c3, in: &bytes, at: offset + 8)
    store(x4 &+ key[0], x5 &+ key[1], in: &bytes, at: offset + 16)
    store(x6 &+ key[2], x7 &+ key[3], in: &bytes, at: offset + 24)
    store(x8 &+ key[4], x9 &+ key[5], in: &bytes, at: offset + 32)
    store(x10 &+ key[6], x11 &+ key[7], in: &bytes, at: offset + 40)
    store(x12 &+ number, x13 &+ nonce.0, in: &bytes, at: offset + 48)
    store(x14 &+ nonce.1, x15 &+ nonce.2, in: &bytes, at: offset + 56)
  }

  /// Stores two words, each with its lowest byte first.
  @inline(__always)
  private static func store(_ first: UInt32, _ second: UInt32, in bytes: inout MutableRawSpan, at offset: Int) {
    let pair = UInt64(first) | UInt64(second) << 32
    bytes.storeBytes(of: pair.littleEndian, toByteOffset: offset, as: UInt64.self)
  }

  @inline(__always)
  private static func quarterRound(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32, _ d: inout UInt32) {
    a = a &+ b
    d = rotate(d ^ a, 16)
    c = c &+ d
    b = rotate(b ^ c, 12)
    a = a &+ b
    d = rotate(d ^ a, 8)
    c = c &+ d
    b = rotate(b ^ c, 7)
  }

  @inline(__always) private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &<< count | word &>> (32 &- count)
  }
}
