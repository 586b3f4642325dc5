// Timers as programs set them: on one of several clocks, once or again and again.

import Shared

/// What a timer goes by.
enum TimerClock {
  case monotonic
  /// Time since 1970.
  case realTime
  /// How long a process's threads have run.
  case process(Process)
  case thread(Thread)

  func time(_ system: System) -> UInt64 {
    switch self {
    case .monotonic: system.clock.monotonicTime
    case .realTime: system.clock.bootTime &+ system.clock.monotonicTime
    case .process(let process): process.processorTime
    case .thread(let thread): system.scheduler.processorTime(of: thread)
    }
  }

  /// How long after a first look the next one is at the earliest, in nanoseconds. Processor time goes at most as fast as the
  /// monotonic clock, so a timer on it is never late by more.
  var shortestWait: UInt64 {
    switch self {
    case .monotonic, .realTime: 0
    case .process, .thread: 1_000_000
    }
  }
}

/// When a timer expires, and how often (`struct itimerspec`), in nanoseconds.
struct TimerSetting {
  var interval: UInt64 = 0
  /// What is left, or where that was asked for the time itself; 0 for a timer that is not set.
  var value: UInt64 = 0
}

/// A timer that expires at a time of its clock, and then after each interval. Subclasses say what happens.
class IntervalTimer: KernelTimer {
  let system: System
  let clock: TimerClock
  private(set) var interval: UInt64 = 0
  /// The next time, on its clock, or `nil` where it is not set.
  private(set) var expiry: UInt64?

  init(system: System, clock: TimerClock) {
    self.system = system
    self.clock = clock
    super.init()
  }

  /// Called when the timer has expired, so many times since the last call.
  func expired(_ count: UInt64) {}

  /// What is left until it expires next.
  var setting: TimerSetting {
    guard let expiry else { return TimerSetting(interval: interval) }
    let now = clock.time(system)
    return TimerSetting(interval: interval, value: expiry > now ? expiry - now : 1)
  }

  /// Sets the timer in place of what it was set to; a value of 0 stops it.
  func set(_ setting: TimerSetting, isAbsolute: Bool = false) {
    system.scheduler.timers.cancel(self)
    interval = setting.interval
    guard setting.value > 0 else {
      expiry = nil
      return
    }
    expiry = isAbsolute ? setting.value : clock.time(system).addingClamped(setting.value)
    wait()
  }

  private func wait() {
    guard let expiry else { return }
    let now = clock.time(system)
    let left = max(expiry > now ? expiry - now : 0, clock.shortestWait)
    system.scheduler.set(self, at: system.clock.monotonicTime.addingClamped(left))
  }

  /// Brings up to date what a timer whose time has come has to tell.
  final func update() {
    guard let due = expiry else { return }
    let now = clock.time(system)
    guard now >= due else { return }
    var count: UInt64 = 1
    if interval > 0 {
      count = (now - due) / interval + 1
      expiry = due.addingClamped(count.multipliedReportingOverflow(by: interval).partialValue)
    } else {
      expiry = nil
    }
    expired(count)
  }

  override func fire() {
    update()
    wait()
  }
}
