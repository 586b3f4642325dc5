// The files of `/proc/PID` that are text: which text each of them has is in the files beside this one.

import Shared

/// A text about a process or a thread.
final class ProcessText: GeneratedFile {
  let reference: ProcessReference
  private let entry: ProcessEntry

  init(reservedIn volume: Volume, of reference: ProcessReference, _ entry: ProcessEntry, number: UInt64) {
    self.reference = reference
    self.entry = entry
    super.init(reservedIn: volume, permissions: entry.mode.permissions, number: number)
  }

  var process: Process { reference.process }

  /// The name of the thread, as it is now.
  var name: [UInt8] { reference.thread?.name ?? process.name }

  override func checkOpening(by caller: FileCaller) throws(Errno) {
    try reference.requireThere()
    switch entry {
    case .maps, .environ: try reference.requireInspection(by: caller)
    default: break
    }
  }

  override func appendPiece(at cursor: inout UInt64, to piece: inout TextPiece) throws(Errno) -> Bool {
    try reference.requireThere()
    switch entry {
    // The process may have executed a program of another user's since the file was opened.
    case .environ, .maps: guard isOpenToReader else { return false }
    default: break
    }
    switch entry {
    case .cmdline: return appendMemory(process.addressSpace.strings.arguments, at: &cursor, to: &piece)
    case .environ: return appendMemory(process.addressSpace.strings.environment, at: &cursor, to: &piece)
    case .maps: return appendRegion(at: &cursor, to: &piece)
    case .status: return appendStatus(at: &cursor, to: &piece)
    case .comm, .limits, .mountinfo, .mounts, .stat, .statm:
      guard cursor == 0 else { return false }
      cursor = 1
      appendWhole(to: &piece)
      return piece.count > 0
    case .cwd, .exe, .fd, .root, .task: return false
    }
  }

  /// Those that are one piece.
  private func appendWhole(to piece: inout TextPiece) {
    switch entry {
    case .comm:
      piece.append(name)
      piece.append("\n")
    case .limits: appendLimits(to: &piece)
    case .mountinfo: Mount.appendInformation(to: &piece, root: process.files.rootDirectory)
    case .mounts: Mount.appendTable(to: &piece, root: process.files.rootDirectory)
    case .stat: appendStat(to: &piece)
    case .statm: appendMemoryCounts(to: &piece)
    case .cmdline, .cwd, .environ, .exe, .fd, .maps, .root, .status, .task: break
    }
  }

  /// Adds what of a range of the program's memory comes after what was added.
  private func appendMemory(_ range: Range<UInt>, at cursor: inout UInt64, to piece: inout TextPiece) -> Bool {
    let (start, overflows) = range.lowerBound.addingReportingOverflow(UInt(cursor))
    guard !overflows, start < range.upperBound else { return false }
    let end = start + min(range.upperBound - start, UserSpace.pageSize)
    process.addressSpace.read(start..<end) { bytes in
      for offset in bytes.byteOffsets { piece.append(bytes.byte(at: offset) ?? 0) }
    }
    cursor &+= UInt64(piece.count)
    return piece.count > 0
  }

  /// Only a thread's name can be written, by its own process.
  override func take(from source: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    guard entry == .comm else { throw .invalidArgument }
    try reference.requireThere()
    guard process.system.caller?.process === process, let thread = reference.thread else { throw .invalidArgument }
    var bytes = InlineArray<15, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    let wanted = source.prefix(UInt(Thread.longestName))
    guard memory.copy(from: wanted, into: &raw) == Int(wanted.byteCount) else { throw .badAddress }
    var name: [UInt8] = []
    for index in 0..<Int(wanted.byteCount) {
      if bytes[index] == 0 { break }
      name.append(bytes[index])
    }
    thread.name = name
    return Int(source.byteCount)
  }
}
