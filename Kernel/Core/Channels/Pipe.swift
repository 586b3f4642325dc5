// Bytes on their way from writers to readers (`pipe(7)`).

import Shared

/// What of a pipe's contents lies in one frame.
struct PipePage {
  var frame: FrameNumber
  var start: Int
  var byteCount: Int
  /// Whether it is a message of its own, which later bytes do not join (`pipe(2)`, O_DIRECT).
  var isPacket: Bool

  var end: Int { start &+ byteCount }
}

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
  var pages: [PipePage?] = [PipePage?](repeating: nil, count: usualPageCount)
  private var first = 0
  /// How many pages are in use.
  private(set) var pageCount = 0
  private var spare: FrameNumber?

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
    for index in 0..<pageCount { if let page = pages[slot(index)] { body(page.frame) } }
    if let spare { body(spare) }
  }

  // MARK: Ends

  private func wakeWriters() {
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

  var capacity: Int { pages.count }
  var isEmpty: Bool { pageCount == 0 }
  var isFull: Bool { pageCount >= pages.count }

  /// How many bytes can be read (`FIONREAD`).
  var byteCount: Int {
    var sum = 0
    for index in 0..<pageCount { sum &+= pages[slot(index)]?.byteCount ?? 0 }
    return sum
  }

  /// Where the page with an index is, counted from the first that is in use.
  func slot(_ index: Int) -> Int {
    // Their number is a power of two.
    (first &+ index) & (pages.count &- 1)
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
    guard count >= pageCount else { throw .resourceBusy }
    let byteCount = HeapAllocation.array(of: PipePage?.self, capacity: count)
    guard count <= capacity || budget.hasRoom(forBytes: byteCount) else { throw .noMemory }
    var moved = [PipePage?](repeating: nil, count: count)
    for index in 0..<pageCount { moved[index] = pages[slot(index)] }
    let wasFull = isFull
    pages = moved
    first = 0
    if wasFull, !isFull { wakeWriters() }
    return capacity * Self.pageByteCount
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

  private func putBack(_ frame: FrameNumber) {
    if spare == nil, frames.holderCount(frame) == 1 {
      spare = frame
    } else {
      release(frame)
    }
  }

  private func release(_ frame: FrameNumber) {
    frames.release(frame)
    budget.release(byteCount: Self.pageByteCount)
  }

  func append(_ page: PipePage) {
    pages[slot(pageCount)] = page
    pageCount &+= 1
  }

  func removeFirst() {
    guard let page = pages[slot(0)] else { return }
    pages[slot(0)] = nil
    first = slot(1)
    let wasFull = isFull
    pageCount &-= 1
    putBack(page.frame)
    if wasFull { wakeWriters() }
  }

  private func discardAll() {
    while pageCount > 0 { removeFirst() }
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
    if rest > 0, !isPacket, pageCount > 0 {
      let last = slot(pageCount &- 1)
      if let page = pages[last], !page.isPacket, page.end &+ rest <= Self.pageByteCount,
        frames.holderCount(page.frame) == 1
      {
        let copied = copy(rest, from: &source, to: page.frame, at: page.end, memory)
        pages[last]?.byteCount &+= copied
        guard copied == rest else { return .badAddress }
      }
    }
    while source.byteCount > 0 {
      guard !isFull else { return .wouldWait }
      guard let frame = takeFrame() else { return .noMemory }
      let count = min(source.byteCount, Self.pageByteCount)
      let copied = copy(count, from: &source, to: frame, at: 0, memory)
      guard copied > 0 else {
        putBack(frame)
        return .badAddress
      }
      append(PipePage(frame: frame, start: 0, byteCount: copied, isPacket: isPacket))
      guard copied == count else { return .badAddress }
    }
    return .done
  }

  private func copy(
    _ count: Int, from source: inout UserVector, to frame: FrameNumber, at start: Int, _ memory: UserMemory
  ) -> Int {
    frames.modify(frame) { bytes in
      var place = bytes._mutatingExtracting(start..<start &+ count)
      return source.drain(into: &place, of: memory)
    }
  }

  /// Gives bytes, as many as there are; of a message only one, and what does not fit of it is lost.
  /// - Returns: why not more.
  func give(to target: inout UserVector, of memory: UserMemory) -> Stop {
    while target.byteCount > 0 {
      let place = slot(0)
      guard pageCount > 0, var page = pages[place] else { return .wouldWait }
      let count = min(target.byteCount, page.byteCount)
      let copied = frames.read(page.frame) { bytes in
        target.fill(from: bytes.extracting(page.start..<page.start &+ count), of: memory)
      }
      if copied == page.byteCount || page.isPacket && copied == count {
        removeFirst()
      } else {
        page.start &+= copied
        page.byteCount &-= copied
        pages[place] = page
      }
      guard copied == count else { return .badAddress }
      if page.isPacket { return .done }
    }
    return .done
  }
}
