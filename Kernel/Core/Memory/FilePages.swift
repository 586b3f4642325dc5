// The page cache: a file's contents as frames, which reading, writing, mappings and the loader share.

import Shared

/// The contents of a file, or memory that processes share as if it were one. What was never written is a hole: it reads
/// as zeros and takes no memory. Pages that came with the initial RAM disk stay in its frames until they are first
/// changed.
///
/// Past the end of the file, the rest of its last page is zeros.
public final class FilePages: ChangedOverTurns {
  /// Held by a call that changes contents or length and lets others run meanwhile.
  var turnLock = TurnLock()
  static let pageByteCount = Int(UserSpace.pageSize)

  /// The longest a file may be, in bytes: offsets are signed (`MAX_LFS_FILESIZE` on Linux).
  public static let maximumByteCount = Int.max

  let frames: FrameStore
  let budget: StorageBudget
  /// How long the file is, in bytes.
  public internal(set) var byteCount = 0
  var tree = PageTree()
  /// The frames that the budget is charged for: all but permanent ones.
  private var chargedPageCount = 0
  /// Where the file is mapped, in the order of the objects' identities, each with the number of its mappings.
  var mappers: [Mapper] = []

  /// A file of no bytes.
  /// - Parameter budget: where its pages come from, and what they are charged to.
  public init(budget: StorageBudget) {
    frames = budget.frames
    self.budget = budget
  }

  deinit {
    // What is much is freed in parts.
    if tree.pageCount <= Self.fewPages || !frames.bury(tree) {
      tree.remove(0..<Int.max) { [frames] frame in frames.release(frame) }
    }
    budget.release(byteCount: chargedPageCount * Self.pageByteCount + chargedNodeByteCount)
  }

  private var chargedNodeByteCount = 0

  /// How many pages go at once, or are transferred without a point where others run.
  static let fewPages = 32

  /// How many pages have a frame.
  public var pageCount: Int { tree.pageCount }

  /// The frame of a page, or `nil` for a hole.
  public func frame(at page: Int) -> FrameNumber? { tree.frame(at: page) }

  // MARK: Frames for pages

  /// What came of asking for a page.
  enum PageResult {
    case frame(FrameNumber)
    /// The budget has no room.
    case noSpace
    case noMemory
  }

  /// The frame of a page, which may not be changed. A hole is filled, as Linux's tmpfs does where a mapping reads it.
  func frameForReading(_ page: Int) -> PageResult {
    if let frame = tree.frame(at: page) { return .frame(frame) }
    return fill(page)
  }

  /// The frame of a page, for storing into.
  func frameForWriting(_ page: Int) -> PageResult {
    guard let frame = tree.frame(at: page) else { return fill(page) }
    guard frames.isPermanent(frame) else { return .frame(frame) }
    guard budget.reserve(byteCount: Self.pageByteCount) else { return .noSpace }
    guard let copy = makeFrame({ frames.allocateCopy(of: frame) }) else {
      budget.release(byteCount: Self.pageByteCount)
      return .noMemory
    }
    chargedPageCount += 1
    // The mappings must not go on showing what the file no longer is.
    unmapFrames(page..<page + 1)
    tree.insert(copy, at: page)
    return .frame(copy)
  }

  private func makeFrame(_ allocate: () -> FrameNumber?) -> FrameNumber? {
    guard let frame = allocate() else { return nil }
    // A tree has 32 bits for a frame's number: 16 TiB of RAM.
    guard UInt32(exactly: frame.rawValue) != nil else {
      frames.release(frame)
      return nil
    }
    return frame
  }

  /// Gives a hole a frame of zeros.
  private func fill(_ page: Int) -> PageResult {
    let mostNodes = tree.nodeByteCount(forInserting: page)
    guard budget.reserve(byteCount: Self.pageByteCount + mostNodes) else { return .noSpace }
    guard let frame = makeFrame({ frames.allocateZeroed() }) else {
      budget.release(byteCount: Self.pageByteCount + mostNodes)
      return .noMemory
    }
    chargedPageCount += 1
    tree.insert(frame, at: page)
    chargedNodeByteCount += mostNodes
    settleNodes()
    return .frame(frame)
  }

