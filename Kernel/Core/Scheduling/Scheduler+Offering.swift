// Where long calls let others run. The kernel is not preempted, so a call that takes the longer the more it is for has to
// come to such a point after a bounded number of steps.

import Shared

extension Scheduler {
  /// How many steps there are between two points. A step is what a page takes that is mapped, filled or copied: at most
  /// some 2,000 instructions.
  static let stepsBetweenPoints = 64

  /// Counts steps of a call's work, and after enough of them lets others run, if the caller's time is up. What the caller
  /// knows of things that others can change, it has to look at again afterwards.
  @inline(__always)
  func spend(_ steps: Int = 1) {
    stepsLeft &-= steps
    if stepsLeft <= 0 { offerTurn() }
  }

  /// A point where others may run.
  @inline(never)
  public func offerTurn() {
    stepsLeft = Self.stepsBetweenPoints
    processor.offersTurn()
    checkTime()
  }
}

/// What keeps others from a thing that a call is in the middle of changing when it lets them run. Only calls with such
/// points take it; all others just wait until it is free, since nothing comes between their own steps.
struct TurnLock {
  /// The number of the thread that holds it; 0 for no thread.
  fileprivate(set) var holder: Int32 = 0
  fileprivate var released = WaitQueueOnDemand()
}

/// A thing that is changed in calls which let others run meanwhile. A thread that holds a file's lock takes no other; one
/// that holds an address space's may take a file's.
protocol ChangedOverTurns: AnyObject {
  var turnLock: TurnLock { get set }
}

extension ChangedOverTurns {
  /// Waits until no other thread is in the middle of changing it.
  /// - Parameter turns: the caller's scheduler; `nil` where there are no other threads.
  @inline(__always)
  func waitUntilUnchanging(_ turns: @autoclosure () -> Scheduler?) {
    if turnLock.holder != 0 { waitForRelease(turns()) }
  }

  @inline(never)
  private func waitForRelease(_ turns: Scheduler?) {
    guard let thread = turns?.current else { return }
    // The holder goes on in any case, so no signal needs to end this.
    while turnLock.holder != 0, turnLock.holder != thread.id {
      _ = turnLock.released.queue.wait(thread, isInterruptible: false)
    }
  }

  /// Does something with which others may not interfere when it lets them run.
  @inline(__always)
  func changing<Result>(_ turns: Scheduler?, _ body: () throws(Errno) -> Result) throws(Errno) -> Result {
    waitUntilUnchanging(turns)
    // The caller is changing it already, as a whole of which this is a part, or is alone in the kernel.
    guard turnLock.holder == 0, let turns else { return try body() }
    turnLock.holder = turns.current?.id ?? 0
    turns.changeCount += 1
    defer {
      turns.changeCount -= 1
      turnLock.holder = 0
      turnLock.released.wake()
    }
    return try body()
  }
}
