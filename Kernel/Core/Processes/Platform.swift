// What the policy asks of the machine beside memory: time, waiting, and the CPU's state of a program.

import Shared

/// The machine as a process sees it through its calls. The kernel has one, tests make their own.
open class Platform {
  /// The memory of the program that is running.
  public let memory: UserMemory
  /// Where `getrandom(2)` takes its bytes.
  public let random: RandomSource

  public init(memory: UserMemory, random: RandomSource) {
    self.memory = memory
    self.random = random
  }

  /// Nanoseconds since the machine started; never steps back.
  open var monotonicTime: UInt64 { 0 }
  /// Nanoseconds between 1970-01-01 00:00 UTC and the machine's start.
  open var bootTime: UInt64 { 0 }
  /// How finely the clocks go, in nanoseconds.
  open var clockResolution: UInt64 { 1 }

  /// Lets the CPU rest until something happens, at most until a time on the monotonic clock.
  /// It may return early: who waits for something looks again.
  open func wait(until deadline: UInt64?) {}

  /// The program's FS base, its thread pointer (`arch_prctl(2)`).
  open var threadPointer: UInt {
    get { 0 }
    set {}
  }
  /// The program's GS base.
  open var secondBase: UInt {
    get { 0 }
    set {}
  }

  /// Answers the records of today's size in a range, one behind the other, until there is one that is no record, that
  /// cannot be read and written, whose call never answers, or, where that is asked for, whose call failed.
  /// - Parameter range: at most a page in size, and not empty.
  open func answer(recordsIn range: UserRange, stopsAtFailure: Bool) -> BatchProgress {
    BatchProgress(answered: 0, isUnreachable: true)
  }

  /// The CPUs that run programs.
  open var cpuCount: Int { 1 }
  /// All frames of RAM that the kernel manages, in pages.
  open var totalPageCount: Int { 0 }
  /// Those of them that nobody has.
  open var freePageCount: Int { 0 }

  /// Called when the process has ended and may not return to its program.
  open func processEnded() {}
}
