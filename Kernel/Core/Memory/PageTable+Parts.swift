// Large ranges, table by table, so that others can run between two of them.

import Shared

extension PageTable {
  /// The largest part that is done at once.
  private static let partByteCount = 256 * UserSpace.pageSize

  /// Calls `body` with each part of a range in which anything may be mapped, in order, until it returns `false`, and lets
  /// others run in between. Those can have the page table changed; what part comes next is looked at afterwards.
  private func forEachPart(of pages: Range<UInt>, _ turns: Scheduler, _ body: (Range<UInt>) -> Bool) -> Bool {
    var rest = pages
    while var part = firstPart(of: rest) {
      if Self.isLarge(part) { part = part.lowerBound..<part.lowerBound &+ Self.partByteCount }
      guard body(part) else { return false }
      turns.spend(Scheduler.stepsBetweenPoints)
      rest = part.upperBound..<max(part.upperBound, rest.upperBound)
    }
    return true
  }

  @inline(__always)
  private static func isLarge(_ pages: Range<UInt>) -> Bool {
    pages.upperBound &- pages.lowerBound > partByteCount
  }

  /// Forgets the pages of a range, as `unmap(pages:)`.
  func unmap(pages: Range<UInt>, _ turns: Scheduler?) {
    guard let turns, Self.isLarge(pages) else { return unmap(pages: pages) }
    _ = forEachPart(of: pages, turns) { part in
      unmap(pages: part)
      return true
    }
  }

  /// Changes what may be done with pages, as `protect(pages:protection:_:)`.
  func protect(pages: Range<UInt>, protection: Protection, _ sharing: PageSharing, _ turns: Scheduler?) {
    guard let turns, Self.isLarge(pages) else { return protect(pages: pages, protection: protection, sharing) }
    _ = forEachPart(of: pages, turns) { part in
      protect(pages: part, protection: protection, sharing)
      return true
    }
  }

  /// Maps pages in another table too, as `share(pages:with:_:)`.
  func share(pages: Range<UInt>, with other: PageTable, _ sharing: PageSharing, _ turns: Scheduler?) -> Bool {
    guard let turns, Self.isLarge(pages) else { return share(pages: pages, with: other, sharing) }
    return forEachPart(of: pages, turns) { share(pages: $0, with: other, sharing) }
  }

  /// Moves pages, as `move(pages:to:)`. All tables are there before the first page moves, so that it moves as a whole or
  /// not at all.
  func move(pages: Range<UInt>, to destination: UInt, _ turns: Scheduler?) -> Bool {
    guard let turns, Self.isLarge(pages) else { return move(pages: pages, to: destination) }
    func target(of part: Range<UInt>) -> UInt { destination &+ (part.lowerBound &- pages.lowerBound) }
    guard forEachPart(of: pages, turns, { makeTables(forMoving: $0, to: target(of: $0)) }) else {
      _ = forEachPart(of: pages, turns) { part in
        freeTables(madeForMoving: part, to: target(of: part))
        return true
      }
      return false
    }
    guard forEachPart(of: pages, turns, { move(pages: $0, to: target(of: $0)) }) else {
      // Another process has had an empty table freed, by cutting a file, and taken the last memory.
      unmap(pages: destination..<destination &+ (pages.upperBound &- pages.lowerBound))
      return false
    }
    return true
  }
}
