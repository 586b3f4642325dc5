// Clocks and sleeping.

import Shared

extension Thread {
  /// What a clock shows, in nanoseconds: the service behind both doors.
  /// - Throws: `invalidArgument` for a clock that there is not.
  func time(of clock: ClockID) throws(Errno) -> UInt64 {
    switch clock.rawValue {
    // CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_TAI
    case 0, 5, 11: system.clock.bootTime &+ system.clock.monotonicTime
    // CLOCK_MONOTONIC, its RAW and COARSE kin, CLOCK_BOOTTIME
    case 1, 4, 6, 7: system.clock.monotonicTime
    case 2: process.processorTime  // CLOCK_PROCESS_CPUTIME_ID
    case 3: scheduler.processorTime(of: self)  // CLOCK_THREAD_CPUTIME_ID
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
    if address != 0 { try storeTime(system.clock.resolution, unit: 1, at: address) }
    return 0
  }

  func timeOfDay(into address: UInt, zone: UInt) throws(Errno) -> Int {
    if address != 0 { try storeTime(system.clock.bootTime &+ system.clock.monotonicTime, unit: 1000, at: address) }
    // UTC, as Linux answers where nobody has set a zone.
    if zone != 0 { try memory.store(word: 0, at: zone) }
    return 0
  }

  func time(into address: UInt) throws(Errno) -> Int {
    let seconds = (system.clock.bootTime &+ system.clock.monotonicTime) / Clock.nanosecondsPerSecond
    if address != 0 { try memory.store(word: seconds, at: address) }
    return Int(truncatingIfNeeded: seconds)
  }

  /// Stores seconds, and the rest in units of so many nanoseconds.
  func storeTime(_ time: UInt64, unit: UInt64, at address: UInt) throws(Errno) {
    let pair: InlineArray<2, UInt64> = [
      time / Clock.nanosecondsPerSecond, time % Clock.nanosecondsPerSecond / unit,
    ]
    try memory.store(pair, at: address)
  }

  /// The nanoseconds of a `struct timespec`; what is more than they can count is cut to the most.
  /// - Throws: `badAddress`; `invalidArgument` for negative seconds or nanoseconds past a second.
  func duration(at address: UInt) throws(Errno) -> UInt64 {
    let pair: InlineArray<2, UInt64> = try memory.words(at: address)
    guard pair[0] <= UInt64(Int64.max), pair[1] < Clock.nanosecondsPerSecond else { throw .invalidArgument }
    let (seconds, overflows) = pair[0].multipliedReportingOverflow(by: Clock.nanosecondsPerSecond)
    return overflows ? .max : seconds.addingClamped(pair[1])
  }

  /// `sched_yield(2)`.
  func yield() -> Int {
    scheduler.yield()
    return 0
  }

  func sleep(_ request: UInt, remaining: UInt) throws(Errno) -> Int {
    try sleep(until: system.clock.monotonicTime.addingClamped(try duration(at: request)), remaining: remaining)
  }

  func sleep(_ request: UInt, clock: Int32, flags: UInt32, remaining: UInt) throws(Errno) -> Int {
    let isAbsolute = flags & 1 != 0  // TIMER_ABSTIME
    let now = try time(of: ClockID(rawValue: UInt32(bitPattern: clock)))
    let wanted = try duration(at: request)
    let left = isAbsolute ? (wanted > now ? wanted - now : 0) : wanted
    let deadline = system.clock.monotonicTime.addingClamped(left)
    guard isAbsolute else { return try sleep(until: deadline, remaining: remaining) }
    // Made again, the call means the same time.
    guard rest(until: deadline, { false }) == .timedOut else { throw .restartWithoutHandler }
    return 0
  }

  /// Sleeps, and tells what was left of it where a handler ended it (`nanosleep(2)`).
  private func sleep(until deadline: UInt64, remaining: UInt) throws(Errno) -> Int {
    guard rest(until: deadline, { false }) != .timedOut else { return 0 }
    let now = system.clock.monotonicTime
    if remaining != 0 { try storeTime(deadline > now ? deadline - now : 0, unit: 1, at: remaining) }
    restartDeadline = deadline
    throw .goOnWithoutHandler
  }

  /// `restart_syscall(2)`: goes on with a sleep that was stopped and continued.
  func goOnSleeping() throws(Errno) -> Int { try sleep(until: restartDeadline, remaining: 0) }

  /// `GRND_NONBLOCK`, `GRND_RANDOM` and `GRND_INSECURE` (`getrandom(2)`).
  private static let knownRandomFlags: UInt32 = 7

  func random(into address: UInt, byteCount: UInt, flags: UInt32) throws(Errno) -> Int {
    // The last two exclude each other.
    guard flags & ~Self.knownRandomFlags == 0, flags & 6 != 6 else { throw .invalidArgument }
    let range = try UserRange(address: address, byteCount: min(byteCount, RandomSource.maximumByteCount))
    // No flag makes a difference: the generator has its seed before the first program runs, so nobody ever waits.
    let done = system.random.copy(to: range, of: memory)
    guard done > 0 || range.byteCount == 0 else { throw .badAddress }
    return done
  }
}
