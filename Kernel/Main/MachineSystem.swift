// The machine, as the policy sees it.

import CMachine
import KernelCore
import KernelMachine
import Shared

final class MachineClock: Clock {
  override var monotonicTime: UInt64 { SystemClock.monotonicTime }
  override var bootTime: UInt64 { unsafe SystemClock.bootTime }
  override var resolution: UInt64 { SystemClock.resolution }
}

final class Machine86: MachineDescription {
  private let pageCount: Int
  private let movesPrograms: Bool

  /// - Parameters:
  ///   - pageCount: the frames that the kernel manages.
  ///   - movesPrograms: whether programs' addresses are random.
  init(pageCount: Int, movesPrograms: Bool) {
    self.pageCount = pageCount
    self.movesPrograms = movesPrograms
  }

  override var totalPageCount: Int { pageCount }
  override var freePageCount: Int { PhysicalMemory.freeFrameCount }
  override var heapByteCount: Int { KernelHeap.byteCountInUse }
  override var threadStackByteCount: Int { KernelStack.threadByteCount }
  override var hasRoomForThread: Bool { PhysicalMemory.hasRoom(forBytes: 64 << 10) }

  override var processorCapabilities: ProcessorCapabilities {
    let features = CPUFeatures()
    return ProcessorCapabilities(features: features.capabilityWord, hasFSGSBASE: features.hasFSGSBASE)
  }

  override var processor: ProcessorDescription { CPUFeatures.description }

  override func loadRandomness() -> LoadRandomness {
    // All of them at once: each request of the generator makes it a new key.
    let words: InlineArray<6, UInt64> = KernelRandom.words()
    var given = 0
    return LoadRandomness(movingAddresses: movesPrograms) {
      given &+= 1
      return words[given &- 1]
    }
  }
}

final class MachineBatchAnswerer: BatchAnswerer {
  override func answer(recordsIn range: UserRange, stopsAtFailure: Bool) -> BatchProgress {
    let stops: UInt64 = stopsAtFailure ? 1 : 0
    let progress =
      if unsafe CurrentThread.tracer == nil {
        answerUserRecords(range.address, range.end, stops, answerTypedCall)
      } else {
        answerUserRecords(range.address, range.end, stops, observeUserRecord)
      }
    return BatchProgress(
      answered: Int(progress.next - range.address) / SyscallRecord.byteCount, isUnreachable: progress.isUnreachable != 0
    )
  }
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
  override var usedByteCount: Int { total - left }
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
