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
    /// How many threads, processes, groups and sessions its entries hold.
    var holdCount = 0
  }

  private var chunks = [Chunk?](repeating: nil, count: Int(ProcessTable.idLimit) / ProcessTable.chunkLength)
  /// One that is kept for the next process with a number that is far from all others.
  private var emptyChunk: Chunk?
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

  /// Gives a number to what has none of its kind yet.
  @inline(__always)
  private func enter(_ id: Int32, _ body: (inout ProcessTableEntry) -> Void) {
    guard id > 0, id < Self.idLimit else { return }
    let chunk = chunks[Int(id) >> Self.chunkByteShift] ?? makeChunk(for: id)
    chunk.holdCount &+= 1
    body(&chunk.entries[Int(id) & (Self.chunkLength - 1)])
  }

  private func makeChunk(for id: Int32) -> Chunk {
    let chunk = emptyChunk ?? Chunk()
    emptyChunk = nil
    chunks[Int(id) >> Self.chunkByteShift] = chunk
    return chunk
  }

  /// Takes a number from what has it.
  @inline(__always)
  private func leave(_ id: Int32, _ body: (inout ProcessTableEntry) -> Void) {
    guard id > 0, id < Self.idLimit, let chunk = chunks[Int(id) >> Self.chunkByteShift] else { return }
    body(&chunk.entries[Int(id) & (Self.chunkLength - 1)])
    chunk.holdCount &-= 1
    if chunk.holdCount == 0 {
      chunks[Int(id) >> Self.chunkByteShift] = nil
      emptyChunk = chunk
    }
  }

  func insert(_ process: Process) {
    enter(process.id) { $0.process = process }
    processCount += 1
  }

  func remove(_ process: Process) {
    leave(process.id) { $0.process = nil }
    processCount -= 1
  }

  func insert(_ thread: Thread) {
    enter(thread.id) { $0.thread = thread }
    threadCount += 1
  }

  func remove(_ thread: Thread) {
    leave(thread.id) { $0.thread = nil }
    threadCount -= 1
  }

  func insert(_ group: ProcessGroup) { enter(group.id) { $0.group = group } }
  func remove(_ group: ProcessGroup) { leave(group.id) { $0.group = nil } }
  func insert(_ session: Session) { enter(session.id) { $0.session = session } }
  func remove(_ session: Session) { leave(session.id) { $0.session = nil } }

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
