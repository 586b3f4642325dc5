// Timers: `setitimer(2)`, `alarm(2)`, `timer_create(2)`, `timerfd_create(2)` and their kin.

import Shared

extension Thread {
  // MARK: The three of each process

  private func processTimers() -> ProcessTimers {
    if let timers = process.timers { return timers }
    let made = ProcessTimers(process)
    process.timers = made
    return made
  }

  /// `ITIMER_REAL`, `ITIMER_VIRTUAL` and `ITIMER_PROF`.
  private func intervalTimer(_ which: UInt32) throws(Errno) -> SignalTimer {
    let timers = processTimers()
    switch which {
    case 0: return timers.realTime
    case 1: return timers.virtual
    case 2: return timers.profiling
    default: throw .invalidArgument
    }
  }

  func intervalTimer(_ which: UInt32, into address: UInt) throws(Errno) -> Int {
    try store(try intervalTimer(which).setting, unit: 1000, at: address)
    return 0
  }

  func setIntervalTimer(_ which: UInt32, to new: UInt, old: UInt) throws(Errno) -> Int {
    // As on Linux, no address stands for a timer that stops.
    let setting = new == 0 ? TimerSetting() : try setting(at: new, unit: 1000)
    let timer = try intervalTimer(which)
    let before = timer.setting
    timer.set(setting)
    if old != 0 { try store(before, unit: 1000, at: old) }
    return 0
  }

  /// `alarm(2)`: what was left is rounded, but never to nothing.
  func alarm(seconds: UInt32) throws(Errno) -> Int {
    let timer = processTimers().realTime
    let left = timer.setting.value
    timer.set(TimerSetting(value: UInt64(seconds) * Clock.nanosecondsPerSecond))
    guard left > 0 else { return 0 }
    let (whole, rest) = left.quotientAndRemainder(dividingBy: Clock.nanosecondsPerSecond)
    return Int(truncatingIfNeeded: max(1, rest >= Clock.nanosecondsPerSecond / 2 ? whole + 1 : whole))
  }

  // MARK: Those that a process makes

  /// `SIGEV_SIGNAL`, `SIGEV_NONE`, `SIGEV_THREAD` and `SIGEV_THREAD_ID` (`asm-generic/siginfo.h`).
  private enum TimerEvent: UInt32 {
    case signal = 0
    case nothing = 1
    case newThread = 2
    case threadSignal = 4
  }

  /// What a timer may take of the heap, with the list that grows, in bytes.
  private static let timerByteCount = Int(UserSpace.pageSize)

  func makeTimer(clock: Int32, event: UInt, into address: UInt) throws(Errno) -> Int {
    let clock = try wakingClock(clock).clock
    var given: TimerNotification?
    if event != 0 {
      let words: InlineArray<3, UInt64> = try memory.words(at: event)
      guard let kind = TimerEvent(rawValue: UInt32(truncatingIfNeeded: words[1] >> 32)) else { throw .invalidArgument }
      var notification = TimerNotification(value: words[0])
      if kind != .nothing {
        guard let signal = Signal(number: UInt32(truncatingIfNeeded: words[1])) else { throw .invalidArgument }
        notification.signal = signal
      }
      if kind == .threadSignal {
        let id = Int32(truncatingIfNeeded: words[2])
        guard let thread = system.processes.thread(id), thread.process === process else { throw .invalidArgument }
        notification.thread = thread
      }
      given = notification
    }
    guard system.heapBudget.hasRoom(forAllocation: Self.timerByteCount) else { throw .resourceTemporarilyUnavailable }
    let timers = processTimers()
    let number = try timers.create(process, clock: clock) { number in
      // Left out, it is SIGALRM with the timer's number.
      given ?? TimerNotification(signal: .alarm, value: UInt64(UInt32(bitPattern: number)))
    }
    do throws(Errno) { try memory.store(halfWord: UInt32(bitPattern: number), at: address) } catch {
      try timers.delete(number)
      throw error
    }
    return 0
  }

  private func timer(_ number: Int32) throws(Errno) -> PosixTimer {
    guard let timers = process.timers else { throw .invalidArgument }
    return try timers.timer(number)
  }

