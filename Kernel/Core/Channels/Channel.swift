// What pipes, sockets, counters and timers have in common as open files.

import Shared

/// The device of an open file by which programs talk. Each open file has one of its own, or, like both ends of a pipe's
/// reopening, one for each way in which it was opened.
open class Channel: Device {
  /// Where a caller waits.
  let system: System

  init(system: System) { self.system = system }

  open override var isSeekable: Bool { hasOffset }

  /// Whether it has an offset, which stays 0: counters, timers and the like have one on Linux, pipes and sockets have not.
  var hasOffset: Bool { false }

  /// Counters, timers and the like take and give numbers, not bytes.
  final override var canBeSpliced: Bool { !hasOffset }

  /// Puts the caller to rest until a queue is woken.
  /// - Throws: `resourceTemporarilyUnavailable` in place of that where the flags say so; an interruption.
  final func wait(in queue: WaitQueue, _ flags: OpenFlags) throws(Errno) {
    try system.wait(in: queue, flags)
  }
}

extension System {
  /// The same for what is no device itself.
  func wait(in queue: WaitQueue, _ flags: OpenFlags) throws(Errno) {
    guard !flags.contains(.nonBlocking) else { throw .resourceTemporarilyUnavailable }
    guard scheduler.wait(in: queue) == .woken else { throw .restartIfAsked }
  }
}
