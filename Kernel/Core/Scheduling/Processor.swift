// What scheduling asks of the machine.

import Shared

/// The CPU that runs threads. The kernel has one over the real CPU, tests have one over the host's own threads.
open class Processor {
  public init() {}

  /// Nanoseconds since the machine started; never steps back.
  open var monotonicTime: UInt64 { 0 }

  /// What the machine keeps for a new thread: a kernel stack and room for its registers.
  /// - Returns: `nil` when there is no memory.
  open func makeContext() -> ThreadContext? { nil }

  /// A page table in which nothing is mapped.
  /// - Returns: `nil` when there is no memory.
  open func makePageTable() -> PageTable? { nil }

  /// The running thread has come to a point where others may run, though it goes on.
  open func offersTurn() {}

  /// Goes on with another thread. Returns when the thread that called goes on.
  open func resume(_ next: Thread, insteadOf previous: Thread) {}

  /// Makes a thread the one that goes on as soon as the caller leaves its stack for good.
  open func resumeAfterDeparture(_ next: Thread) {}

  /// Stops using a thread's address space, which may be freed then.
  open func leaveAddressSpace() {}

  /// Uses another address space for the thread that is running.
  open func enter(_ addressSpace: AddressSpace) {}

  /// The number of the thread that is running has changed.
  open func identityChanged(of thread: Thread) {}

  /// Lets the CPU rest until an interrupt, at most until a time on the monotonic clock.
  open func idle(until deadline: UInt64?) {}

  /// Interrupts the running program at a time on the monotonic clock, in place of the time that it was told before.
  open func interrupt(at deadline: UInt64) {}

  /// Lets the running thread's return to its program go by `Thread.returnsToProgram`.
  open func requestReturnWork() {}
}

/// What the machine keeps for one thread: its registers while it does not run, and its kernel stack.
open class ThreadContext {
  public init() {}

  /// The program's registers as they will be when the thread returns to it. Valid while the thread is in the kernel
  /// with all of them saved: in calls that need the whole frame, in traps, and on the way back to the program.
  open var registers: Registers {
    get { Registers() }
    set {}
  }

  /// Takes over another thread's registers, as they will be when that returns to its program.
  open func copyRegisters(from other: ThreadContext) { registers = other.registers }

  /// What a call leaves in rax, by itself: all registers are much to copy.
  open var result: UInt64 {
    get { registers.rax }
    set { registers.rax = newValue }
  }

  /// The program's stack pointer, which is known in every call.
  open var programStackPointer: UInt64 {
    get { registers.rsp }
    set { registers.rsp = newValue }
  }

  /// The thread pointer of the program's C library (`arch_prctl(2)`, ARCH_SET_FS).
  open var fsBase: UInt {
    get { 0 }
    set {}
  }
  /// The program's GS base (`arch_prctl(2)`, ARCH_SET_GS).
  open var gsBase: UInt {
    get { 0 }
    set {}
  }

  /// Makes the floating-point unit what a new program finds (System V ABI, AMD64 supplement, 3.4.1).
  open func resetFloatingPoint() {}
  /// Makes the segments what a new program finds: nothing loaded, no bases.
  open func resetSegments() {}

  /// Takes over the state of a running thread, which is the caller: all but its registers and bases.
  open func copyFloatingPoint(from other: ThreadContext) {}

  /// How many bytes the floating-point state takes in a signal frame (Intel SDM 1, 10.5 and 13.4).
  public static let floatingPointByteCount = 512

  /// Stores the floating-point state of the running thread in a program's memory, 64-byte aligned.
  /// - Returns: whether all of it could be stored.
  open func storeFloatingPoint(at address: UInt, of memory: UserMemory) -> Bool { false }

  /// Loads the floating-point state from a program's memory, with all reserved bits cleared.
  /// - Returns: whether it could be read and is one.
  open func loadFloatingPoint(at address: UInt, of memory: UserMemory) -> Bool { false }
}
