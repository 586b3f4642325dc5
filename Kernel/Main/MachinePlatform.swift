// The machine, as the policy sees it.

import CMachine
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

  override func answer(recordsIn range: UserRange, stopsAtFailure: Bool) -> BatchProgress {
    let stops: UInt64 = stopsAtFailure ? 1 : 0
    let progress =
      if unsafe CurrentProcess.tracer == nil {
        answerUserRecords(range.address, range.end, stops, answerBatchedCall)
      } else {
        answerUserRecords(range.address, range.end, stops, observeUserRecord)
      }
    return BatchProgress(
      answered: Int(progress.next - range.address) / SyscallRecord.byteCount, isUnreachable: progress.isUnreachable != 0
    )
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
  override var capacity: Int { total }
  override var available: Int { min(left, PhysicalMemory.freeFrameCount * 4096) }
  private let total: Int
  private var left: Int

  init(pageCount: Int) {
    total = pageCount / 2 * 4096
    left = total
    super.init(frames: MachineFrames())
  }

  override func reserve(byteCount: Int) -> Bool {
    guard byteCount <= left, PhysicalMemory.hasRoom(forBytes: byteCount) else { return false }
    left -= byteCount
    return true
  }

  override func release(byteCount: Int) { left += byteCount }
}
