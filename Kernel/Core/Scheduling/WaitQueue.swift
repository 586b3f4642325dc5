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
///
/// Neither queue nor waiter keeps the other: the queue is part of what is waited for, and the waiter belongs to the thread,
/// the call or the watch that waits. Whichever goes first breaks the links.
open class Waiter {
  private let waitingThread: Uncounted<Thread>?
  /// What the waiter is about, for queues that wake by it: a futex's bits, or any number of the queue's own.
  public var key: UInt64
  fileprivate var queue: Uncounted<WaitQueue>?
  fileprivate var next: Uncounted<Waiter>?
  fileprivate var previous: Uncounted<Waiter>?
  /// Whether the queue has woken it since it was last enqueued.
  public fileprivate(set) var isWoken = false

  /// - Parameter thread: the thread that waits, which owns the waiter or makes the call that does.
  public init(_ thread: Thread?, key: UInt64 = 0) {
    // The thread outlives the waiter, which is its own or its call's.
    waitingThread = thread.map { unsafe Uncounted($0) }
    self.key = key
  }

  deinit { leave() }

  /// The thread that waits, if it is a thread.
  public var thread: Thread? { waitingThread?.counted }

  /// Whether a thread waits for a futex's word.
  @inline(__always) final func waits(for key: FutexKey) -> Bool {
    waitingThread?.with { $0.futex == key } ?? false
  }

  public var isEnqueued: Bool { queue != nil }

  /// Leaves the queue that it stands in, if it stands in one.
  public func leave() { queue?.with { $0.remove(self) } }

  /// Called when the queue is woken, where no thread waits.
  /// - Returns: whether the waiter leaves the queue.
  open func notify() -> Bool {
    isWoken = true
    return true
  }

  /// Tells of the wake-up.
  /// - Returns: whether the waiter leaves the queue.
  @inline(__always) fileprivate final func wake() -> Bool {
    guard let waitingThread else { return notify() }
    isWoken = true
    waitingThread.with { $0.wakeFromWait() }
    return true
  }
}

/// The threads that wait for one thing, the longest wait first.
///
/// The kernel is not preempted, so between looking at a condition and joining the queue nothing can come in between:
/// no wake-up is lost.
public final class WaitQueue {
  private var first: Uncounted<Waiter>?
  private var last: Uncounted<Waiter>?

  public init() {}

  deinit { while let waiter = first { waiter.with { remove($0) } } }

  public var isEmpty: Bool { first == nil }

  /// Puts a waiter at the end.
  @inline(__always) public func enqueue(_ waiter: Waiter) {
    waiter.leave()
    waiter.isWoken = false
    // What goes first takes the links with it: see the two deinitialisers.
    let place = unsafe Uncounted(waiter)
    unsafe waiter.queue = Uncounted(self)
    waiter.previous = last
    if let last { last.with { $0.next = place } } else { first = place }
    last = place
  }

  fileprivate func remove(_ waiter: Waiter) {
    let next = waiter.next
    let previous = waiter.previous
    if let previous { previous.with { $0.next = next } } else { first = next }
    if let next { next.with { $0.previous = previous } } else { last = previous }
    waiter.next = nil
    waiter.previous = nil
    waiter.queue = nil
  }

  /// Wakes all that wait.
  @inline(__always) public func wake() {
    if first != nil { wakeAll() }
  }

  @inline(never) private func wakeAll() {
    var next = first
    while let waiter = next {
      next = waiter.with { waiter in
        let next = waiter.next
        if waiter.wake() { remove(waiter) }
        return next
      }
    }
  }

  /// Wakes the threads that have waited longest.
  /// - Parameters:
  ///   - most: how many at most.
  ///   - isMeant: which of them; all where it is left out.
  /// - Returns: how many were woken.
  @inline(__always) @discardableResult
  public func wake(_ most: Int, where isMeant: (Waiter) -> Bool = { _ in true }) -> Int {
    var count = 0
    var next = first
    while count < most, let waiter = next {
      next = waiter.with { waiter in
        let next = waiter.next
        guard isMeant(waiter) else { return next }
        if waiter.wake() { remove(waiter) }
        count &+= 1
        return next
      }
    }
    return count
  }

  /// Moves the threads that have waited longest to another queue, without waking them.
  /// - Parameter isMeant: which of them.
  /// - Returns: how many were moved.
  func move(_ most: Int, to other: WaitQueue, where isMeant: (Waiter) -> Bool) -> Int {
    var count = 0
    var next = first?.counted
    // In one and the same queue, those that were moved come up again at the end.
    let end = last?.counted
    while let waiter = next, count < most {
      next = waiter === end ? nil : waiter.next?.counted
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
    thread.ownWaiter.with { waiter in
      enqueue(waiter)
      let result = thread.rest(until: deadline, isInterruptible: isInterruptible) { waiter.isWoken }
      waiter.leave()
      return result
    }
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
