// What all processes share.

import Shared

/// The machine and the kernel's own parts as services reach them. The kernel has one, tests make their own.
public final class System {
  /// The memory of the program that is running.
  public let memory: UserMemory
  /// Where `getrandom(2)` takes its bytes.
  public let random: RandomSource
  public let clock: Clock
  public let scheduler: Scheduler
  public let machine: MachineDescription
  public let batches: BatchAnswerer
  /// Pays for what calls make the kernel remember.
  public let heapBudget: HeapBudget
  public let processes = ProcessTable()
  let futexes = FutexTable()
  let sockets = SocketRegistry()
  /// What a process has in place of memory once it has ended: nothing is mapped in it.
  let emptyAddressSpace: AddressSpace
  /// The pseudo-terminals, once there is a tree to find them in.
  var pseudoTerminals: PseudoTerminals?
  /// The number of this boot, once a program has asked.
  var knownBootID: InlineArray<16, UInt8>?
  /// The process with which the machine ends.
  var firstProcess: Process?
  /// How the first process ended, once it has.
  public internal(set) var end: ProcessEnd?

  public init(
    memory: UserMemory, random: RandomSource, clock: Clock, processor: Processor, machine: MachineDescription,
    batches: BatchAnswerer, frames: FrameStore, heapBudget: HeapBudget
  ) {
    emptyAddressSpace = AddressSpace(
      pageTable: PageTable(frames: frames), layout: AddressSpaceLayout(stackRandom: 0, mappingRandom: 0))
    self.memory = memory
    self.random = random
    self.clock = clock
    scheduler = Scheduler(processor: processor)
    self.machine = machine
    self.batches = batches
    self.heapBudget = heapBudget
    memory.turns = scheduler
  }

  var processor: Processor { scheduler.processor }

  /// The table of futexes, uncounted.
  @inline(__always) var lentFutexes: Uncounted<FutexTable> {
    // The system has it for good.
    unsafe Uncounted(futexes)
  }

  /// The thread that makes the call that the kernel is at work on, for devices. Where a timer fires there may be none.
  var caller: Thread? { scheduler.current }

  /// Puts the running thread to rest until a queue is woken, for devices, which do not know their caller.
  public func wait(in queue: WaitQueue, until deadline: UInt64? = nil) -> WaitResult {
    guard let deadline else { return scheduler.wait(in: queue) }
    return scheduler.withCurrent { queue.wait($0, until: deadline) } ?? .interrupted
  }
}

extension System {
  /// Tells the running thread that it wrote where nothing reads, for a write that counts all the same (`signal(7)`, SIGPIPE).
  func raiseBrokenPipe() { scheduler.current?.raise(.brokenPipe) }
}

/// The clocks that everything else is reckoned from.
open class Clock {
  public init() {}

  /// Nanoseconds since the machine started; never steps back.
  open var monotonicTime: UInt64 { 0 }
  /// Nanoseconds between 1970-01-01 00:00 UTC and the machine's start.
  open var bootTime: UInt64 { 0 }
  /// How finely the clocks go, in nanoseconds.
  open var resolution: UInt64 { 1 }

  /// How long a tick of `times(2)` and `siginfo_t` is: USER_HZ is 100.
  static let nanosecondsPerTick: UInt64 = 10_000_000
  /// How far the coarse clocks go at once (`clock_getres(2)`), as where Linux has 250 timer ticks a second.
  static let nanosecondsPerTimerTick: UInt64 = 4_000_000
  static let nanosecondsPerSecond: UInt64 = 1_000_000_000
}

/// What the machine is, for calls that tell it to programs and for the loader.
open class MachineDescription {
  public init() {}

  /// The CPUs that run programs.
  open var cpuCount: Int { 1 }
  /// All frames of RAM that the kernel manages, in pages.
  open var totalPageCount: Int { 0 }
  /// Those of them that are free.
  open var freePageCount: Int { 0 }
  /// The bytes of the kernel's heap that are in use.
  open var heapByteCount: Int { 0 }
  /// What the stack of a thread takes in the kernel, in bytes.
  open var threadStackByteCount: Int { 0 }
  /// Whether a new thread leaves enough memory for those that there are.
  open var hasRoomForThread: Bool { true }
  /// What the loader tells a program of the CPU.
  open var processorCapabilities: ProcessorCapabilities { ProcessorCapabilities(features: 0, hasFSGSBASE: false) }
  /// What programs are told of the CPUs.
  open var processor: ProcessorDescription { ProcessorDescription() }
  /// The random numbers for a program's start.
  open func loadRandomness() -> LoadRandomness { LoadRandomness(movingAddresses: false) { 0 } }
}

/// What answers the records of a batch, one behind the other.
open class BatchAnswerer {
  public init() {}

  /// Answers the records of today's size in a range, one behind the other, until there is one that is no record, that
  /// cannot be read and written, whose call never answers, or, where that is asked for, whose call failed.
  /// - Parameter range: at most a page in size, and not empty.
  open func answer(recordsIn range: UserRange, stopsAtFailure: Bool) -> BatchProgress {
    BatchProgress(answered: 0, isUnreachable: true)
  }
}
