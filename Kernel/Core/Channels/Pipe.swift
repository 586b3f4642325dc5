// Bytes on their way from writers to readers (`pipe(7)`).

import Shared

/// A pipe: pages between those who write and those who read. As on Linux its capacity is a number of pages, and a write
/// joins the last page where all of it that is no whole page fits, so that writes of up to a page never mix.
///
/// A page is taken, and the storage budget charged, when it is written; it goes when it is read. One is kept for the next write.
final class Pipe {
  static let pageByteCount = Int(UserSpace.pageSize)
  /// The pages of a new pipe (`pipe(7)`: 64 KiB), and the most there can be (`proc(5)`, pipe-max-size: 1 MiB).
  static let usualPageCount = 16
  static let largestPageCount = 256

  let budget: StorageBudget
  let frames: FrameStore
  var pages = PipePages(capacity: usualPageCount)
  /// A frame for the next write.
  var spare: FrameNumber?

  /// How many open files read and write.
  private(set) var readerCount = 0
  private(set) var writerCount = 0
  /// How many times a writer, or a reader, has come: what a `fifo(7)` that is opened waits for.
  private(set) var readerArrivals = 0
  private(set) var writerArrivals = 0
  /// How many of them do both, and wait for both where readers wait (`fifo(7)`, O_RDWR).
  var bothCount = 0
  /// Waits for bytes, or for the last writer to leave.
  let readable = WaitQueue()
  /// Waits for room, or for the last reader to leave.
  let writable = WaitQueue()

  init(budget: StorageBudget) {
    self.budget = budget
    frames = budget.frames
  }

  deinit { discardAll() }

  /// Calls a function with each frame that the pipe holds, for checks.
  func forEachFrame(_ body: (FrameNumber) -> Void) {
    for index in 0..<pages.count { body(pages[index].frame) }
    if let spare { body(spare) }
  }

  // MARK: Ends

  func wakeWriters() {
    writable.wake()
    if bothCount > 0 { readable.wake() }
  }

  func addReader() {
    readerCount += 1
    readerArrivals &+= 1
    wakeWriters()
  }

  func addWriter() {
    writerCount += 1
    writerArrivals &+= 1
    readable.wake()
  }

  func removeReader() {
    readerCount -= 1
    if readerCount == 0 { wakeWriters() }
    leave()
  }

  func removeWriter() {
    writerCount -= 1
    if writerCount == 0 { readable.wake() }
    leave()
  }

  /// What was written and not read goes with the last end, also where the pipe has a name.
  private func leave() {
    if readerCount == 0, writerCount == 0 { discardAll() }
  }

  // MARK: Pages

  var capacity: Int { pages.capacity }
  var isEmpty: Bool { pages.count == 0 }
  var isFull: Bool { pages.count >= pages.capacity }

  /// How many bytes can be read (`FIONREAD`).
  var byteCount: Int {
    var sum = 0
    for index in 0..<pages.count { sum &+= pages[index].byteCount }
    return sum
  }

  /// Changes the capacity (`fcntl(2)`, F_SETPIPE_SZ).
  /// - Parameter byteCount: as an `unsigned int`; it is rounded up to a power of two of pages.
  /// - Returns: the capacity in bytes.
  /// - Throws: `invalidArgument` above 2 GiB; `notPermitted` for more than there can be; `resourceBusy` when more is in use;
  ///   `noMemory`.
  func setCapacity(byteCount: UInt) throws(Errno) -> Int {
    let wanted = UInt32(truncatingIfNeeded: byteCount)
    guard wanted <= 1 << 31 else { throw .invalidArgument }
    guard wanted <= UInt32(Self.largestPageCount * Self.pageByteCount) else { throw .notPermitted }
    var count = 1
    while count * Self.pageByteCount < Int(wanted) { count *= 2 }
    guard count >= pages.count else { throw .resourceBusy }
    let byteCount = PipePages.byteCount(capacity: count)
    guard count <= pages.capacity || budget.hasRoom(forBytes: byteCount) else { throw .noMemory }
    let wasFull = isFull
    pages.setCapacity(count)
    if wasFull, !isFull { wakeWriters() }
    return count * Self.pageByteCount
  }

  private func takeFrame() -> FrameNumber? {
    if let frame = spare {
      spare = nil
      return frame
    }
    guard budget.reserve(byteCount: Self.pageByteCount) else { return nil }
    guard let frame = frames.allocateZeroed() else {
      budget.release(byteCount: Self.pageByteCount)
      return nil
    }
    return frame
  }

  private func putBack(_ frame: FrameNumber, isShared: Bool) {
    if spare == nil, !isShared {
      spare = frame
    } else {
      release(frame)
    }
  }

  private func release(_ frame: FrameNumber) {
    frames.release(frame)
    budget.release(byteCount: Self.pageByteCount)
  }

  /// Takes the first page out.
  func removeFirst() {
    let page = pages[0]
    let wasFull = isFull
    pages.removeFirst()
    putBack(page.frame, isShared: page.isShared)
    if wasFull { wakeWriters() }
  }

  private func discardAll() {
    while !isEmpty { removeFirst() }
    if let spare { release(spare) }
    spare = nil
  }

  // MARK: Transfer without waiting

  /// How a transfer ended when it did not take or give all.
  enum Stop {
    /// It could go on.
    case done
    /// There is no room, or no byte.
    case wouldWait
    case badAddress
    case noMemory
  }

  /// Takes bytes, as many as there is room for.
  /// - Parameter isPacket: whether each page is to be a message of its own.
  /// - Returns: why not more.
  func take(from source: inout UserVector, of memory: UserMemory, isPacket: Bool) -> Stop {
    let rest = source.byteCount & (Self.pageByteCount - 1)
    if rest > 0, !isPacket, !isEmpty {
      let last = pages.count &- 1
      let page = pages[last]
      if !page.isPacket, !page.isShared, page.end &+ rest <= Self.pageByteCount {
        let copied = source.drain(into: page.frame, page.end..<page.end &+ rest, of: frames, memory)
        pages[last].byteCount &+= copied
        guard copied == rest else { return .badAddress }
      }
    }
    while source.byteCount > 0 {
      guard !isFull else { return .wouldWait }
      guard let frame = takeFrame() else { return .noMemory }
      let count = min(source.byteCount, Self.pageByteCount)
      let copied = source.drain(into: frame, 0..<count, of: frames, memory)
      guard copied > 0 else {
        putBack(frame, isShared: false)
        return .badAddress
      }
      pages.append(PipePage(frame: frame, start: 0, byteCount: copied, isPacket: isPacket))
      guard copied == count else { return .badAddress }
    }
    return .done
  }

  /// Gives bytes, as many as there are; of a message only one, and what does not fit of it is lost.
  /// - Returns: why not more.
  func give(to target: inout UserVector, of memory: UserMemory) -> Stop {
    while target.byteCount > 0 {
      guard !isEmpty else { return .wouldWait }
      let page = pages[0]
      let count = min(target.byteCount, page.byteCount)
      let copied = target.fill(from: page.frame, page.start..<page.start &+ count, of: frames, memory)
      if copied == page.byteCount || page.isPacket && copied == count {
        removeFirst()
      } else {
        pages[0].dropFirst(copied)
      }
      guard copied == count else { return .badAddress }
      if page.isPacket { return .done }
    }
    return .done
  }
}
