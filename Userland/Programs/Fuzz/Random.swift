// Numbers that look random and repeat: the same seed makes the same run.

/// xoshiro256** by Blackman and Vigna, seeded by SplitMix64.
struct Random {
  private var state: InlineArray<4, UInt64>

  init(seed: UInt64) {
    var seed = seed
    var words = InlineArray<4, UInt64>(repeating: 0)
    for index in 0..<4 {
      seed &+= 0x9E37_79B9_7F4A_7C15
      var word = (seed ^ seed >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      words[index] = word ^ word >> 31
    }
    state = words
  }

  /// The next 64 bits.
  mutating func word() -> UInt64 {
    let product = state[1] &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = state[3] << 45 | state[3] >> 19
    return result
  }

  /// A number from 0 to below `count`, which is not 0.
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: ((word() >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32)
  }

  /// Yes, once in so many times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }
}
