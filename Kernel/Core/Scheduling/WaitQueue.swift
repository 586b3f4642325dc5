// Waiting: whatever waits for something stands in the queue of what it waits for.

/// How a wait ended.
public enum WaitResult: Equatable, Sendable {
  /// The queue was woken: look again whether what was waited for is there.
  case woken
  /// The deadline passed.
  case timedOut
  /// A signal came that the thread has to look at first.
  case interrupted
}

/// A place in one queue. A thread that waits for several things has several; what is no thread overrides `notify`.
open class Waiter {
  /// The thread that waits, if it is a thread.
  public let thread: Thread?
  /// What the waiter is about, for queues that wake by it: a futex's bits, or any number of the queue's own.
  public var key: UInt64
  // These three make circles, which leaving the queue breaks.
  fileprivate var queue: WaitQueue?
  fileprivate var next: Waiter?
  fileprivate var previous: Waiter?
  /// Whether the queue has woken it since it was last enqueued.
  public fileprivate(set) var isWoken = false

  public init(_ thread: Thread?, key: UInt64 = 0) {
    self.thread = thread
    self.key = key
  }

  public var isEnqueued: Bool { queue != nil }

  /// Leaves the queue that it stands in, if it stands in one.
  public func leave() { queue?.remove(self) }

  /// Called when the queue is woken.
  /// - Returns: whether the waiter leaves the queue.
  open func notify() -> Bool {
    isWoken = true
    thread?.wakeFromWait()
    return true
  }
}

/// The threads that wait for one thing, the longest wait first.
///
/// The kernel is not preempted, so between looking at a condition and joining the queue nothing can come in between:
/// no wake-up is lost.
public final class WaitQueue {
  private var first: Waiter?
  private var last: Waiter?

  public init() {}

  public var isEmpty: Bool { first == nil }

  /// Puts a waiter at the end.
  public func enqueue(_ waiter: Waiter) {
    waiter.leave()
    waiter.isWoken = false
    waiter.queue = self
    if let last = last {
      last.next = waiter
      waiter.previous = last
    } else {
      first = waiter
    }
    last = waiter
  }

  fileprivate func remove(_ waiter: Waiter) {
    let next = waiter.next
    let previous = waiter.previous
    if let previous { previous.next = next } else { first = next }
    if let next { next.previous = previous } else { last = previous }
    waiter.next = nil
    waiter.previous = nil
    waiter.queue = nil
  }

  /// Wakes the threads that have waited longest.
  /// - Parameters:
  ///   - most: how many at most.
  ///   - isMeant: which of them; all where it is left out.
  /// - Returns: how many were woken.
  @discardableResult public func wake(_ most: Int = .max, where isMeant: (Waiter) -> Bool = { _ in true }) -> Int {
    guard first != nil else { return 0 }
    var count = 0
    var next = first
    while let waiter = next, count < most {
      next = waiter.next
      guard isMeant(waiter) else { continue }
      if waiter.notify() { remove(waiter) }
      count += 1
    }
    return count
  }

  /// Moves the threads that have waited longest to another queue, without waking them.
  /// - Parameter isMeant: which of them.
  /// - Returns: how many were moved.
  func move(_ most: Int, to other: WaitQueue, where isMeant: (Waiter) -> Bool) -> Int {
    var count = 0
    var next = first
    // In one and the same queue, those that were moved come up again at the end.
    let end = last
    while let waiter = next, count < most {
      next = waiter === end ? nil : waiter.next
      guard isMeant(waiter) else { continue }
      other.enqueue(waiter)
      count += 1
    }
    return count
  }

  /// Puts a thread to rest until the queue is woken.
  /// - Parameters:
  ///   - thread: the caller, which is running.
  ///   - deadline: a time on the monotonic clock, or `nil` to wait for good.
  ///   - isInterruptible: whether signals end the wait. What is sure to come soon need not be interrupted.
  public func wait(_ thread: Thread, until deadline: UInt64? = nil, isInterruptible: Bool = true) -> WaitResult {
    let waiter = thread.ownWaiter
    enqueue(waiter)
    let result = thread.rest(until: deadline, isInterruptible: isInterruptible) { waiter.isWoken }
    waiter.leave()
    return result
  }
}

/// A wait queue that is made when it is first wanted: of most things that a process could be waited for, it never is.
struct WaitQueueOnDemand {
  private var made: WaitQueue?

  var queue: WaitQueue {
    mutating get {
      if let made { return made }
      let queue = WaitQueue()
      made = queue
      return queue
    }
  }

  func wake() { made?.wake() }
}
