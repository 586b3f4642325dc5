// The two primitives against their standards' vectors, and against vectors that other implementations made.

import Testing

@testable import KernelCore

@Suite struct CipherTests {
  /// RFC 8439, 2.3.2 and A.1: key, block number, nonce, keystream.
  static let blocks: [(key: [UInt32], number: UInt32, nonce: (UInt32, UInt32, UInt32), stream: String)] = [
    (
      [0x0302_0100, 0x0706_0504, 0x0b0a_0908, 0x0f0e_0d0c, 0x1312_1110, 0x1716_1514, 0x1b1a_1918, 0x1f1e_1d1c], 1,
      (0x0900_0000, 0x4a00_0000, 0),
      "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
        + "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"
    ),
    (
      Array(repeating: 0, count: 8), 0, (0, 0, 0),
      "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
        + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
    ),
    (
      Array(repeating: 0, count: 8), 1, (0, 0, 0),
      "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
        + "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
    ),
  ]

  @Test(arguments: blocks) func `ChaCha20 makes the blocks of its RFC`(
    vector: (key: [UInt32], number: UInt32, nonce: (UInt32, UInt32, UInt32), stream: String)
  ) {
    var key = ChaCha20.Key(repeating: 0)
    for index in 0..<8 { key[index] = vector.key[index] }
    var bytes = [UInt8](repeating: 0xee, count: 80)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    ChaCha20.block(key, number: vector.number, nonce: vector.nonce, into: &raw, at: 8)
    #expect(hexadecimal(Array(bytes[8..<72])) == vector.stream)
    #expect(bytes[..<8].allSatisfy { $0 == 0xee } && bytes[72...].allSatisfy { $0 == 0xee })
  }

  @Test func `BLAKE2s hashes what its RFC hashes`() {
    // RFC 7693, appendix B.
    #expect(digest(Array("abc".utf8)) == "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982")
    #expect(digest([]) == "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9")
  }

  /// The key 0, 1 … 31 and the message 0, 1 … n − 1, the form of the reference implementation's known answers, here
  /// as Python's hashlib gives them.
  @Test(arguments: [
    (0, "48a8997da407876b3d79c0d92325ad3b89cbb754d86ab71aee047ad345fd2c49"),
    (1, "40d15fee7c328830166ac3f918650f807e7e01e177258cdc0a39b11f598066f1"),
    (64, "8975b0577fd35566d750b362b0897a26c399136df07bababbde6203ff2954ed4"),
    (65, "21fe0ceb0052be7fb0f004187cacd7de67fa6eb0938d927677f2398c132317a8"),
    (255, "3fb735061abc519dfe979e54c1ee5bfad0a9d858b3315bad34bde999efd724dd"),
  ]) func `BLAKE2s with a key gives the known answers, in one piece or many`(byteCount: Int, expected: String) {
    var key = BLAKE2s.Digest(repeating: 0)
    for index in 0..<8 { key[index] = 0x0302_0100 &+ 0x0404_0404 &* UInt32(index) }
    let message = (0..<byteCount).map { UInt8($0) }
    var whole = BLAKE2s(key: key)
    whole.absorb(RawSpan(_elements: message.span))
    #expect(hexadecimal(whole.finish()) == expected)
    var pieces = BLAKE2s(key: key)
    for byte in message { pieces.absorb(RawSpan(_elements: [byte].span)) }
    #expect(hexadecimal(pieces.finish()) == expected)
  }

  private func digest(_ message: [UInt8]) -> String {
    var hash = BLAKE2s()
    hash.absorb(RawSpan(_elements: message.span))
    return hexadecimal(hash.finish())
  }

  private func hexadecimal(_ digest: BLAKE2s.Digest) -> String {
    var bytes: [UInt8] = []
    for index in 0..<8 {
      for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: digest[index] >> UInt32(8 * shift))) }
    }
    return hexadecimal(bytes)
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
