// What the ids of `clock_gettime(2)` name: by what each clock goes, how finely, and whether it can wake a sleeper.

import Shared

/// A clock that a program names.
struct NamedClock {
  let clock: TimerClock
  /// How far it goes at once, in nanoseconds.
  let resolution: UInt64
  /// Whether the clock can be slept on and have timers.
  let canWake: Bool

  init(_ clock: TimerClock, resolution: UInt64, canWake: Bool = true) {
    self.clock = clock
    self.resolution = resolution
    self.canWake = canWake
  }

  /// What it shows, in nanoseconds.
  func time(_ system: System) -> UInt64 {
    switch clock {
    // Told only to the tick, processor time is still as it is.
    case .process, .thread: return clock.time(system)
    case .monotonic, .realTime:
      let time = clock.time(system)
      guard resolution > system.clock.resolution else { return time }
      // Both have their ticks at the same moments.
      return time &- system.clock.monotonicTime % resolution
    }
  }
}

/// The ids of clocks (`linux/time.h`).
private enum ClockNumber {
  static let realTime: Int32 = 0
  static let monotonic: Int32 = 1
  static let processTime: Int32 = 2
  static let threadTime: Int32 = 3
  static let monotonicRaw: Int32 = 4
  static let realTimeCoarse: Int32 = 5
  static let monotonicCoarse: Int32 = 6
  static let bootTime: Int32 = 7
  static let realTimeAlarm: Int32 = 8
  static let bootTimeAlarm: Int32 = 9
  static let atomicTime: Int32 = 11
}

/// A clock id below zero: the processor time of a process or a thread (`clock_getcpuclockid(3)`).
private struct ProcessorTimeID {
  /// The process or thread, or 0 for the caller.
  let id: Int32
  let isOfThread: Bool
  /// Linux tells time that is counted in ticks from time that the scheduler measures. Here all of it is measured.
  let isInTicks: Bool

  /// - Returns: `nil` for the id of a file that is a clock: there are none.
  init?(_ number: Int32) {
    id = ~(number >> 3)
    isOfThread = number & 4 != 0
    isInTicks = number & 3 != 2
    guard number < 0, number & 3 != 3 else { return nil }
  }
}

extension Thread {
  /// The clock that an id names.
  /// - Throws: `invalidArgument` where there is none.
  func clock(_ number: Int32) throws(Errno) -> NamedClock {
    let fine = system.clock.resolution
    switch number {
    case ClockNumber.realTime, ClockNumber.atomicTime: return NamedClock(.realTime, resolution: fine)
    case ClockNumber.monotonic, ClockNumber.bootTime: return NamedClock(.monotonic, resolution: fine)
    case ClockNumber.monotonicRaw: return NamedClock(.monotonic, resolution: fine, canWake: false)
    case ClockNumber.realTimeCoarse:
      return NamedClock(.realTime, resolution: Clock.nanosecondsPerTimerTick, canWake: false)
    case ClockNumber.monotonicCoarse:
      return NamedClock(.monotonic, resolution: Clock.nanosecondsPerTimerTick, canWake: false)
    case ClockNumber.processTime: return NamedClock(.process(process), resolution: fine)
    case ClockNumber.threadTime: return NamedClock(.thread(self), resolution: fine)
    default:
      guard let id = ProcessorTimeID(number) else { throw .invalidArgument }
      return NamedClock(try owner(of: id), resolution: id.isInTicks ? Clock.nanosecondsPerTimerTick : fine)
    }
  }

  /// A clock for a call that is to be woken by it, now or later.
  /// - Throws: `notSupported` for one that wakes no caller; `invalidArgument` where there is none.
  func wakingClock(_ number: Int32) throws(Errno) -> NamedClock {
    // They would wake the machine too, by a clock that it does not have.
    guard number != ClockNumber.realTimeAlarm, number != ClockNumber.bootTimeAlarm else { throw .notSupported }
    let clock = try clock(number)
    guard clock.canWake else { throw .notSupported }
    return clock
  }

  /// A clock for a file that is a timer (`timerfd_create(2)`).
  func clockOfFile(_ number: Int32) throws(Errno) -> TimerClock {
    switch number {
    case ClockNumber.realTime, ClockNumber.realTimeAlarm: return .realTime
    case ClockNumber.monotonic, ClockNumber.bootTime, ClockNumber.bootTimeAlarm: return .monotonic
    default: throw .invalidArgument
    }
  }

  /// Whose processor time a program asks for: a process's, or that of a thread of its own.
  private func owner(of id: ProcessorTimeID) throws(Errno) -> TimerClock {
    guard id.id != 0 else { return id.isOfThread ? .thread(self) : .process(process) }
    if id.isOfThread {
      guard let thread = system.processes.thread(id.id), thread.process === process else { throw .invalidArgument }
      return .thread(thread)
    }
    // The caller's own id will do even if it does not lead its process.
    if id.id == self.id { return .process(process) }
    guard let process = system.processes.process(id.id) else { throw .invalidArgument }
    return .process(process)
  }
}
