// Clocks and sleeping.

import Shared

extension Thread {
  /// What a clock shows, in nanoseconds: the service behind both doors.
  /// - Throws: `invalidArgument` for a clock that there is not.
  func time(of clock: ClockID) throws(Errno) -> UInt64 {
    switch clock {
    // What programs ask for all the time takes no clock to be made of a number.
    case .realTime: system.clock.bootTime &+ system.clock.monotonicTime
    case .monotonic: system.clock.monotonicTime
    default: try self.clock(Int32(bitPattern: clock.rawValue)).time(system)
    }
  }

  func time(of clock: Int32, into address: UInt) throws(Errno) -> Int {
    try storeTime(time(of: ClockID(rawValue: UInt32(bitPattern: clock))), unit: 1, at: address)
    return 0
  }

  func resolution(of clock: Int32, into address: UInt) throws(Errno) -> Int {
    let resolution = try self.clock(clock).resolution
    if address != 0 { try storeTime(resolution, unit: 1, at: address) }
    return 0
  }

  func timeOfDay(into address: UInt, zone: UInt) throws(Errno) -> Int {
    if address != 0 { try storeTime(system.clock.bootTime &+ system.clock.monotonicTime, unit: 1000, at: address) }
    // UTC, as Linux answers where no zone was set.
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

  func sleep(_ request: UInt, clock number: Int32, flags: UInt32, remaining: UInt) throws(Errno) -> Int {
    let isAbsolute = flags & 1 != 0  // TIMER_ABSTIME
    // Linux has no sleep on this one, but for the id that holds the thread's number.
    guard number != Self.ownThreadTime else { throw .notSupported }
    let clock = try wakingClock(number).clock
    let wanted = try duration(at: request)
    let now = clock.time(system)
    let due = isAbsolute ? wanted : now.addingClamped(wanted)
    switch clock {
    case .monotonic, .realTime: break
    // A thread that sleeps does not run.
    case .thread(let thread) where thread === self: throw .invalidArgument
    case .thread, .process: return try sleep(until: due, of: clock, remaining: isAbsolute ? 0 : remaining)
    }
    let deadline = system.clock.monotonicTime.addingClamped(due > now ? due - now : 0)
    guard isAbsolute else { return try sleep(until: deadline, remaining: remaining) }
    // Made again, the call means the same time.
    guard rest(until: deadline, { false }) == .timedOut else { throw .restartWithoutHandler }
    return 0
  }

  /// `CLOCK_THREAD_CPUTIME_ID`.
  private static let ownThreadTime: Int32 = 3

  /// Sleeps until threads have run for so long. Processor time stands still while they do not run, and how long that
  /// will be is not known: the clock is looked at again when the time may have come, and then at intervals.
  private func sleep(until due: UInt64, of clock: TimerClock, remaining: UInt) throws(Errno) -> Int {
    while true {
      let now = clock.time(system)
      guard now < due else { return 0 }
      let look = system.clock.monotonicTime.addingClamped(max(due - now, clock.shortestWait))
      guard rest(until: look, { false }) != .timedOut else { continue }
      let reached = clock.time(system)
      if remaining != 0 { try storeTime(due > reached ? due - reached : 0, unit: 1, at: remaining) }
      throw .interrupted
    }
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
    // No flag makes a difference: the generator has its seed before the first program runs, so no caller ever waits.
    let done = system.random.copy(to: range, of: memory)
    guard done > 0 || range.byteCount == 0 else { throw .badAddress }
    return done
  }
}
