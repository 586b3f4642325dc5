// Holes of a file: making them, filling them, and finding out where they are.

import Shared

extension FilePages {
  /// Makes whole pages holes. Mappings show zeros from then on, but for pages that a program has changed for itself.
  func punch(_ pages: Range<Int>, turns: Scheduler? = nil) {
    forEachPart(of: pages, turns) { pages in
      unmapFrames(pages)
      removeFrames(pages)
    }
  }

  /// Calls `body` with parts of a range that have few pages, and lets others run in between, or with the whole range.
  func forEachPart(of pages: Range<Int>, _ turns: Scheduler?, _ body: (Range<Int>) -> Void) {
    guard let turns, tree.pageCount > Self.fewPages else { return body(pages) }
    var rest = pages
    while let first = tree.firstPage(from: rest.lowerBound), first < rest.upperBound {
      let end = min(first + Self.fewPages, rest.upperBound)
      body(first..<end)
      turns.spend(Self.fewPages / 2)
      rest = end..<rest.upperBound
    }
    // Mappings may show pages that programs have changed for themselves where the file has none.
    if !mappers.isEmpty { body(pages) }
  }

  /// Where the next data at or behind an offset are (`SEEK_DATA`).
  /// - Throws: `noSuchAddressOrDevice` at the end of the file, and where there are none behind.
  func offset(ofDataFrom offset: Int) throws(Errno) -> Int {
    guard offset >= 0, offset < byteCount, let page = tree.firstPage(from: offset / Self.pageByteCount),
      page <= (byteCount - 1) / Self.pageByteCount
    else { throw .noSuchAddressOrDevice }
    return max(offset, page * Self.pageByteCount)
  }

  /// How many pages are looked at for a hole between two points where others may run.
  private static let pagesBetweenPoints = 4096

  /// Where the next hole at or behind an offset is, or the end of the file (`SEEK_HOLE`).
  /// - Throws: `noSuchAddressOrDevice` at the end of the file.
  func offset(ofHoleFrom offset: Int, turns: Scheduler? = nil) throws(Errno) -> Int {
    guard offset >= 0, offset < byteCount else { throw .noSuchAddressOrDevice }
    var page = offset / Self.pageByteCount
    while true {
      let end = turns == nil ? Int.max : page &+ Self.pagesBetweenPoints
      page = tree.firstHole(in: page..<end)
      if page < end { break }
      turns?.offerTurn()
    }
    guard page <= (byteCount - 1) / Self.pageByteCount else { return byteCount }
    return max(offset, page * Self.pageByteCount)
  }

  /// Makes a range read as zeros, and what of it is whole pages a hole (`fallocate(2)`, `FALLOC_FL_PUNCH_HOLE`).
  func punchBytes(_ range: Range<Int>, turns: Scheduler? = nil) {
    let range = range.clamped(to: 0..<max(byteCount, 0))
    guard !range.isEmpty else { return }
    let firstWhole = (range.lowerBound - 1) / Self.pageByteCount + (range.lowerBound == 0 ? 0 : 1)
    // The last page's rest is zeros anyway when the file ends in it.
    let endWhole =
      range.upperBound == byteCount
      ? (byteCount - 1) / Self.pageByteCount + 1 : range.upperBound / Self.pageByteCount
    if firstWhole < endWhole { punch(firstWhole..<endWhole, turns: turns) }
    zero(range, of: range.lowerBound / Self.pageByteCount)
    zero(range, of: (range.upperBound - 1) / Self.pageByteCount)
  }

  /// Stores zeros over the part of a range that lies in a page, where that has a frame.
  private func zero(_ range: Range<Int>, of page: Int) {
    guard tree.frame(at: page) != nil, case .frame(let frame) = frameForWriting(page) else { return }
    let start = page * Self.pageByteCount
    let first = max(range.lowerBound, start) - start
    frames.clear(frame, first..<max(first, min(range.upperBound - start, Self.pageByteCount)))
  }

  /// Gives the pages of a range frames (`posix_fallocate(3)`). Either all have them then, or those that had.
  /// - Throws: `noSpace`.
  func allocate(_ range: Range<Int>, turns: Scheduler? = nil) throws(Errno) {
    let first = range.lowerBound / Self.pageByteCount
    let last = (range.upperBound - 1) / Self.pageByteCount
    var added: [Range<Int>] = []
    var page = tree.firstHole(in: first..<last + 1)
    while page <= last {
      let start = page
      let end = min(tree.firstPage(from: page) ?? Int.max, last + 1)
      let hasRoom = makeRoom(in: &added)
      while page < end {
        guard hasRoom, case .frame = frameForReading(page) else {
          for range in added { punch(range, turns: turns) }
          if start < page { punch(start..<page, turns: turns) }
          throw .noSpace
        }
        page += 1
        turns?.spend()
      }
      added.append(start..<end)
      page = tree.firstHole(in: page..<last + 1)
    }
  }

  /// Makes room for one range more in a list, which has as many as a file has holes, before pages take the memory.
  /// - Returns: whether there is memory.
  private func makeRoom(in list: inout [Range<Int>]) -> Bool {
    guard list.count == list.capacity else { return true }
    let capacity = 2 * max(list.count, 2)
    guard budget.hasRoom(forBytes: HeapAllocation.array(of: Range<Int>.self, capacity: capacity)) else { return false }
    list.reserveCapacity(capacity)
    return true
  }
}
