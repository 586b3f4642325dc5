// What runs: one flow of control of a process.

import Shared

/// A thread: all that belongs to one flow of control, and the caller of every service. What its process has,
/// its services reach through it.
public final class Thread {
  /// The number by which calls name it, unique among threads and processes.
  public internal(set) var id: Int32
  public let process: Process
  public let system: System
  let scheduler: Scheduler
  public let context: ThreadContext
  /// The memory of the program that is running, which is this thread's while it makes a call.
  public let memory: UserMemory

  /// The last component of the path that its program was started from, or what it named itself (`prctl(2)`, PR_SET_NAME).
  public var name: [UInt8]
  var signals = ThreadSignals()
  /// Where to store zero when the thread ends (`set_tid_address(2)`).
  var clearedThreadID: UInt = 0
  /// Where to store its number before it first runs (`clone(2)`, CLONE_CHILD_SETTID).
  var idAddress: UInt?
  /// Where its maker waits for it to end or to take over a new program's memory (`vfork(2)`, CLONE_VFORK).
  private var memoryLeft: WaitQueue?
  /// The list of locks to release when the thread ends (`set_robust_list(2)`).
  var robustList: UInt = 0
  /// The thread's restartable sequences' area, if it has registered one (`rseq(2)`).
  var restartableSequence: RestartableSequence?
  var lastTrap = TrapDetails()
  /// When a call that goes on by `restart_syscall(2)` ends.
  var restartDeadline: UInt64 = 0
  /// A call that waits for the way out, where all registers are saved.
  public internal(set) var deferredCall: LinuxSyscall?
  /// Whether the thread is to end in place of returning to its program.
  var isEnding = false
  /// Whether the call that it makes is one of a batch.
  var isAnsweringBatch = false
  /// Whether another thread ran where its program was interrupted.
  var wasPreempted = false
  /// How long it has run, in nanoseconds.
  public var processorTime: UInt64 = 0
  /// How often it let others run because it waited, and because its time was up or it offered to.
  var voluntarySwitches: UInt64 = 0
  var involuntarySwitches: UInt64 = 0
  /// How it is scheduled among the others.
  var scheduling = ThreadScheduling()
  var transferPriority = TransferPriority.unset
  /// By how much timers may be late, in nanoseconds, and what that is where the thread has no wish (`prctl(2)`,
  /// PR_SET_TIMERSLACK).
  var timerSlack: UInt = 50_000
  var ordinaryTimerSlack: UInt = 50_000

  /// The word that it waits for (`futex(2)`).
  var futex: FutexKey?

  // For `withFile`.
  var lentFile: Uncounted<OpenFile>?
  var heldFile: OpenFile?

  // For the scheduler and wait queues.
  var activity = ThreadActivity.waiting
  var nextRunnable: Uncounted<Thread>?
  private var waiter: Waiter?
  private var alarm: SleepTimer?

  init(id: Int32, process: Process, context: ThreadContext, name: [UInt8]) {
    self.id = id
    self.process = process
    self.context = context
    self.name = name
    system = process.system
    scheduler = process.system.scheduler
    memory = process.system.memory
  }

  public var files: FileContext { process.files }
  public var limits: ResourceLimits {
    _read { yield process.limits }
    _modify { yield &process.limits }
  }
  public var addressSpace: AddressSpace { process.addressSpace }

  /// Breaks the circles that a living thread is part of.
  func dissolve() {
    waiter = nil
    alarm = nil
  }
}

// Waiting, for wait queues and services.
extension Thread {
  /// The waiter for waits in one queue.
  var ownWaiter: Uncounted<Waiter> {
    // The thread has it until it ends, and no thread waits then.
    if let waiter { return unsafe Uncounted(waiter) }
    let made = Waiter(self)
    waiter = made
    return unsafe Uncounted(made)
  }

  /// Rests until a condition holds that a wait queue brings about.
  /// - Parameters:
  ///   - deadline: a time on the monotonic clock, or `nil` to wait for good.
  ///   - isInterruptible: whether signals end the rest.
  ///   - isDone: whether the rest is over; asked whenever the thread was woken.
  public func rest(until deadline: UInt64?, isInterruptible: Bool = true, _ isDone: () -> Bool) -> WaitResult {
    var result: WaitResult?
    if let deadline {
      if alarm == nil { alarm = SleepTimer(self) }
      if let alarm { scheduler.set(alarm, at: deadline) }
    }
    while result == nil {
      if isDone() {
        result = .woken
      } else if isInterruptible ? hasSignalToActOn : isEndedBySignal {
        result = .interrupted
      } else if let deadline, system.clock.monotonicTime >= deadline {
        result = .timedOut
      } else {
        scheduler.waitForTurn(of: self)
      }
    }
    if deadline != nil, let alarm { scheduler.timers.cancel(alarm) }
    return result ?? .woken
  }

  /// Rests until a thread that this one has made uses their memory no more. Both may have the same stack till then, and no
  /// signal but one that ends the thread is acted on: its handler could have the child's stack for signals.
  func waitUntilMemoryIsLeft(by child: Thread) {
    let queue = WaitQueue()
    child.memoryLeft = queue
    _ = queue.wait(self, isInterruptible: false)
  }

  /// Lets a maker go on that waits for the memory.
  func leaveMemory() {
    memoryLeft?.wake()
    memoryLeft = nil
  }

  /// Lets a resting thread look again at what it waits for.
  func wakeFromWait() { scheduler.makeRunnable(self) }
}

/// Ends a thread's rest at its deadline.
private final class SleepTimer: KernelTimer {
  private let thread: Thread

  init(_ thread: Thread) {
    self.thread = thread
    super.init()
  }

  override func fire() { thread.wakeFromWait() }
}