  /// Makes a permanent frame a page's.
  fileprivate func adopt(_ frame: FrameNumber, at page: Int) -> Bool {
    let mostNodes = tree.nodeByteCount(forInserting: page)
    guard budget.reserve(byteCount: mostNodes) else { return false }
    chargedNodeByteCount += mostNodes
    tree.insert(frame, at: page)
    settleNodes()
    return true
  }

  /// Gives back what was reserved for nodes that there are not.
  private func settleNodes() {
    budget.release(byteCount: chargedNodeByteCount - tree.nodeByteCount)
    chargedNodeByteCount = tree.nodeByteCount
  }

  /// Forgets the pages of a range, which no mapping shows any more.
  func removeFrames(_ pages: Range<Int>) {
    var releasedCount = 0
    tree.remove(pages) { [frames] frame in
      if !frames.isPermanent(frame) { releasedCount += 1 }
      frames.release(frame)
    }
    chargedPageCount -= releasedCount
    budget.release(byteCount: releasedCount * Self.pageByteCount)
    settleNodes()
  }

  /// Forgets all pages, which no mapping shows any more.
  private func removeAllFrames() {
    guard tree.pageCount > Self.fewPages, frames.bury(tree) else { return removeFrames(0..<Int.max) }
    tree = PageTree()
    budget.release(byteCount: chargedPageCount * Self.pageByteCount)
    chargedPageCount = 0
    settleNodes()
  }

  // MARK: Length

  /// Cuts the file, or lengthens it by a hole (`ftruncate(2)`). Pages beyond the new end leave every mapping, also
  /// those that a program has changed for itself (`mmap(2)`).
  public func resize(to newByteCount: Int, turns: Scheduler? = nil) {
    if newByteCount < byteCount {
      let (whole, part) = newByteCount.quotientAndRemainder(dividingBy: Self.pageByteCount)
      let firstGone = part == 0 ? whole : whole + 1
      // First, so that others who run meanwhile find no more.
      byteCount = newByteCount
      if firstGone == 0 {
        unmapAll(0..<Int.max)
        removeAllFrames()
      } else {
        forEachPart(of: firstGone..<Int.max, turns) { pages in
          unmapAll(pages)
          removeFrames(pages)
        }
      }
      // What is cut off must not come back when the file grows again.
      clear(from: newByteCount)
    } else {
      prepareToGrow()
      extend(to: newByteCount)
    }
  }

  /// The file is at least so long.
  func extend(to end: Int) { byteCount = max(byteCount, end) }

  /// Makes what lies behind the end zeros: a shared mapping can have stored there, in the last page.
  func prepareToGrow() {
    if !mappers.isEmpty { clear(from: byteCount) }
  }

  /// Stores zeros from a place inside a page to the page's end, where it has a frame.
  private func clear(from offset: Int) {
    let (page, start) = offset.quotientAndRemainder(dividingBy: Self.pageByteCount)
    guard start > 0, tree.frame(at: page) != nil, case .frame(let frame) = frameForWriting(page) else { return }
    frames.clear(frame, start..<Self.pageByteCount)
  }
}

// MARK: Contents that are there already

extension FilePages {
  /// Takes bytes for the contents of a file that has none: whole pages in place where they begin at a frame, and the
  /// rest as a copy.
  /// - Throws: `noSpace` when there is no room for the copies; the file is empty then.
  func adopt(_ bytes: ImmortalBytes) throws(Errno) {
    let wholePageCount = bytes.byteCount / Self.pageByteCount
    var page = 0
    if wholePageCount > 0, let first = frames.permanentFrame(of: bytes),
      UInt32(exactly: first.rawValue + wholePageCount) != nil
    {
      while page < wholePageCount {
        guard adopt(FrameNumber(rawValue: first.rawValue + page), at: page) else {
          resize(to: 0)
          throw .noSpace
        }
        page += 1
      }
    }
    byteCount = page * Self.pageByteCount
    let rest = bytes.bytes.extracting(byteCount..<bytes.byteCount)
    guard write(rest, at: byteCount) == rest.byteCount else {
      resize(to: 0)
      throw .noSpace
    }
  }
}
