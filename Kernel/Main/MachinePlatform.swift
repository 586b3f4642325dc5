// The machine, as the policy sees it.

import KernelCore
import KernelMachine
import Shared

/// Time, waiting and program state from the devices.
final class MachinePlatform: Platform {
  private let pageCount: Int

  init(random: RandomSource, pageCount: Int) {
    self.pageCount = pageCount
    super.init(memory: ProgramMemory(), random: random)
  }

  override var monotonicTime: UInt64 { SystemClock.monotonicTime }
  override var bootTime: UInt64 { unsafe SystemClock.bootTime }
  override var clockResolution: UInt64 { SystemClock.resolution }

  /// The console may have to be asked for its input, so no rest is longer than this.
  private static let longestRest: UInt64 = 1_000_000

  override func wait(until deadline: UInt64?) {
    let now = SystemClock.monotonicTime
    if let deadline, deadline <= now { return }
    SystemClock.rest(nanoseconds: min(deadline.map { $0 - now } ?? .max, Self.longestRest))
    Console.poll()
  }

  override var threadPointer: UInt {
    get { ProgramState.threadPointer }
    set { ProgramState.threadPointer = newValue }
  }
  override var secondBase: UInt {
    get { ProgramState.secondBase }
    set { ProgramState.secondBase = newValue }
  }

  override var totalPageCount: Int { pageCount }
  override var freePageCount: Int { PhysicalMemory.freeFrameCount }

  override func processEnded() { CurrentProcess.leaveAtReturn() }
}

/// Random bytes for programs and addresses.
final class MachineRandom: RandomSource {
  override func fill(_ bytes: inout MutableRawSpan) { KernelRandom.fill(&bytes) }

  override func mix(_ bytes: RawSpan) { KernelRandom.mix(bytes) }
}

/// The time stamps of files.
final class MachineFileClock: FileClock {
  override func now() -> FileTime {
    let time = unsafe SystemClock.bootTime &+ SystemClock.monotonicTime
    return FileTime(
      seconds: Int64(truncatingIfNeeded: time / 1_000_000_000),
      nanoseconds: UInt32(truncatingIfNeeded: time % 1_000_000_000))
  }
}

/// Files may have half of what memory there was at boot, and never the last of it.
final class MachineStorageBudget: StorageBudget {
  private var left: Int

  init(pageCount: Int) { left = pageCount / 2 * 4096 }

  override func reserve(byteCount: Int) -> Bool {
    guard byteCount <= left, PhysicalMemory.hasRoom(forBytes: byteCount) else { return false }
    left -= byteCount
    return true
  }

  override func release(byteCount: Int) { left += byteCount }
}
