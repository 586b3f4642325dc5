// Waiting for the console's input, which not every carrier announces.

import KernelCore
import KernelMachine
import Shared

/// The threads that wait for input. While there are any, the console is asked again and again.
final class ConsoleInput: KernelTimer {
  private let queue = WaitQueue()
  private let system: System

  /// How long input may be there before it is noticed, in nanoseconds.
  private static let pollInterval: UInt64 = 1_000_000

  init(system: System) {
    self.system = system
    super.init()
  }

  /// The queue to wait in; it is served from now on.
  var waitQueue: WaitQueue {
    if !isPending { pollLater() }
    return queue
  }

  private func pollLater() { system.scheduler.set(self, at: system.clock.monotonicTime &+ Self.pollInterval) }

  override func fire() {
    Console.poll()
    if Console.hasInput || Console.isAtEndOfInput { queue.wake() }
    if !queue.isEmpty { pollLater() }
  }

  /// Waits until there may be input.
  /// - Throws: an interruption.
  func wait() throws(Errno) {
    guard system.wait(in: waitQueue) == .woken else { throw .restartIfAsked }
  }
}
