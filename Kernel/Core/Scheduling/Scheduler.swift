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
  /// When the processor will interrupt, as it was last told; `.max` for not at all.
  private var interruptTime = UInt64.max
  /// How much a long call may still do until it comes to a point where others may run.
  var stepsLeft = Scheduler.stepsBetweenPoints
  /// How many calls are in the middle of a change that others may see half done where they look closely.
  public internal(set) var changeCount = 0

  public init(processor: Processor) { self.processor = processor }

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
    if let last { last.nextRunnable = thread } else { first = thread }
    last = thread
  }

  private func takeFirst() -> Thread? {
    guard let thread = first else { return nil }
    first = thread.nextRunnable
    if first == nil { last = nil }
    thread.nextRunnable = nil
    return thread
  }

  /// The thread whose turn it is, waiting for one where none can run, and when its turn begins.
  /// - Parameter now: the time.
  private func nextThread(at now: UInt64) -> (thread: Thread, time: UInt64) {
    // Timers that are due interrupt the program of a thread that can run.
    if let thread = takeFirst() { return (thread, now) }
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

  // MARK: Taking turns

  /// Runs a thread for the first time since the machine started. Only the processor's departure follows.
  public func begin(_ thread: Thread) {
    thread.activity = .running
    current = thread
    startSlice(of: thread, at: processor.monotonicTime)
    processor.resumeAfterDeparture(thread)
  }

  /// Lets others run until the current thread is made runnable.
  func waitForTurn(of thread: Thread) {
    let now = processor.monotonicTime
    account(to: thread, until: now)
    thread.activity = .waiting
    let (next, time) = nextThread(at: now)
    if next !== thread { thread.voluntarySwitches &+= 1 }
    run(next, insteadOf: thread, at: time)
  }

  /// Puts the current thread behind the others that can run.
  public func yield() {
    guard first != nil, let thread = current else { return }
    let now = processor.monotonicTime
    account(to: thread, until: now)
    append(thread)
    let (next, time) = nextThread(at: now)
    if next !== thread { thread.involuntarySwitches &+= 1 }
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

  private func run(_ next: Thread, insteadOf previous: Thread, at time: UInt64) {
    next.activity = .running
    startSlice(of: next, at: time)
    guard next !== previous else { return }
    current = next
    processor.resume(next, insteadOf: previous)
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
  var totalTime: UInt64 { current == nil ? accountedTime : accountedTime &+ (processor.monotonicTime &- runStart) }

  /// How long a thread has run, in nanoseconds, also since its turn began.
  public func processorTime(of thread: Thread) -> UInt64 {
    thread === current ? thread.processorTime &+ (processor.monotonicTime &- runStart) : thread.processorTime
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

  /// Takes the turn from the current thread for good. What becomes of its stack is up to the caller, who leaves it
  /// for that of the next thread, which the processor has been told.
  /// - Parameter isLast: whether no thread is left at all; then there is no next one.
  public func depart(isLast: Bool) {
    let now = processor.monotonicTime
    if let current { account(to: current, until: now) }
    departed = current
    departed?.activity = .ended
    current = nil
    guard !isLast else { return }
    let (next, time) = nextThread(at: now)
    next.activity = .running
    current = next
    startSlice(of: next, at: time)
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
