// Unpredictability for machines whose CPU offers none: two clocks that do not know of each other.

import CMachine
import KernelCore

/// Times how long reading a port of the interval timer takes. The access leaves the CPU: for a bus with its own clock, or
/// for a hypervisor and its host, whose caches and interrupts nobody in the machine can foresee.
enum TimerJitter {
  private static let port: UInt16 = 0x40
  /// The most that is tried, in accesses of about a microsecond.
  private static let mostTimings = 8192
  /// A clock has none, as one that counts instructions, if not one timing in 16 has counted by then.
  private static let patience = 128

  /// Absorbs timings until they are worth so many bits, or show that they never will be.
  /// - Returns: the bits they are worth.
  static func collect(into generator: inout RandomGenerator, wanting bitCount: Int) -> Int {
    var estimate = JitterEstimate()
    for index in 0..<mostTimings {
      let before = readTimeStampCounter()
      let count = inByte(port)
      let after = readTimeStampCounter()
      // The timing, not the time between timings: hashing takes as long on every machine like this one.
      estimate.add(after &- before)
      generator.absorb(after ^ UInt64(count) << 56)
      if estimate.bitCount >= bitCount || index >= patience && estimate.countedTimings < index / 16 { break }
    }
    return estimate.bitCount
  }
}
