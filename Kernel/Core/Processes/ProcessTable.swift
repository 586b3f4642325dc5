// The numbers of processes, threads, groups and sessions, which share one space.

/// What has a number. An entry is free again when nothing has the number any more, so that no number means two things.
struct ProcessTableEntry {
  /// The thread with the number, until it ends.
  var thread: Thread?
  /// The process with the number, until its parent has waited for it.
  var process: Process?
  /// The process group with the number, while it has members.
  var group: ProcessGroup?
  /// The session with the number, while it has members.
  var session: Session?

  var isFree: Bool { thread == nil && process == nil && group == nil && session == nil }
}

/// All processes and threads, by number.
public final class ProcessTable {
  /// Linux's usual `/proc/sys/kernel/pid_max` (`proc_sys_kernel(5)`).
  public static let idLimit: Int32 = 32768
  private static let chunkByteShift = 6
  private static let chunkLength = 1 << chunkByteShift

  private final class Chunk {
    var entries = [ProcessTableEntry](repeating: ProcessTableEntry(), count: ProcessTable.chunkLength)
    var usedCount = 0
  }

  private var chunks = [Chunk?](repeating: nil, count: Int(ProcessTable.idLimit) / ProcessTable.chunkLength)
  /// The number after which the search for a free one begins.
  private(set) var lastID: Int32 = 1
  /// How many processes there are, those that have ended and are not waited for included.
  public private(set) var processCount = 0
  /// How many threads there are.
  public private(set) var threadCount = 0

  public init() {}

  subscript(id: Int32) -> ProcessTableEntry? {
    guard id > 0, id < Self.idLimit else { return nil }
    return chunks[Int(id) >> Self.chunkByteShift]?.entries[Int(id) & (Self.chunkLength - 1)]
  }

  public func process(_ id: Int32) -> Process? { self[id]?.process }
  public func thread(_ id: Int32) -> Thread? { self[id]?.thread }
  func group(_ id: Int32) -> ProcessGroup? { self[id]?.group }
  func session(_ id: Int32) -> Session? { self[id]?.session }

  /// A number that nothing has; the next after the last one given, since a number should not come back soon.
  /// - Returns: `nil` when all are taken.
  func freeID() -> Int32? {
    var id = lastID
    for _ in 0..<Self.idLimit {
      id += 1
      // As on Linux, the low numbers stay with those that were there first (RESERVED_PIDS).
      if id >= Self.idLimit { id = 300 }
      guard self[id]?.isFree ?? true else { continue }
      lastID = id
      return id
    }
    return nil
  }

  /// Changes what has a number.
  private func change(_ id: Int32, _ body: (inout ProcessTableEntry) -> Void) {
    guard id > 0, id < Self.idLimit else { return }
    let index = Int(id) >> Self.chunkByteShift
    let chunk: Chunk
    if let there = chunks[index] {
      chunk = there
    } else {
      chunk = Chunk()
      chunks[index] = chunk
    }
    let slot = Int(id) & (Self.chunkLength - 1)
    let wasFree = chunk.entries[slot].isFree
    body(&chunk.entries[slot])
    let isFree = chunk.entries[slot].isFree
    if wasFree, !isFree { chunk.usedCount += 1 }
    if !wasFree, isFree { chunk.usedCount -= 1 }
    if chunk.usedCount == 0 { chunks[index] = nil }
  }

  func insert(_ process: Process) {
    change(process.id) { $0.process = process }
    processCount += 1
  }

  func remove(_ process: Process) {
    change(process.id) { $0.process = nil }
    processCount -= 1
  }

  func insert(_ thread: Thread) {
    change(thread.id) { $0.thread = thread }
    threadCount += 1
  }

  func remove(_ thread: Thread) {
    change(thread.id) { $0.thread = nil }
    threadCount -= 1
  }

  func set(_ group: ProcessGroup?, at id: Int32) { change(id) { $0.group = group } }
  func set(_ session: Session?, at id: Int32) { change(id) { $0.session = session } }

  /// The process with the lowest number from one on.
  func firstProcess(from first: Int32) -> Process? {
    var id = max(0, first)
    while id < Self.idLimit {
      guard let chunk = chunks[Int(id) >> Self.chunkByteShift] else {
        // To the first number of the next chunk.
        id = (id | Int32(Self.chunkLength - 1)) + 1
        continue
      }
      if let process = chunk.entries[Int(id) & (Self.chunkLength - 1)].process { return process }
      id += 1
    }
    return nil
  }

  /// Calls a function for each process, those that have ended included, in the order of their numbers.
  public func forEachProcess(_ body: (Process) -> Void) {
    for index in chunks.indices {
      guard let chunk = chunks[index] else { continue }
      for slot in 0..<Self.chunkLength {
        if let process = chunk.entries[slot].process { body(process) }
      }
    }
  }
}
