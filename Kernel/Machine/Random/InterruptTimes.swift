// When interrupts came: the world outside, in the lowest bits of a counter.

import CMachine
import KernelCore

/// Gathers the times of interrupts as they come, a few instructions each, until the generator next takes a seed.
public enum InterruptTimes {
  /// A word for every fourth interrupt, so that none wipes out another soon. Handlers write them with interrupts off,
  /// and whoever takes them has them off too.
  private nonisolated(unsafe) static var words = InlineArray<4, UInt64>(repeating: 0)
  private nonisolated(unsafe) static var count = 0

  /// Notes that an interrupt has come.
  public static func note(vector: Int) {
    let index = unsafe count & 3
    // Rotating makes what was there count on; the multiplication is odd, so it loses nothing.
    let mixed = unsafe (words[index] << 19 | words[index] >> 45) ^ readTimeStampCounter() ^ UInt64(vector) << 56
    unsafe words[index] = mixed &* 0x9E37_79B9_7F4A_7C15
    unsafe count &+= 1
  }

  /// Hands over what has come in since the last time.
  static func move(into generator: inout RandomGenerator) {
    guard unsafe count > 0 else { return }
    for index in 0..<4 { unsafe generator.absorb(words[index]) }
    unsafe generator.absorb(UInt64(count))
    unsafe count = 0
  }
}
