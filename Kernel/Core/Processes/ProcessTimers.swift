// The timers of one process: `setitimer(2)` and `timer_create(2)`.

import Shared

/// A timer of `setitimer(2)`: it sends its process a signal.
final class SignalTimer: IntervalTimer {
  private let process: Process
  private let signal: Signal

  init(_ process: Process, _ signal: Signal, clock: TimerClock) {
    self.process = process
    self.signal = signal
    super.init(system: process.system, clock: clock)
  }

  override func expired(_ count: UInt64) { process.send(SignalInfo(signal, code: SignalInfo.fromKernel)) }
}

/// What a timer of `timer_create(2)` does when it expires (`struct sigevent`).
struct TimerNotification {
  /// `nil` for nothing (`SIGEV_NONE`).
  var signal: Signal?
  var value: UInt64 = 0
  /// The thread that is meant (`SIGEV_THREAD_ID`), or `nil` for the process.
  var thread: Thread?
}

/// A timer of `timer_create(2)`.
final class PosixTimer: IntervalTimer {
  let number: Int32
  private let process: Process
  private let notification: TimerNotification
  /// How many times it has expired beside the time that its signal tells of.
  private(set) var overrunCount: UInt32 = 0

  init(_ process: Process, number: Int32, clock: TimerClock, _ notification: TimerNotification) {
    self.process = process
    self.number = number
    self.notification = notification
    super.init(system: process.system, clock: clock)
  }

  override func expired(_ count: UInt64) {
    guard let signal = notification.signal else { return }
    let more = UInt32(min(count, UInt64(Int32.max)))
    let key = UInt32(bitPattern: number)
    let isPending =
      if let thread = notification.thread { thread.signals.pending.addOverrun(more, to: key) } else {
        process.pendingSignals.addOverrun(more, to: key)
      }
    if isPending {
      overrunCount = min(overrunCount &+ more, UInt32(Int32.max))
      return
    }
    overrunCount = more - 1
    var info = SignalInfo(signal, code: SignalInfo.fromTimer)
    info.first = UInt64(key) | UInt64(overrunCount) << 32
    info.second = notification.value
    if let thread = notification.thread { thread.send(info) } else { process.send(info) }
  }
}

/// Tells a process that it has run as long as it may, again after each second, and ends it at the hard limit
/// (`getrlimit(2)`, RLIMIT_CPU).
final class ProcessorLimitTimer: IntervalTimer {
  private let process: Process

  init(_ process: Process) {
    self.process = process
    super.init(system: process.system, clock: .process(process))
  }

  /// Begins to watch the soft limit. One of 0 is taken for a second, as on Linux.
  func follow(_ limit: ResourceLimits.Limit) {
    guard limit.current != ResourceLimits.infinity else { return set(TimerSetting()) }
    let (time, overflows) = max(limit.current, 1).multipliedReportingOverflow(by: Clock.nanosecondsPerSecond)
    set(TimerSetting(interval: Clock.nanosecondsPerSecond, value: overflows ? .max : time), isAbsolute: true)
  }

  override func expired(_ count: UInt64) {
    let seconds = process.processorTime / Clock.nanosecondsPerSecond
    let isOver = seconds >= process.limits.processorSeconds.maximum
    process.send(SignalInfo(isOver ? .kill : .processorTimeLimit, code: SignalInfo.fromKernel))
    process.limits.postponeProcessorLimit(past: seconds)
  }
}

extension Process {
  /// To be called when RLIMIT_CPU may have changed.
  func followProcessorLimit() {
    // Timers and process hold each other until the last thread ends.
    guard !threads.isEmpty else { return }
    let limit = limits.processorSeconds
    guard timers != nil || limit.current != ResourceLimits.infinity else { return }
    let timers = timers ?? ProcessTimers(self)
    self.timers = timers
    timers.processorLimit.follow(limit)
  }
}

/// Made with the first timer. The timers hold the process, and it them, until it ends.
final class ProcessTimers {
  let realTime: SignalTimer
  let virtual: SignalTimer
  let profiling: SignalTimer
  let processorLimit: ProcessorLimitTimer
  private var timers: [PosixTimer?] = []

  /// How many `timer_create(2)` gives a process.
  private static let mostTimers = 256

  init(_ process: Process) {
    realTime = SignalTimer(process, .alarm, clock: .monotonic)
    // All the time that a process has is its program's own: the kernel's share is not told apart.
    virtual = SignalTimer(process, .virtualAlarm, clock: .process(process))
    profiling = SignalTimer(process, .profilingAlarm, clock: .process(process))
    processorLimit = ProcessorLimitTimer(process)
  }

  /// - Throws: `resourceTemporarilyUnavailable` where there are too many.
  func create(_ process: Process, clock: TimerClock, _ notification: (Int32) -> TimerNotification) throws(Errno)
    -> Int32
  {
    let place = timers.firstIndex { $0 == nil } ?? timers.count
    guard place < Self.mostTimers else { throw .resourceTemporarilyUnavailable }
    let number = Int32(truncatingIfNeeded: place)
    let timer = PosixTimer(process, number: number, clock: clock, notification(number))
    if place == timers.count { timers.append(timer) } else { timers[place] = timer }
    return number
  }

  /// - Throws: `invalidArgument` for a number that no timer has.
  func timer(_ number: Int32) throws(Errno) -> PosixTimer {
    guard number >= 0, Int(number) < timers.count, let timer = timers[clamped(Int(number), below: timers.count)] else {
      throw .invalidArgument
    }
    return timer
  }

  func delete(_ number: Int32) throws(Errno) {
    let timer = try timer(number)
    timer.set(TimerSetting())
    timers[clamped(Int(number), below: timers.count)] = nil
  }

  /// What `execve(2)` does to timers of `timer_create(2)`.
  func deleteAll() {
    for timer in timers { timer?.set(TimerSetting()) }
    timers = []
  }

  func cancelAll() {
    deleteAll()
    for timer in [realTime, virtual, profiling, processorLimit] as [IntervalTimer] { timer.set(TimerSetting()) }
  }
}
