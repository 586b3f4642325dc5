// What the CPU itself offers to seed a generator with.

import CMachine

/// RDSEED, or RDRAND where that is all there is.
enum HardwareRandom {
  /// A word, and how many bits of entropy it is taken for.
  struct Word {
    let value: UInt64
    let bitCount: Int
  }

  /// A word of the best source that answers; `nil` without one.
  static func word(_ features: CPUFeatures) -> Word? {
    var value: UInt64 = 0
    if features.hasRDSEED {
      // It may be drained, and wants to be asked again after a pause (Intel SDM 1, 7.3.17.2).
      for _ in 0..<100 {
        if unsafe tryReadSeed(&value) != 0 { return Word(value: value, bitCount: 64) }
        relaxCPU()
      }
    }
    if features.hasRDRAND {
      // Ten tries, as Intel recommends (SDM 1, 7.3.17.1). It is itself a generator, seeded with less than it hands out
      // between seeds, so its words count for half.
      for _ in 0..<10 where unsafe tryReadRandom(&value) != 0 { return Word(value: value, bitCount: 32) }
    }
    return nil
  }
}
