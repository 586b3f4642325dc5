// A clock of known frequency, to measure the others by.

import CMachine

/// Channel 0 of the 8254, whose count can be latched and read back (Intel 8254, "Read-Back Command"). Its interrupt goes
/// nowhere; channel 2, which others take for this, cannot be had on a machine without the speaker's port.
enum IntervalTimer {
  /// Channel 0, both bytes of the count, mode 0: it counts down to zero and on from 65535.
  private static let mode: UInt8 = 0b0011_0000
  /// Latches channel 0's status and its count.
  private static let readBack: UInt8 = 0b1100_0010
  private static let frequency: UInt64 = 1_193_182
  /// The least that is counted: two milliseconds.
  private static let leastCount: UInt16 = 2386

  /// The count comes round after 55 ms, in which a time stamp counter of 1 GHz or more gets farther than this.
  private static let mostTicks: UInt64 = 50_000_000

  /// What other clocks did in a known time.
  struct Measurement {
    var nanoseconds: UInt64
    var timeStampTicks: UInt64
    var localTimerTicks: UInt64
    /// How many of the time stamp's ticks may be wrong, because the measuring itself was held up.
    var uncertainty: UInt64
  }

  /// Counts the other clocks' ticks over two milliseconds or some more.
  ///
  /// The host may stop a virtual CPU at any point, and does so for longer than that. So what has passed is read from the
  /// count itself, between two looks at the time stamp, and what was held up just there is read again.
  ///
  /// - Returns: `nil` when there is no such timer, or no reading came before the count may have come round.
  static func measure() -> Measurement? {
    outByte(0x43, mode)
    LocalAPIC.startTimer(count: .max, interrupts: false)
    outByte(0x40, 0xFF)
    let before = readTimeStampCounter()
    outByte(0x40, 0xFF)
    let localStart = LocalAPIC.timerCount
    let after = readTimeStampCounter()
    // The count runs from somewhere in between.
    let start = before &+ (after &- before) / 2
    var best: Measurement?
    // A machine's 8254 may be missing or stuck.
    for _ in 0..<100_000 {
      let early = readTimeStampCounter()
      outByte(0x43, readBack)
      let localNow = LocalAPIC.timerCount
      let late = readTimeStampCounter()
      let status = inByte(0x40)
      // One byte after the other, or each half could be of another count.
      let low = UInt16(inByte(0x40))
      let high = UInt16(inByte(0x40))
      // A port that nobody answers reads as all ones.
      guard status & 0x3F == mode, early &- start < mostTicks else { break }
      let passed = 0xFFFF &- (high << 8 | low)
      guard passed >= leastCount else { continue }
      let uncertainty = (after &- before) &+ (late &- early)
      let ticks = early &+ (late &- early) / 2 &- start
      if uncertainty < best?.uncertainty ?? .max {
        best = Measurement(
          nanoseconds: UInt64(passed) * 1_000_000_000 / frequency, timeStampTicks: ticks,
          localTimerTicks: UInt64(localStart &- localNow), uncertainty: uncertainty)
      }
      // Good enough; and past some time there is no use in waiting for better.
      if uncertainty < ticks / 500 || passed > 3 * leastCount { break }
    }
    LocalAPIC.stopTimer()
    return best
  }
}
