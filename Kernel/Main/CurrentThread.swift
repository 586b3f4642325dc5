// The thread that runs on this CPU.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// The thread whose program runs, or for which the kernel does. Written when another gets its turn, read by the one CPU
/// that runs programs; interrupt handlers do not look here.
enum CurrentThread {
  /// The numbers of the process and the thread, at hand for the calls that ask no more.
  fileprivate(set) nonisolated(unsafe) static var processID = 0
  fileprivate(set) nonisolated(unsafe) static var threadID = 0
  fileprivate nonisolated(unsafe) static var reference: Unmanaged<Thread>?
  /// Writes calls to the log, if that is wanted.
  nonisolated(unsafe) static var tracer: Tracer?
  /// Looks at the kernel after its calls, if that is wanted.
  nonisolated(unsafe) static var invariants: Invariants?
  /// Measures how long the kernel keeps the CPU, if that is wanted.
  nonisolated(unsafe) static var stretchMeter: StretchMeter?
  /// The terminal that the console is, if it is one. Written at boot.
  nonisolated(unsafe) static var terminal: ConsoleTerminal?
  /// What all threads share. Written at boot.
  nonisolated(unsafe) static var system: System?

  /// Does something with the thread, which is running and so stays while that lasts: it need not be counted.
  @inline(__always) static func with<Result>(_ body: (Thread) -> Result) -> Result {
    // Only a program can call, and its thread was made current before its first instruction.
    unsafe reference.unsafelyUnwrapped._withUnsafeGuaranteedRef(body)
  }

  /// Whether there is one.
  static var exists: Bool { unsafe reference != nil }

  fileprivate static func set(_ thread: Thread) {
    unsafe reference = Unmanaged.passUnretained(thread)
    setIdentity(thread)
  }

  static func setIdentity(_ thread: Thread) {
    unsafe processID = Int(thread.process.id)
    unsafe threadID = Int(thread.id)
  }

  /// Forgets all that a machine that ends has no use for.
  static func forgetAll() {
    unsafe reference = nil
    unsafe tracer = nil
    unsafe invariants = nil
    unsafe stretchMeter?.report()
    unsafe stretchMeter = nil
    unsafe terminal?.stop()
    unsafe terminal = nil
    unsafe system = nil
  }
}

/// The running thread, looked up lazily.
struct RunningThread: CallerReference {
  @inline(__always) func with<Result>(_ body: (Thread) -> Result) -> Result { CurrentThread.with(body) }
}

/// The CPU, as the scheduler sees it.
final class MachineProcessor: Processor {
  /// Where the next thread's stack stands, for one that leaves its own for good.
  private(set) nonisolated(unsafe) static var nextStackPointer: UInt64 = 0

  /// One for all page tables.
  private let frames = MachineFrames()

  override var monotonicTime: UInt64 { SystemClock.monotonicTime }

  override func makeContext() -> ThreadContext? { MachineThread.make() }

  override func makePageTable() -> PageTable? { UserPageTable.make(over: frames) }

  override func resume(_ next: Thread, insteadOf previous: Thread) {
    prepare(next)
    if next.addressSpace !== previous.addressSpace || previous.process.hasEnded { activate(next.addressSpace) }
    guard let meter = unsafe CurrentThread.stretchMeter else {
      return MachineThread.goOn(from: previous.context, with: next.context)
    }
    meter.leave { MachineThread.goOn(from: previous.context, with: next.context) }
  }

  override func resumeAfterDeparture(_ next: Thread) {
    prepare(next)
    activate(next.addressSpace)
    unsafe Self.nextStackPointer = Self.context(of: next).prepareToGoOn()
    unsafe CurrentThread.stretchMeter?.pass()
  }

  @inline(__always) private func prepare(_ next: Thread) {
    CurrentThread.set(next)
    setSlowReturn(next.hasReturnWork || !BuriedFiles.isEmpty ? 1 : returnRequest())
  }

  override func leaveAddressSpace() { UserPageTable.deactivate() }

  override func enter(_ addressSpace: AddressSpace) { activate(addressSpace) }

  private func activate(_ addressSpace: AddressSpace) {
    // All page tables that programs run on are of this class: `makePageTable` makes them.
    unsafe unsafeDowncast(addressSpace.pageTable, to: UserPageTable.self).activate()
  }

  private static func context(of thread: Thread) -> MachineThread {
    // All contexts are of this class: `makeContext` makes them.
    unsafe unsafeDowncast(thread.context, to: MachineThread.self)
  }

  override func identityChanged(of thread: Thread) { CurrentThread.setIdentity(thread) }

  override func idle(until deadline: UInt64?) {
    let now = SystemClock.monotonicTime
    if let deadline, deadline <= now { return }
    let rest = deadline.map { $0 - now } ?? .max
    guard let meter = unsafe CurrentThread.stretchMeter else { return SystemClock.rest(nanoseconds: rest) }
    meter.leave { SystemClock.rest(nanoseconds: rest) }
  }

  override func offersTurn() {
    BuriedFiles.freePart()
    unsafe CurrentThread.stretchMeter?.pass()
  }

  override func interrupt(at deadline: UInt64) {
    let now = SystemClock.monotonicTime
    SystemClock.interrupt(inNanoseconds: deadline > now ? deadline - now : 1)
  }

  override func requestReturnWork() { requestSlowReturn() }
}

/// Leaves the kernel for the program of a thread, if it has one still.
func leaveKernel(fromCall request: UInt?) {
  let outcome = CurrentThread.with { thread in
    // A thread that has just got its first turn, or whose predecessor has ended.
    thread.system.scheduler.collectDeparted()
    while !BuriedFiles.isEmpty { thread.system.scheduler.offerTurn() }
    thread.storeID()
    return thread.returnToProgram(fromCall: request)
  }
  if outcome == .departs { departCurrentThread() }
}

/// Ends the current thread and goes on with another, or ends the machine after the last one. Nothing of the thread is held
/// by this function's frames, which are never left.
func departCurrentThread() -> Never {
  depart()
  if unsafe CurrentThread.system?.processes.threadCount == 0 { leaveLastProgram() }
  unsafe abandonStack(MachineProcessor.nextStackPointer)
}

@inline(never) private func depart() { CurrentThread.with { $0.depart() } }
