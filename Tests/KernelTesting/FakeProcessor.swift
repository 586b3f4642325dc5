// A CPU over the host's own threads, of which one at a time has its turn.

import Foundation
import KernelCore

/// Each thread of the kernel's has a thread of the host's; a turn is handed over by its semaphore. Time stands still but
/// while all wait: then it is the next deadline.
public final class FakeProcessor: Processor {
  /// The time that the processor shows, in nanoseconds.
  public var time: UInt64 = 1_000_000_000
  /// When the scheduler wants to be called, as it last said.
  public private(set) var interruptTime: UInt64?
  /// How many times one thread gave its turn to another.
  public private(set) var switchCount = 0
  /// Called when all threads wait and no timer runs: the test has them wait for each other.
  public var onDeadlock: () -> Void = { preconditionFailure("all threads wait, and no timer runs") }

  public override init() {}

  public override var monotonicTime: UInt64 { time }

  public override func makeContext() -> ThreadContext? { FakeContext() }

  public override func resume(_ next: KernelCore.Thread, insteadOf previous: KernelCore.Thread) {
    switchCount += 1
    Self.context(of: next).turn.signal()
    Self.context(of: previous).turn.wait()
  }

  public override func resumeAfterDeparture(_ next: KernelCore.Thread) { Self.context(of: next).turn.signal() }

  public override func idle(until deadline: UInt64?) {
    guard let deadline else { return onDeadlock() }
    time = max(time, deadline)
  }

  public override func interrupt(at deadline: UInt64) { interruptTime = deadline }

  /// Waits on the calling thread of the host until the kernel's thread has its turn.
  public static func waitForTurn(of thread: KernelCore.Thread) { context(of: thread).turn.wait() }

  private static func context(of thread: KernelCore.Thread) -> FakeContext {
    guard let context = thread.context as? FakeContext else {
      preconditionFailure("the thread's context is another processor's")
    }
    return context
  }
}

/// Registers that a test can look at, and the turn.
public final class FakeContext: ThreadContext {
  fileprivate let turn = DispatchSemaphore(value: 0)
  private var stored = Registers()

  public override var registers: Registers {
    get { stored }
    set { stored = newValue }
  }
}
