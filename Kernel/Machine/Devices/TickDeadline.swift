// How long to wait for a device, before any clock has been calibrated.

import CMachine

/// A point in the time stamp counter's future. Counters run at 1 to 5 GHz, so a billion ticks are 0.2 to 1 second.
struct TickDeadline {
  /// What a device gets to answer that should answer at once: 1 to 4 seconds.
  static let answer: UInt64 = 1 << 32

  private let start: UInt64
  private let ticks: UInt64

  init(ticks: UInt64 = Self.answer) {
    start = readTimeStampCounter()
    self.ticks = ticks
  }

  var hasPassed: Bool { readTimeStampCounter() &- start >= ticks }
}
