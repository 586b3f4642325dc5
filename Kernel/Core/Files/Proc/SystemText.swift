// The files of `/proc` that tell of the system as a whole.

import Shared

/// A text about the system.
final class SystemText: GeneratedFile {
  private let entry: SystemEntry
  private let system: System

  init(reservedIn volume: Volume, _ entry: SystemEntry, system: System) {
    self.entry = entry
    self.system = system
    super.init(reservedIn: volume, permissions: entry.mode.permissions, number: entry.number)
  }

  override func appendPiece(at cursor: inout UInt64, to piece: inout TextPiece) throws(Errno) -> Bool {
    guard cursor == 0 else { return false }
    cursor = 1
    switch entry {
    case .cpuinfo:
      appendProcessors(system.machine.processor, count: system.machine.cpuCount, to: &piece)
    case .filesystems: piece.append("nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\n")
    case .loadavg: appendLoad(to: &piece)
    case .meminfo: appendMemory(to: &piece)
    case .stat: appendStatistics(to: &piece)
    case .uptime: appendUptime(to: &piece)
    case .version:
      SystemName.appendVersion(to: &piece)
    case .bootID: appendUUID(system.bootID, to: &piece)
    case .uuid: appendUUID(system.makeUUID(), to: &piece)
    // What the generator counts as full (`random(4)`).
    case .entropyAvailable: piece.append("256\n")
    case .hostname: appendLine(SystemName.node, to: &piece)
    case .osrelease: appendLine(SystemName.release, to: &piece)
    case .ostype: appendLine(SystemName.system, to: &piece)
    case .processLimit:
      piece.append(Int(ProcessTable.idLimit))
      piece.append("\n")
    case .lastCapability: piece.append("40\n")
    case .selfLink, .threadSelf, .mounts, .sys, .kernel, .random: break
    }
    return piece.count > 0
  }

  private func appendLine(_ text: StaticString, to piece: inout TextPiece) {
    piece.append(text)
    piece.append("\n")
  }

  // MARK: Time

  private func appendUptime(to piece: inout TextPiece) {
    let time = system.clock.monotonicTime
    appendSeconds(time, to: &piece)
    piece.append(" ")
    appendSeconds(time &- min(time, system.scheduler.totalTime), to: &piece)
    piece.append("\n")
  }

  private func appendSeconds(_ time: UInt64, to piece: inout TextPiece) {
    let ticks = time / Clock.nanosecondsPerTick
    piece.append(ticks / 100)
    piece.append(".")
    piece.append(ticks % 100, width: 2, filling: UInt8(ascii: "0"))
  }

  /// How many threads run or can.
  private var runnableCount: UInt64 {
    var count: UInt64 = 0
    system.processes.forEachProcess { process in
      for thread in process.threads where thread.activity == .running || thread.activity == .runnable { count &+= 1 }
    }
    return count
  }

  /// The averages are not kept.
  private func appendLoad(to piece: inout TextPiece) {
    piece.append("0.00 0.00 0.00 ")
    piece.append(runnableCount)
    piece.append("/")
    piece.append(UInt64(system.processes.threadCount))
    piece.append(" ")
    piece.append(Int(system.processes.lastID))
    piece.append("\n")
  }

  private func appendStatistics(to piece: inout TextPiece) {
    let time = system.clock.monotonicTime
    let busy = min(time, system.scheduler.totalTime)
    for name: StaticString in ["cpu  ", "cpu0 "] {
      piece.append(name)
      // user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice. All is counted as the programs'.
      piece.append(busy / Clock.nanosecondsPerTick)
      piece.append(" 0 0 ")
      piece.append((time &- busy) / Clock.nanosecondsPerTick)
      piece.append(" 0 0 0 0 0 0\n")
    }
    piece.append("intr 0\nctxt 0\nbtime ")
    piece.append(system.clock.bootTime / Clock.nanosecondsPerSecond)
    piece.append("\nprocesses ")
    piece.append(Int(system.processes.lastID))
    piece.append("\nprocs_running ")
    piece.append(runnableCount)
    piece.append("\nprocs_blocked 0\nsoftirq 0\n")
  }

  // MARK: Memory

  private func appendMemory(to piece: inout TextPiece) {
    func line(_ name: StaticString, _ byteCount: UInt64) {
      let start = piece.count
      piece.append(name)
      piece.pad(to: 16, from: start)
      piece.append(byteCount / 1024, width: 8)
      piece.append(" kB\n")
    }
    func pages(_ count: Int) -> UInt64 { UInt64(max(0, count)) &* UInt64(UserSpace.pageSize) }
    let files = UInt64(max(0, volume.budget.usedByteCount))
    line("MemTotal:", pages(system.machine.totalPageCount))
    line("MemFree:", pages(system.machine.freePageCount))
    line("MemAvailable:", pages(volume.budget.frames.availableCount))
    line("Buffers:", 0)
    line("Cached:", files)
    line("SwapCached:", 0)
    line("Active:", 0)
    line("Inactive:", 0)
    line("SwapTotal:", 0)
    line("SwapFree:", 0)
    line("Dirty:", 0)
    line("Writeback:", 0)
    line("Mapped:", 0)
    // All files are in memory alone.
    line("Shmem:", files)
    let heap = UInt64(max(0, system.machine.heapByteCount))
    line("Slab:", heap)
    line("SReclaimable:", 0)
    line("SUnreclaim:", heap)
    line("KernelStack:", UInt64(max(0, system.processes.threadCount &* system.machine.threadStackByteCount)))
  }

  // MARK: Random numbers

  /// As `uuid_unparse(3)` writes one.
  private func appendUUID(_ bytes: InlineArray<16, UInt8>, to piece: inout TextPiece) {
    for index in bytes.indices {
      if index == 4 || index == 6 || index == 8 || index == 10 { piece.append("-") }
      piece.append(hexadecimal: UInt64(bytes[index]), width: 2)
    }
    piece.append("\n")
  }
}

extension System {
  /// A random number in the form of a UUID (RFC 9562, version 4).
  func makeUUID() -> InlineArray<16, UInt8> {
    var bytes = InlineArray<16, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    random.fill(&raw)
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes
  }

  /// The number of this boot (`proc_sys_kernel(5)`, random/boot_id).
  var bootID: InlineArray<16, UInt8> {
    if let knownBootID { return knownBootID }
    let made = makeUUID()
    knownBootID = made
    return made
  }
}
