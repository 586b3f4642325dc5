// Which thread runs next.

/// The threads that can run, in the order of their turns. A thread runs until it waits, ends, or has used up its time
/// slice while others can run. Choosing costs the same however many there are.
public final class Scheduler {
  public let processor: Processor
  public let timers = TimerQueue()
  // Threads are in their processes' lists until they end, and after that, while their stacks may be in use, in `departed`.
  // No other thread is in one of these four.
  private var running: Uncounted<Thread>?
  private var first: Uncounted<Thread>?
  private var last: Uncounted<Thread>?
  /// A thread that is ending, or has ended and its stack may still be in use.
  private var departed: Thread?
  private var runStart: UInt64 = 0
  /// How long all threads together ran until the current one's turn began, in nanoseconds.
  private var accountedTime: UInt64 = 0
  private var sliceEnd: UInt64 = 0
  /// When the processor will interrupt, as it was last told; `.max` for not at all.
  private var interruptTime = UInt64.max
  /// How much a long call may still do until it comes to a point where others may run.
  var stepsLeft = Scheduler.stepsBetweenPoints
  /// How many calls are in the middle of a change that others may see half done where they look closely.
  public internal(set) var changeCount = 0

  public init(processor: Processor) { self.processor = processor }

  /// The thread that runs, or the last that did.
  public var current: Thread? { running?.counted }

  /// Does something with the thread that runs, which stays while that lasts, or returns `nil` where there is none.
  @inline(__always) func withCurrent<Value>(_ body: (Thread) -> Value) -> Value? { running?.with(body) }

  // MARK: Who can run

  /// Lets a thread have turns. One that has them already keeps its place.
  public func makeRunnable(_ thread: Thread) {
    guard thread.activity == .waiting else { return }
    // A thread that is resting on its own stack for lack of others finds itself in the queue, and goes on.
    append(thread)
    interrupt(by: sliceEnd)
  }

  private func append(_ thread: Thread) {
    thread.activity = .runnable
    // It is in its process's list, and leaves that only while it is running.
    let place = unsafe Uncounted(thread)
    if let last { last.with { $0.nextRunnable = place } } else { first = place }
    last = place
  }

  @inline(__always) private func takeFirst() -> Uncounted<Thread>? {
    guard let thread = first else { return nil }
    first = thread.with { thread in
      let next = thread.nextRunnable
      thread.nextRunnable = nil
      return next
    }
    if first == nil { last = nil }
    return thread
  }

  /// The thread whose turn it is, waiting for one where none can run, and when its turn begins.
  /// - Parameter now: the time.
  @inline(__always) private func nextThread(at now: UInt64) -> (thread: Uncounted<Thread>, time: UInt64) {
    // Timers that are due interrupt the program of a thread that can run.
    if let thread = takeFirst() { return (thread, now) }
    return waitForThread(at: now)
  }

  @inline(never) private func waitForThread(at now: UInt64) -> (thread: Uncounted<Thread>, time: UInt64) {
    // No slice ends while no thread has its turn.
    sliceEnd = .max
    var now = now
    while true {
      timers.fire(now: now)
      if let thread = takeFirst() {
        interruptForTimers()
        return (thread, now)
      }
      processor.idle(until: timers.nextDeadline)
      // What the processor was told before, it has forgotten.
      interruptTime = .max
      now = processor.monotonicTime
    }
  }

  // MARK: Waiting

  /// Puts the running thread to rest until a queue is woken or a signal comes.
  @inline(never) func wait(in queue: WaitQueue) -> WaitResult {
    guard let running else { return .interrupted }
    return running.with { thread in
      thread.ownWaiter.with { waiter in
        queue.enqueue(waiter)
        while !waiter.isWoken {
          if thread.hasSignalToActOn {
            waiter.leave()
            return .interrupted
          }
          waitForTurn(of: thread)
        }
        return .woken
      }
    }
  }

  // MARK: Taking turns

  /// Runs a thread for the first time since the machine started. Only the processor's departure follows.
  public func begin(_ thread: Thread) {
    thread.activity = .running
    // It is in its process's list.
    unsafe running = Uncounted(thread)
    startSlice(of: thread, at: processor.monotonicTime)
    processor.resumeAfterDeparture(thread)
  }

