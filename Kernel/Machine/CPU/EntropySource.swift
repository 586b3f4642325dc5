// Bits that a program cannot guess.

import CMachine

/// Raw random words from the hardware: RDSEED or RDRAND where the CPU has them, and the time stamp counter's
/// jitter mixed in everywhere. Without either instruction the words are only as good as that jitter.
public enum EntropySource {
  private nonisolated(unsafe) static var state: UInt64 = 0x6A09_E667_F3BC_C908
  private static let features = CPUFeatures()

  public static func word() -> UInt64 {
    var hardware: UInt64 = 0
    if features.hasRDRAND {
      // Ten tries, as Intel recommends (SDM 1, 7.3.17).
      for _ in 0..<10 where unsafe tryReadRandom(&hardware) != 0 { break }
    }
    // SplitMix64's finaliser spreads what the counter adds.
    unsafe state = state &+ readTimeStampCounter() &+ 0x9E37_79B9_7F4A_7C15
    var z = unsafe state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return (z ^ z >> 31) ^ hardware
  }
}
