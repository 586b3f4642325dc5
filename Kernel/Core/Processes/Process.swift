// A program that runs: everything that its threads share.

import Shared

/// A process: address space, files, signal actions, limits, its place among other processes, and how it ended.
public final class Process {
  /// The number by which calls name it; its first thread has the same.
  public let id: Int32
  public let system: System
  /// The process that waits for its end. Process 1 has none.
  public internal(set) var parent: Process?
  /// Those that it has made, or that were left to it, and has not waited for.
  var children: [Process] = []
  var group: ProcessGroup?
  /// Its threads that have not ended.
  public internal(set) var threads: [Thread] = []

  public internal(set) var addressSpace: AddressSpace
  /// Shared with others by `clone(2)` with CLONE_FILES.
  public internal(set) var files: FileContext
  /// Shared with others by `clone(2)` with CLONE_SIGHAND.
  var signalActions: SignalActions
  /// Signals that are for any of its threads.
  var pendingSignals = PendingSignals()
  /// Waits for signals to be sent (`signalfd(2)`).
  var signalSent = WaitQueueOnDemand()
  public var limits: ResourceLimits
  /// Whether it has given its session's terminal up for itself (`ioctl_tty(2)`, TIOCNOTTY).
  var hasLeftTerminal = false
  /// Whether it has executed a program since it was forked (`setpgid(2)`).
  var hasExecuted = false

  /// The signal that tells the parent of the end; 0 for no signal (`clone(2)`).
  var exitSignal: UInt8 = Signal.child.rawValue
  /// The signal that it gets when its parent ends (`prctl(2)`, PR_SET_PDEATHSIG).
  var parentDeathSignal: UInt8 = 0
  /// Whether it takes over the orphans below it (`prctl(2)`, PR_SET_CHILD_SUBREAPER).
  var isSubreaper = false
  /// Whether `execve(2)` may give it no new rights (`prctl(2)`, PR_SET_NO_NEW_PRIVS).
  var hasNoNewPrivileges = false
  /// Whether its memory may be shown to others that could trace it (`prctl(2)`, PR_SET_DUMPABLE).
  var isDumpable = true
  /// Whether it wants no huge pages (`prctl(2)`, PR_SET_THP_DISABLE).
  var disablesHugePages = false
  /// What its last `personality(2)` asked for.
  var personality: UInt32 = 0
  /// `ADDR_NO_RANDOMIZE` of `personality(2)`: programs that it executes are always at the same addresses.
  static let keepsAddresses: UInt32 = 0x4_0000

  /// Waits for children to end, stop or go on.
  var childrenChanged = WaitQueueOnDemand()
  /// Waits for the process to end (`pidfd_open(2)`).
  var ended = WaitQueueOnDemand()
  /// Whether its threads stay where they are until they are continued.
  var isStopped = false
  var continued = WaitQueueOnDemand()
  /// A stop or continuation that the parent has not been told of by `wait`.
  var unreportedChange: StatusChange?
  /// How it ended, once it has. Set with the wish to end; `hasEnded` follows with the last thread.
  public private(set) var end: ProcessEnd?
  /// Whether the last thread has gone.
  public internal(set) var hasEnded = false

  /// Its timers, once it has set one.
  var timers: ProcessTimers?

  /// The name of its last thread.
  var lastName: [UInt8] = []
  /// Waits for threads to end, for the one that executes a program.
  var threadEnded = WaitQueueOnDemand()
  /// What its threads that have ended used, and programs that it executed before.
  var endedThreadsUsage = ResourceUsage(time: 0)
  /// The same for children that were waited for, and theirs.
  var childrenUsage = ResourceUsage(time: 0)
  /// When it began, on the monotonic clock.
  let startTime: UInt64

  init(
    id: Int32, system: System, addressSpace: AddressSpace, files: FileContext, signalActions: SignalActions,
    limits: ResourceLimits = ResourceLimits(stackByteCount: UInt64(AddressSpaceLayout.defaultStackByteCount))
  ) {
    self.id = id
    self.system = system
    self.addressSpace = addressSpace
    self.files = files
    self.signalActions = signalActions
    self.limits = limits
    addressSpace.processCount += 1
    startTime = system.clock.monotonicTime
  }

  /// The name of its first thread, for the log.
  public var name: [UInt8] { threads.first?.name ?? lastName }

  /// Ends the process; the first end counts. Its threads end on their way to their programs, where no call of theirs
  /// is still at work; memory and files go with the last of them.
  public func finish(_ end: ProcessEnd) {
    if self.end == nil { self.end = end }
    for thread in threads { thread.endOnReturn() }
  }

  /// How long it has run, in nanoseconds.
  var processorTime: UInt64 {
    var time = endedThreadsUsage.time
    for thread in threads { time &+= system.scheduler.processorTime(of: thread) }
    return time
  }
}

/// How a process ended (`wait(2)`).
public enum ProcessEnd: Equatable, Sendable {
  /// By `exit`, with the low 8 bits of its status.
  case exited(UInt8)
  /// By a signal that it did not handle.
  case signaled(Signal)
}

/// What a parent can be told of a child that has not ended.
enum StatusChange: Equatable {
  case stopped(Signal)
  case continued
}
