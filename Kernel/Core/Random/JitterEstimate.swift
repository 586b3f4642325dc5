// How much a noisy measurement is worth, said low.

/// Credits timings that were taken one after the other.
///
/// A timing counts only where it differs from the last one, and so do the differences and their differences: what a
/// steady clock, a steady drift or a steady acceleration gives is worth nothing (the test of Linux's
/// `add_timer_randomness` and of S. Müller's jitterentropy). What passes is credited a quarter of a bit, where those
/// credit one and more: nobody has measured the machine that this will run on. Under QEMU's TCG three fifths of
/// `TimerJitter`'s timings pass, and the most common of some 40 values is 34 to 42 % of all: 1.2 to 1.5 bits each, by
/// the estimate of NIST SP 800-90B, 6.3.1, of which 0.15 are credited.
public struct JitterEstimate {
  /// Timings that a bit is made of.
  public static let timingsPerBit = 4

  private var timing: UInt64 = 0
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  /// The first three only give the others something to differ from.
  private var timingCount = 0
  /// The timings that counted.
  public private(set) var countedTimings = 0

  public init() {}

  /// The bits of entropy that have been seen.
  public var bitCount: Int { countedTimings / Self.timingsPerBit }

  /// Looks at the next timing, in ticks of whatever clock.
  public mutating func add(_ next: UInt64) {
    let newFirst = next &- timing
    let newSecond = newFirst &- first
    let newThird = newSecond &- second
    if timingCount >= 3, newFirst != 0, newSecond != 0, newThird != 0 { countedTimings += 1 }
    timingCount += 1
    (timing, first, second) = (next, newFirst, newSecond)
  }
}
