// `/proc/PID/stat`, `statm` and `limits`: numbers in a fixed order.

import Shared

extension ProcessText {
  /// What the process, or the thread, does: a letter and a word (`proc_pid_stat(5)`).
  var state: (letter: StaticString, word: StaticString) {
    if process.hasEnded { return ("Z", "zombie") }
    if process.isStopped { return ("T", "stopped") }
    switch reference.thread?.activity {
    case .running, .runnable: return ("R", "running")
    case .waiting, .ended, nil: return ("S", "sleeping")
    }
  }

  /// What the thread, or all that the process has had, has run, in nanoseconds.
  private var time: UInt64 {
    guard reference.threadID != 0, let thread = reference.thread else { return process.processorTime }
    return process.system.scheduler.processorTime(of: thread)
  }

  /// Whether the reader may know where things are in the process's memory.
  var isOpenToReader: Bool {
    guard let caller = process.system.caller else { return false }
    return process.canBeInspected(by: caller.credentials)
  }

  /// Which signals are ignored, and which have a handler: a bit each.
  var actions: (ignored: UInt64, handled: UInt64) {
    var sets: (ignored: UInt64, handled: UInt64) = (0, 0)
    for number in UInt8(1)...64 {
      let signal = Signal(rawValue: number)
      let action = process.signalActions[signal]
      if action.handler == SignalAction.ignoreHandler { sets.ignored |= signal.bit }
      if action.isHandled { sets.handled |= signal.bit }
    }
    return sets
  }

  func appendStat(to piece: inout TextPiece) {
    func add(_ number: UInt64) {
      piece.append(" ")
      piece.append(number)
    }
    func add(signed number: Int32) {
      piece.append(" ")
      piece.append(Int(number))
    }
    let id = reference.threadID == 0 ? process.id : reference.threadID
    piece.append(Int(id))
    piece.append(" (")
    piece.append(name)
    piece.append(") ")
    piece.append(state.letter)
    add(signed: process.parent?.id ?? 0)
    add(signed: process.group?.id ?? 0)
    add(signed: process.group?.session.id ?? 0)
    let terminal = process.controllingTerminal
    add(terminal?.deviceNumber.encoded ?? 0)
    add(signed: terminal.map { $0.foregroundGroupID } ?? -1)
    // flags: PF_RANDOMIZE, the only one that is true of all; page faults are not counted.
    add(0x40_0000)
    for _ in 0..<4 { add(0) }
    add(time / Clock.nanosecondsPerTick)
    add(0)
    add(process.childrenUsage.time / Clock.nanosecondsPerTick)
    add(0)
    let scheduling = (reference.thread ?? process.threads.first)?.scheduling ?? ThreadScheduling()
    add(signed: 20 &+ scheduling.niceness)
    add(signed: scheduling.niceness)
    add(UInt64(max(1, process.threads.count)))
    add(0)
    add(process.startTime / Clock.nanosecondsPerTick)
    let space = process.addressSpace
    let extent = space.extent
    add(UInt64(extent.all))
    add(UInt64(space.mappedPageCount))
    add((try? process.limits[5])?.current ?? ResourceLimits.infinity)
    let isOpen = isOpenToReader
    let isThere = extent.all > 0
    add(isOpen ? UInt64(extent.firstCode.lowerBound) : isThere ? 1 : 0)
    add(isOpen ? UInt64(extent.firstCode.upperBound) : isThere ? 1 : 0)
    add(isOpen ? UInt64(space.strings.stackPointer) : 0)
    add(0)
    add(0)
    let sets = actions
    // The first 31 signals; the others are in `status`.
    for set in [
      reference.thread?.signals.pending.set ?? 0, reference.thread?.signals.mask ?? 0, sets.ignored, sets.handled,
    ] { add(set & 0x7FFF_FFFF) }
    // wchan, nswap, cnswap.
    for _ in 0..<3 { add(0) }
    add(UInt64(process.exitSignal))
    // processor, rt_priority.
    for _ in 0..<2 { add(0) }
    add(UInt64(scheduling.policy.rawValue))
    // delayacct_blkio_ticks, guest_time, cguest_time.
    for _ in 0..<3 { add(0) }
    let places: InlineArray<7, UInt> = [
      extent.firstData.lowerBound, extent.firstData.upperBound, space.heapStart, space.strings.arguments.lowerBound,
      space.strings.arguments.upperBound, space.strings.environment.lowerBound, space.strings.environment.upperBound,
    ]
    for index in places.indices { add(isOpen ? UInt64(places[index]) : 0) }
    add(isOpen && process.hasEnded ? UInt64(process.waitStatus) : 0)
    piece.append("\n")
  }