  /// `TIMER_ABSTIME`.
  private static let absolute: UInt32 = 1

  func setTimer(_ number: Int32, flags: UInt32, to new: UInt, old: UInt) throws(Errno) -> Int {
    guard new != 0 else { throw .invalidArgument }
    let setting = try setting(at: new, unit: 1)
    let timer = try timer(number)
    let before = timer.setting
    timer.set(setting, isAbsolute: flags & Self.absolute != 0)
    if old != 0 { try store(before, unit: 1, at: old) }
    return 0
  }

  func timer(_ number: Int32, into address: UInt) throws(Errno) -> Int {
    try store(try timer(number).setting, unit: 1, at: address)
    return 0
  }

  func timerOverrun(_ number: Int32) throws(Errno) -> Int { Int(try timer(number).overrunCount) }

  func deleteTimer(_ number: Int32) throws(Errno) -> Int {
    guard let timers = process.timers else { throw .invalidArgument }
    try timers.delete(number)
    return 0
  }

  // MARK: Timers as files

  func makeTimerFile(clock: Int32, flags: UInt32) throws(Errno) -> Int {
    let flags = OpenFlags(rawValue: flags)
    guard flags.isSubset(of: [.closeOnExec, .nonBlocking]) else { throw .invalidArgument }
    let clock = try clockOfFile(clock)
    return try openChannel(TimerFile(system: system, clock: clock), flags: flags.union(.readWrite))
  }

  private func timerFile(_ descriptor: Int32) throws(Errno) -> TimerFile {
    guard let file = try files.descriptors.file(descriptor).device?.timerFile else { throw .invalidArgument }
    return file
  }

  /// `TFD_TIMER_ABSTIME` and `TFD_TIMER_CANCEL_ON_SET`: the clock is never set, so the latter is kept by itself.
  private static let knownFileFlags: UInt32 = 3

  func setTimerFile(_ descriptor: Int32, flags: UInt32, to new: UInt, old: UInt) throws(Errno) -> Int {
    let setting = try setting(at: new, unit: 1)
    guard flags & ~Self.knownFileFlags == 0 else { throw .invalidArgument }
    let file = try timerFile(descriptor)
    let before = file.setting
    file.set(setting, isAbsolute: flags & Self.absolute != 0)
    if old != 0 { try store(before, unit: 1, at: old) }
    return 0
  }

  func timerFile(_ descriptor: Int32, into address: UInt) throws(Errno) -> Int {
    try store(try timerFile(descriptor).setting, unit: 1, at: address)
    return 0
  }

  // MARK: Structures

  /// A `struct itimerspec` or `struct itimerval`, the second part of whose times is in units of so many nanoseconds.
  /// - Throws: `invalidArgument` for what is no time; `badAddress`.
  private func setting(at address: UInt, unit: UInt64) throws(Errno) -> TimerSetting {
    let words: InlineArray<4, UInt64> = try memory.words(at: address)
    func time(_ seconds: UInt64, _ rest: UInt64) throws(Errno) -> UInt64 {
      guard seconds <= UInt64(Int64.max), rest < Clock.nanosecondsPerSecond / unit else { throw .invalidArgument }
      let (whole, overflows) = seconds.multipliedReportingOverflow(by: Clock.nanosecondsPerSecond)
      return overflows ? .max : whole.addingClamped(rest * unit)
    }
    return TimerSetting(interval: try time(words[0], words[1]), value: try time(words[2], words[3]))
  }

  private func store(_ setting: TimerSetting, unit: UInt64, at address: UInt) throws(Errno) {
    // What is less than a unit is no more nothing than on Linux.
    let value = setting.value == 0 ? 0 : max(setting.value, unit)
    let words: InlineArray<4, UInt64> = [
      setting.interval / Clock.nanosecondsPerSecond, setting.interval % Clock.nanosecondsPerSecond / unit,
      value / Clock.nanosecondsPerSecond, value % Clock.nanosecondsPerSecond / unit,
    ]
    try memory.store(words, at: address)
  }
}
