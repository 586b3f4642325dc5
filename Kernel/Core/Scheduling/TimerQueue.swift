// What is to happen at a time: one queue for sleeps, time-outs and timers.

/// Something that happens at a time on the monotonic clock, once. Subclasses say what.
open class KernelTimer {
  /// When, in nanoseconds on the monotonic clock; meaningful while `isPending`.
  public fileprivate(set) var deadline: UInt64 = 0
  /// Where the timer stands in its queue's heap, or −1.
  fileprivate var index = -1

  public init() {}

  public var isPending: Bool { index >= 0 }

  /// Called once the deadline has passed; the timer is no longer pending then, and may be set again.
  open func fire() {}
}

/// The timers that are pending, the earliest first: a binary heap, so setting and cancelling cost the logarithm of how
/// many there are.
public final class TimerQueue {
  private var heap: [KernelTimer] = []

  public init() {}

  /// The earliest deadline, or `nil` when no timer is pending.
  public var nextDeadline: UInt64? { heap.first?.deadline }

  /// Lets a timer fire at a time, in place of the time that it was set to before.
  public func set(_ timer: KernelTimer, at deadline: UInt64) {
    cancel(timer)
    timer.deadline = deadline
    timer.index = heap.count
    heap.append(timer)
    moveUp(heap.count - 1)
  }

  /// Forgets a timer. One that is not pending stays so.
  public func cancel(_ timer: KernelTimer) {
    let index = timer.index
    guard index >= 0, index < heap.count else { return }
    timer.index = -1
    let last = heap.removeLast()
    guard index < heap.count else { return }
    place(last, at: index)
    moveDown(index)
    moveUp(index)
  }

  /// Fires all timers whose deadline is not after `now`.
  public func fire(now: UInt64) {
    while let timer = heap.first, timer.deadline <= now {
      cancel(timer)
      timer.fire()
    }
  }

  private func place(_ timer: KernelTimer, at index: Int) {
    heap[index] = timer
    timer.index = index
  }

  private func moveUp(_ start: Int) {
    var index = start
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index].deadline < heap[parent].deadline else { return }
      exchange(index, parent)
      index = parent
    }
  }

  private func moveDown(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in 2 * index + 1...2 * index + 2 where child < heap.count {
        if heap[child].deadline < heap[least].deadline { least = child }
      }
      guard least != index else { return }
      exchange(index, least)
      index = least
    }
  }

  private func exchange(_ first: Int, _ second: Int) {
    let timer = heap[first]
    place(heap[second], at: first)
    place(timer, at: second)
  }
}
