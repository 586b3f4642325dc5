// What processes have used: `getrusage(2)` and `times(2)`.

import Shared

/// `struct rusage` (`getrusage(2)`): what a process has used.
struct ResourceUsage {
  /// Processor time in nanoseconds. All of it counts as the program's own: the kernel's share is not told apart.
  var time: UInt64
  /// The most memory that it had at one time, in pages.
  var mostPages: UInt64 = 0
  /// How often threads let others run because they waited, and because their time was up.
  var voluntarySwitches: UInt64 = 0
  var involuntarySwitches: UInt64 = 0

  var words: InlineArray<18, UInt64> {
    var words = InlineArray<18, UInt64>(repeating: 0)
    words[0] = time / Clock.nanosecondsPerSecond
    words[1] = time % Clock.nanosecondsPerSecond / 1000
    // In KiB.
    words[4] = mostPages &* UInt64(UserSpace.pageSize) / 1024
    words[16] = voluntarySwitches
    words[17] = involuntarySwitches
    return words
  }

  /// Adds what another has used. Memory is not had twice.
  mutating func add(_ other: ResourceUsage) {
    time &+= other.time
    mostPages = max(mostPages, other.mostPages)
    voluntarySwitches &+= other.voluntarySwitches
    involuntarySwitches &+= other.involuntarySwitches
  }
}

extension Process {
  /// What all its threads have used, those that have ended included.
  var usage: ResourceUsage {
    var usage = endedThreadsUsage
    for thread in threads { usage.add(thread.usage) }
    usage.time = processorTime
    usage.mostPages = max(usage.mostPages, UInt64(addressSpace.mostMappedPageCount))
    return usage
  }

  /// The same with children that it has waited for.
  var usageWithChildren: ResourceUsage {
    var usage = usage
    usage.add(childrenUsage)
    return usage
  }
}

extension Thread {
  /// What the thread has used of the processor.
  var usage: ResourceUsage {
    ResourceUsage(
      time: scheduler.processorTime(of: self), voluntarySwitches: voluntarySwitches,
      involuntarySwitches: involuntarySwitches)
  }

  /// `RUSAGE_…` (`linux/resource.h`).
  private enum UsageOwner: Int32 {
    case process = 0
    case children = -1
    case thread = 1
  }

  func usage(of owner: Int32, into address: UInt) throws(Errno) -> Int {
    guard let owner = UsageOwner(rawValue: owner) else { throw .invalidArgument }
    var usage: ResourceUsage
    switch owner {
    case .process: usage = process.usage
    case .children: usage = process.childrenUsage
    case .thread:
      usage = self.usage
      // Memory is the process's.
      usage.mostPages = process.usage.mostPages
    }
    try memory.store(usage.words, at: address)
    return 0
  }

  /// `times(2)`.
  /// - Returns: the time since the machine started, in the same unit.
  func times(into address: UInt) throws(Errno) -> Int {
    if address != 0 {
      let words: InlineArray<4, UInt64> = [
        process.processorTime / Clock.nanosecondsPerTick, 0,
        process.childrenUsage.time / Clock.nanosecondsPerTick, 0,
      ]
      try memory.store(words, at: address)
    }
    return Int(truncatingIfNeeded: system.clock.monotonicTime / Clock.nanosecondsPerTick)
  }
}
