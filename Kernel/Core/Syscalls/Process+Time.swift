// Clocks and sleeping.

import Shared

extension Process {
  static let nanosecondsPerSecond: UInt64 = 1_000_000_000

  /// What a clock shows, in nanoseconds: the service behind both doors.
  /// - Throws: `invalidArgument` for a clock that there is not.
  func time(of clock: ClockID) throws(Errno) -> UInt64 {
    switch clock.rawValue {
    // CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_TAI
    case 0, 5, 11: platform.bootTime &+ platform.monotonicTime
    // CLOCK_MONOTONIC, its RAW and COARSE kin, CLOCK_BOOTTIME; and, with one process, the CPU-time clocks
    case 1, 2, 3, 4, 6, 7: platform.monotonicTime
    default: throw .invalidArgument
    }
  }

  func clock(_ clock: Int32, into address: UInt) throws(Errno) -> Int {
    let time = try time(of: ClockID(rawValue: UInt32(bitPattern: clock)))
    try storeTime(time, unit: 1, at: address)
    return 0
  }

  func clockResolution(_ clock: Int32, into address: UInt) throws(Errno) -> Int {
    _ = try time(of: ClockID(rawValue: UInt32(bitPattern: clock)))
    if address != 0 { try storeTime(platform.clockResolution, unit: 1, at: address) }
    return 0
  }

  func timeOfDay(into address: UInt, zone: UInt) throws(Errno) -> Int {
    if address != 0 { try storeTime(platform.bootTime &+ platform.monotonicTime, unit: 1000, at: address) }
    // UTC, as Linux answers where nobody has set a zone.
    if zone != 0 { try platform.memory.store(word: 0, at: zone) }
    return 0
  }

  func time(into address: UInt) throws(Errno) -> Int {
    let seconds = (platform.bootTime &+ platform.monotonicTime) / Self.nanosecondsPerSecond
    if address != 0 { try platform.memory.store(word: seconds, at: address) }
    return Int(truncatingIfNeeded: seconds)
  }

  /// Stores seconds, and the rest in units of so many nanoseconds.
  private func storeTime(_ time: UInt64, unit: UInt64, at address: UInt) throws(Errno) {
    let pair: InlineArray<2, UInt64> = [
      time / Self.nanosecondsPerSecond, time % Self.nanosecondsPerSecond / unit,
    ]
    try platform.memory.store(pair, at: address)
  }

  /// The nanoseconds of a `struct timespec`; what is more than they can count is cut to the most.
  /// - Throws: `badAddress`; `invalidArgument` for negative seconds or nanoseconds past a second.
  func duration(at address: UInt) throws(Errno) -> UInt64 {
    let pair: InlineArray<2, UInt64> = try platform.memory.words(at: address)
    guard pair[0] <= UInt64(Int64.max), pair[1] < Self.nanosecondsPerSecond else { throw .invalidArgument }
    let (seconds, overflows) = pair[0].multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
    return overflows ? .max : seconds.addingClamped(pair[1])
  }

  func sleep(_ request: UInt) throws(Errno) -> Int {
    sleep(until: platform.monotonicTime.addingClamped(try duration(at: request)))
    return 0
  }

  func sleep(_ request: UInt, clock: Int32, flags: UInt32) throws(Errno) -> Int {
    let isAbsolute = flags & 1 != 0  // TIMER_ABSTIME
    let now = try time(of: ClockID(rawValue: UInt32(bitPattern: clock)))
    let wanted = try duration(at: request)
    let left = isAbsolute ? (wanted > now ? wanted - now : 0) : wanted
    sleep(until: platform.monotonicTime.addingClamped(left))
    return 0
  }

  private func sleep(until deadline: UInt64) {
    while platform.monotonicTime < deadline { platform.wait(until: deadline) }
  }

  /// `GRND_NONBLOCK`, `GRND_RANDOM` and `GRND_INSECURE` (`getrandom(2)`).
  private static let knownRandomFlags: UInt32 = 7

  func random(into address: UInt, byteCount: UInt, flags: UInt32) throws(Errno) -> Int {
    // The last two exclude each other.
    guard flags & ~Self.knownRandomFlags == 0, flags & 6 != 6 else { throw .invalidArgument }
    let range = try UserRange(address: address, byteCount: min(byteCount, RandomSource.maximumByteCount))
    // No flag makes a difference: the generator has its seed before the first program runs, so nobody ever waits.
    let done = platform.random.copy(to: range, of: platform.memory)
    guard done > 0 || range.byteCount == 0 else { throw .badAddress }
    return done
  }
}
