// Which thread runs next.

/// The threads that can run, in the order of their turns. A thread runs until it waits, ends, or has used up its time
/// slice while others can run. Choosing costs the same however many there are.
public final class Scheduler {
  public let processor: Processor
  public let timers = TimerQueue()
  /// The thread that runs, or the last that did.
  public private(set) var current: Thread?
  private var first: Thread?
  private var last: Thread?
  /// A thread that has ended and whose stack may still be in use.
  private var departed: Thread?
  private var runStart: UInt64 = 0
  /// How long all threads together ran until the current one's turn began, in nanoseconds.
  private var accountedTime: UInt64 = 0
  private var sliceEnd: UInt64 = 0
  /// When the processor will interrupt, as it was last told.
  private var interruptTime: UInt64?

  public init(processor: Processor) { self.processor = processor }

  // MARK: Who can run

  /// Lets a thread have turns. One that has them already keeps its place.
  public func makeRunnable(_ thread: Thread) {
    guard thread.activity == .waiting else { return }
    // A thread that is resting on its own stack for lack of others finds itself in the queue, and goes on.
    thread.activity = .runnable
    if let last { last.nextRunnable = thread } else { first = thread }
    last = thread
    updateInterrupt()
  }

  private func takeFirst() -> Thread? {
    guard let thread = first else { return nil }
    first = thread.nextRunnable
    if first == nil { last = nil }
    thread.nextRunnable = nil
    return thread
  }

  /// The thread whose turn it is, waiting for one where none can run.
  private func nextThread() -> Thread {
    while true {
      timers.fire(now: processor.monotonicTime)
      if let thread = takeFirst() { return thread }
      processor.idle(until: timers.nextDeadline)
      // What the processor was told before, it has forgotten.
      interruptTime = nil
    }
  }

  // MARK: Taking turns

  /// Runs a thread for the first time since the machine started. Only the processor's departure follows.
  public func begin(_ thread: Thread) {
    thread.activity = .running
    current = thread
    startSlice(of: thread)
    processor.resumeAfterDeparture(thread)
  }

  /// Lets others run until somebody makes the current thread runnable.
  func waitForTurn() {
    guard let thread = current else { return }
    account(to: thread)
    thread.activity = .waiting
    let next = nextThread()
    if next !== thread { thread.voluntarySwitches &+= 1 }
    run(next, insteadOf: thread)
  }

  /// Puts the current thread behind the others that can run.
  public func yield() {
    guard first != nil, let thread = current else { return }
    account(to: thread)
    thread.activity = .waiting
    makeRunnable(thread)
    let next = nextThread()
    if next !== thread { thread.involuntarySwitches &+= 1 }
    run(next, insteadOf: thread)
  }

  /// To be called on an interrupt, and before a thread returns to its program: fires the timers that are due, and
  /// yields when the time slice is used up.
  public func checkTime() {
    let now = processor.monotonicTime
    interruptTime = nil
    timers.fire(now: now)
    if first != nil, now >= sliceEnd {
      current?.wasPreempted = true
      yield()
    } else {
      updateInterrupt()
    }
  }

  private func run(_ next: Thread, insteadOf previous: Thread) {
    next.activity = .running
    startSlice(of: next)
    guard next !== previous else { return }
    current = next
    processor.resume(next, insteadOf: previous)
    // Here `previous` goes on, however many others have run meanwhile.
    collectDeparted()
  }

  private func startSlice(of thread: Thread) {
    runStart = processor.monotonicTime
    sliceEnd = runStart &+ thread.scheduling.timeSlice
    updateInterrupt()
  }

  private func account(to thread: Thread) {
    let time = processor.monotonicTime &- runStart
    thread.processorTime &+= time
    accountedTime &+= time
  }

  /// How long all threads together have run, in nanoseconds.
  var totalTime: UInt64 { current == nil ? accountedTime : accountedTime &+ (processor.monotonicTime &- runStart) }

  /// How long a thread has run, in nanoseconds, also since its turn began.
  public func processorTime(of thread: Thread) -> UInt64 {
    thread === current ? thread.processorTime &+ (processor.monotonicTime &- runStart) : thread.processorTime
  }

  /// Tells the processor when to interrupt: at the end of the slice if others can run, and for the next timer.
  private func updateInterrupt() {
    var time = timers.nextDeadline
    if first != nil { time = min(time ?? .max, sliceEnd) }
    guard time != interruptTime else { return }
    interruptTime = time
    processor.interrupt(at: time)
  }

  /// Sets a timer, in place of the time that it was set to before.
  public func set(_ timer: KernelTimer, at deadline: UInt64) {
    timers.set(timer, at: deadline)
    updateInterrupt()
  }

  // MARK: Ending

  /// Takes the turn from the current thread for good. What becomes of its stack is up to the caller, who leaves it
  /// for that of the next thread, which the processor has been told.
  /// - Parameter isLast: whether no thread is left at all; then there is no next one.
  public func depart(isLast: Bool) {
    if let current { account(to: current) }
    departed = current
    departed?.activity = .ended
    current = nil
    guard !isLast else { return }
    let next = nextThread()
    next.activity = .running
    current = next
    startSlice(of: next)
    processor.resumeAfterDeparture(next)
  }

  /// Frees what is left of a thread that has ended, now that another one's stack is in use.
  public func collectDeparted() { departed = nil }
}

/// What a thread is doing.
enum ThreadActivity {
  case running
  case runnable
  case waiting
  case ended
}