  /// `/proc/PID/statm`: in pages.
  func appendMemoryCounts(to piece: inout TextPiece) {
    let extent = process.addressSpace.extent
    let page = UserSpace.pageSize
    piece.append(UInt64(extent.all / page))
    piece.append(" ")
    piece.append(UInt64(process.addressSpace.mappedPageCount))
    // Which of them are a file's is not counted.
    piece.append(" 0 ")
    piece.append(UInt64(extent.code / page))
    piece.append(" 0 ")
    piece.append(UInt64((extent.data &+ extent.stack) / page))
    piece.append(" 0\n")
  }

  /// `/proc/PID/limits`: a line for each number that `getrlimit(2)` has, in the order of these.
  func appendLimits(to piece: inout TextPiece) {
    appendLimitLine("Limit", to: &piece) { piece in
      let start = piece.count
      piece.append("Soft Limit")
      piece.pad(to: 21, from: start)
      piece.append("Hard Limit")
      piece.pad(to: 42, from: start)
    } unit: {
      $0.append("Units     ")
    }
    for (index, limit) in LimitName.allCases.enumerated() {
      guard let value = try? process.limits[UInt32(truncatingIfNeeded: index)] else { return }
      appendLimitLine(limit.name, to: &piece) { piece in
        let start = piece.count
        Self.append(value.current, to: &piece)
        piece.pad(to: 21, from: start)
        Self.append(value.maximum, to: &piece)
        piece.pad(to: 42, from: start)
      } unit: { piece in
        let start = piece.count
        piece.append(limit.unit)
        piece.pad(to: 10, from: start)
      }
    }
  }

  private func appendLimitLine(
    _ name: StaticString, to piece: inout TextPiece, values: (inout TextPiece) -> Void,
    unit: (inout TextPiece) -> Void
  ) {
    let start = piece.count
    piece.append(name)
    piece.pad(to: 26, from: start)
    values(&piece)
    unit(&piece)
    piece.append("\n")
  }

  private static func append(_ value: UInt64, to piece: inout TextPiece) {
    if value == ResourceLimits.infinity { piece.append("unlimited") } else { piece.append(value) }
  }
}

/// The limits as `/proc/PID/limits` calls them (Linux `fs/proc/base.c`), by their numbers.
private enum LimitName: CaseIterable {
  case time, file, data, stack, core, resident, processes, files, locked, addresses, locks, signals, queue, nice,
    realTime, realTimeTimeout

  var name: StaticString {
    switch self {
    case .time: "Max cpu time"
    case .file: "Max file size"
    case .data: "Max data size"
    case .stack: "Max stack size"
    case .core: "Max core file size"
    case .resident: "Max resident set"
    case .processes: "Max processes"
    case .files: "Max open files"
    case .locked: "Max locked memory"
    case .addresses: "Max address space"
    case .locks: "Max file locks"
    case .signals: "Max pending signals"
    case .queue: "Max msgqueue size"
    case .nice: "Max nice priority"
    case .realTime: "Max realtime priority"
    case .realTimeTimeout: "Max realtime timeout"
    }
  }

  var unit: StaticString {
    switch self {
    case .time: "seconds"
    case .processes: "processes"
    case .files: "files"
    case .locks: "locks"
    case .signals: "signals"
    case .nice, .realTime: ""
    case .realTimeTimeout: "us"
    case .file, .data, .stack, .core, .resident, .locked, .addresses, .queue: "bytes"
    }
  }
}