  /// Lets others run until the current thread is made runnable.
  @inline(__always) func waitForTurn(of thread: Thread) {
    let now = processor.monotonicTime
    account(to: thread, until: now)
    thread.activity = .waiting
    let (next, time) = nextThread(at: now)
    if !next.refers(to: thread) { thread.voluntarySwitches &+= 1 }
    run(next, insteadOf: thread, at: time)
  }

  /// Puts the current thread behind the others that can run.
  public func yield() {
    guard first != nil, let thread = current else { return }
    let now = processor.monotonicTime
    account(to: thread, until: now)
    append(thread)
    let (next, time) = nextThread(at: now)
    if !next.refers(to: thread) { thread.involuntarySwitches &+= 1 }
    run(next, insteadOf: thread, at: time)
  }

  /// To be called on an interrupt, and before a thread returns to its program: fires the timers that are due, and
  /// yields when the time slice is used up.
  public func checkTime() {
    let now = processor.monotonicTime
    interruptTime = .max
    timers.fire(now: now)
    interruptForTimers()
    guard first != nil else { return }
    if now >= sliceEnd {
      current?.wasPreempted = true
      yield()
    } else {
      interrupt(by: sliceEnd)
    }
  }

  @inline(__always) private func run(_ next: Uncounted<Thread>, insteadOf previous: Thread, at time: UInt64) {
    next.with { next in
      next.activity = .running
      startSlice(of: next, at: time)
      guard next !== previous else { return }
      running = unsafe Uncounted(next)
      previous.holdLentFile()
      processor.resume(next, insteadOf: previous)
    }
    // Here `previous` goes on, however many others have run meanwhile.
    collectDeparted()
  }

  private func startSlice(of thread: Thread, at now: UInt64) {
    runStart = now
    sliceEnd = now &+ thread.scheduling.timeSlice
    if first != nil { interrupt(by: sliceEnd) }
  }

  private func account(to thread: Thread, until now: UInt64) {
    let time = now &- runStart
    thread.processorTime &+= time
    accountedTime &+= time
  }

  /// How long all threads together have run, in nanoseconds.
  var totalTime: UInt64 { running == nil ? accountedTime : accountedTime &+ (processor.monotonicTime &- runStart) }

  /// How long a thread has run, in nanoseconds, also since its turn began.
  public func processorTime(of thread: Thread) -> UInt64 {
    let isRunning = running?.refers(to: thread) ?? false
    return isRunning ? thread.processorTime &+ (processor.monotonicTime &- runStart) : thread.processorTime
  }

  /// Has the processor interrupt no later than at a time. An interrupt that was asked for and is not needed any more is
  /// not called off: it comes once, looks at the time, and costs less than to tell the processor at each switch.
  private func interrupt(by time: UInt64) {
    guard time < interruptTime else { return }
    interruptTime = time
    processor.interrupt(at: time)
  }

  private func interruptForTimers() { if let deadline = timers.nextDeadline { interrupt(by: deadline) } }

  /// Sets a timer, in place of the time that it was set to before.
  public func set(_ timer: KernelTimer, at deadline: UInt64) {
    timers.set(timer, at: deadline)
    interrupt(by: deadline)
  }

  // MARK: Ending

  /// Keeps a thread that is about to leave its process, until another one's stack is in use.
  func keepDeparting(_ thread: Thread) { departed = thread }

  /// Takes the turn from the current thread for good. What becomes of its stack is up to the caller, who leaves it
  /// for that of the next thread, which the processor has been told.
  /// - Parameter isLast: whether no thread is left at all; then there is no next one.
  public func depart(isLast: Bool) {
    let now = processor.monotonicTime
    departed = current
    running = nil
    if let departed {
      account(to: departed, until: now)
      departed.activity = .ended
    }
    guard !isLast else { return }
    let (next, time) = nextThread(at: now)
    next.with { next in
      next.activity = .running
      running = unsafe Uncounted(next)
      startSlice(of: next, at: time)
      processor.resumeAfterDeparture(next)
    }
  }

  /// Frees what is left of a thread that has ended, now that another one's stack is in use.
  @inline(__always) public func collectDeparted() {
    if departed != nil { departed = nil }
  }
}

/// What a thread is doing.
enum ThreadActivity {
  case running
  case runnable
  case waiting
  case ended
}
