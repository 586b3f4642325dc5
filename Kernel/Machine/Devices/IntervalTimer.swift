// A clock of known frequency, to measure the others by.

import CMachine

/// Channel 0 of the 8254, whose end of count can be read back (Intel 8254, "Read-Back Command"). Its interrupt goes
/// nowhere; channel 2, which others take for this, cannot be had on a machine without the speaker's port.
enum IntervalTimer {
  /// Channel 0, both bytes of the count, mode 0: the output goes high at the end.
  private static let mode: UInt8 = 0b0011_0000
  private static let readBackStatus: UInt8 = 0b1110_0010
  private static let outputIsHigh: UInt8 = 0x80
  private static let frequency: UInt64 = 1_193_182

  /// What other clocks did in a known time.
  struct Measurement {
    var nanoseconds: UInt64
    var timeStampTicks: UInt64
    var localTimerTicks: UInt64
    /// How many of the time stamp's ticks may be wrong, because the measuring itself was held up.
    var uncertainty: UInt64
  }

  /// Counts the other clocks' ticks over about two milliseconds.
  ///
  /// The loop is bounded twice, by turns and by the local timer, since a machine's 8254 may be missing or stuck.
  /// - Returns: `nil` when the count did not end in time.
  static func measure() -> Measurement? {
    let count: UInt64 = 2386
    outByte(0x43, mode)
    LocalAPIC.startTimer(count: .max, interrupts: false)
    outByte(0x40, UInt8(truncatingIfNeeded: count))
    let before = readTimeStampCounter()
    outByte(0x40, UInt8(truncatingIfNeeded: count >> 8))
    // The count runs from here; how long the write took, nobody knows.
    let localStart = LocalAPIC.timerCount
    let start = readTimeStampCounter()
    var turns = 0
    var last = start
    while true {
      outByte(0x43, readBackStatus)
      let status = inByte(0x40)
      let now = readTimeStampCounter()
      // A port that nobody answers reads as all ones.
      guard status & 0x3F == mode else { return nil }
      if status & outputIsHigh != 0 {
        let localTicks = localStart &- LocalAPIC.timerCount
        LocalAPIC.stopTimer()
        return Measurement(
          nanoseconds: count * 1_000_000_000 / frequency, timeStampTicks: now &- start,
          localTimerTicks: UInt64(localTicks), uncertainty: (start &- before) &+ (now &- last))
      }
      last = now
      turns += 1
      let isLate = turns & 1023 == 0 && localStart &- LocalAPIC.timerCount > 500_000_000
      if isLate || turns > 100_000_000 { return nil }
    }
  }
}
