// A clock of known frequency, to measure the others by.

import CMachine

/// Channel 2 of the 8254, whose end of count can be polled (Intel 8254; its gate and output are in port 0x61).
enum IntervalTimer {
  private static let frequency: UInt64 = 1_193_182

  /// What other clocks did in a known time.
  struct Measurement {
    var nanoseconds: UInt64
    var timeStampTicks: UInt64
    var localTimerTicks: UInt64
  }

  /// Counts the other clocks' ticks over about two milliseconds.
  ///
  /// The loop is bounded twice, by turns and by the local timer, since a machine's 8254 may be missing or stuck.
  /// - Returns: `nil` when the count did not end in time.
  static func measure() -> Measurement? {
    let count: UInt64 = 2386
    outByte(0x61, inByte(0x61) & ~2 | 1)  // gate on, speaker off
    outByte(0x43, 0b1011_0000)  // channel 2, both bytes, mode 0: output goes high at the end
    LocalAPIC.startTimer(count: .max, interrupts: false)
    outByte(0x42, UInt8(truncatingIfNeeded: count))
    outByte(0x42, UInt8(truncatingIfNeeded: count >> 8))
    let localStart = LocalAPIC.timerCount
    let start = readTimeStampCounter()
    var turns = 0
    while inByte(0x61) & 0x20 == 0 {
      turns += 1
      let isLate = turns & 1023 == 0 && localStart &- LocalAPIC.timerCount > 500_000_000
      if isLate || turns > 100_000_000 { return nil }
    }
    let ticks = readTimeStampCounter() &- start
    let localTicks = localStart &- LocalAPIC.timerCount
    LocalAPIC.stopTimer()
    return Measurement(
      nanoseconds: count * 1_000_000_000 / frequency, timeStampTicks: ticks, localTimerTicks: UInt64(localTicks))
  }
}
