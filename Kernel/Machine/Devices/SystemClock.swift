// The machine's time, and resting until a time.

import CMachine

/// Monotonic time from the time stamp counter, and interrupts at a given time from the local timer.
public enum SystemClock {
  // All of these are set once at boot, and read ever after.
  private nonisolated(unsafe) static var start: UInt64 = 0
  /// Nanoseconds a tick, in units of 2⁻³².
  private nonisolated(unsafe) static var nanosecondsPerTick: UInt64 = 1 << 32
  /// Ticks of the local timer a nanosecond, in units of 2⁻³².
  private nonisolated(unsafe) static var localTicksPerNanosecond: UInt64 = 1 << 32
  /// Nanoseconds from 1970-01-01 00:00 UTC to the machine's start.
  public private(set) nonisolated(unsafe) static var bootTime: UInt64 = 0

  /// How fast the time stamp counter goes.
  static var kilohertz: UInt64 { unsafe (1_000_000 << 32) / max(1, nanosecondsPerTick) }

  /// Measures the clocks. Of several measurements the least disturbed counts: the host may stop a virtual CPU at any
  /// point of one.
  static func calibrate() {
    unsafe start = readTimeStampCounter()
    var best: IntervalTimer.Measurement?
    for _ in 0..<10 {
      guard let next = IntervalTimer.measure() else { continue }
      if next.uncertainty < best?.uncertainty ?? .max { best = next }
      if next.uncertainty < next.timeStampTicks / 100 { break }
    }
    if let best, best.timeStampTicks > 0, best.localTimerTicks > 0 {
      unsafe nanosecondsPerTick = (best.nanoseconds << 32) / best.timeStampTicks
      unsafe localTicksPerNanosecond = (best.localTimerTicks << 32) / best.nanoseconds
    } else {
      // QEMU's local timer goes at 1 GHz; measure by it when there is nothing better.
      Log.warning("no interval timer: clocks are measured by the local timer, taken for 1 GHz")
      LocalAPIC.startTimer(count: .max, interrupts: false)
      let begin = readTimeStampCounter()
      let count = LocalAPIC.timerCount
      var turns = 0
      while count &- LocalAPIC.timerCount < 2_000_000, turns < 10_000_000 { turns += 1 }
      let passed = UInt64(count &- LocalAPIC.timerCount)
      let ticks = readTimeStampCounter() &- begin
      LocalAPIC.stopTimer()
      if ticks > 0, passed > 0 { unsafe nanosecondsPerTick = (passed << 32) / ticks }
      unsafe localTicksPerNanosecond = 1 << 32
    }
    unsafe bootTime = RealTimeClock.secondsSinceEpoch() &* 1_000_000_000 &- monotonicTime
    KernelRandom.mix(unsafe bootTime)
    Log.info(unsafe "clock: \(nanosecondsPerTick) / 2^32 ns a tick, \(localTicksPerNanosecond) / 2^32 local ticks a ns")
  }

  /// Nanoseconds since the machine started.
  public static var monotonicTime: UInt64 {
    let product = unsafe (readTimeStampCounter() &- start).multipliedFullWidth(by: nanosecondsPerTick)
    return product.high << 32 | product.low >> 32
  }

  /// How finely the time goes, in nanoseconds.
  public static var resolution: UInt64 { unsafe max(1, nanosecondsPerTick >> 32) }

  /// Rests until an interrupt, at most for so many nanoseconds.
  public static func rest(nanoseconds: UInt64) {
    interrupt(inNanoseconds: nanoseconds)
    waitForInterrupt()
    cancelInterrupt()
  }

  /// Lets the local timer interrupt after a time, in place of the one that it was told before. It may do so earlier when
  /// its count does not reach that far.
  public static func interrupt(inNanoseconds nanoseconds: UInt64) {
    let product = unsafe nanoseconds.multipliedFullWidth(by: localTicksPerNanosecond)
    let ticks = product.high > 0 ? UInt64.max : product.low >> 32
    LocalAPIC.startTimer(count: UInt32(clamping: max(1, ticks)), interrupts: true)
  }

  /// Lets it not interrupt.
  public static func cancelInterrupt() { LocalAPIC.stopTimer() }
}
