// The set of a program's regions, quick to search and to change however many there are.

import Shared

/// A program's regions, sorted, without overlaps, equal neighbours merged.
///
/// They stand in chunks of at most 32: a B-tree of two levels. Finding a region takes two binary searches; a change
/// moves at most one chunk's regions and, seldom, the short list of chunks; the search for a gap looks into one or two
/// chunks, which a tree over their gaps finds. So no program can make any of it slow.
public struct RegionMap: ~Copyable {
  /// A place among the regions; `chunk` equals the number of chunks at the end.
  struct Position: Equatable {
    var chunk: Int
    var index: Int
  }

  /// Neighbouring regions; never empty.
  struct Chunk {
    static let capacity = 32
    var regions: [Region] {
      didSet { end = regions.last?.end ?? 0 }
    }
    /// Where the last of them ends: what the search for a chunk looks at.
    private(set) var end: UInt
    /// The largest space between two of its regions, in bytes.
    var largestGap: UInt = 0

    init(regions: [Region]) {
      self.regions = regions
      end = regions.last?.end ?? 0
    }

    /// The first of its regions that ends past `address`; the last one does.
    @inline(__always)
    func firstIndex(endingAfter address: UInt) -> Int {
      let regions = regions.span
      var low = 0
      var high = regions.count &- 1
      while low < high {
        let middle = (low &+ high) >> 1
        if regions[middle].end > address { high = middle } else { low = middle &+ 1 }
      }
      return low
    }
  }

  var chunks: [Chunk] = []
  /// For each chunk the largest gap below one of its regions.
  var gaps = GapTree()
  /// How many regions there are.
  public internal(set) var count = 0
  /// Where the last region was added or removed: the next change is often there too.
  private var lastChange = Position(chunk: 0, index: 0)
  /// How many there may be. Where there are more already, none can be added.
  public internal(set) var limit: Int

  /// Linux's default for `vm.max_map_count` (`proc_sys_vm(5)`).
  public static let defaultLimit = 65_530

  public init(limit: Int = RegionMap.defaultLimit) { self.limit = limit }

  // MARK: Searching

  /// The region that an address lies in.
  public func region(containing address: UInt) -> Region? {
    guard let position = position(containing: address) else { return nil }
    return self[position]
  }

  /// The first region that ends past an address: the one that holds it, or else the next one.
  public func firstRegion(endingAfter address: UInt) -> Region? {
    let position = position(endingAfter: address)
    return position.chunk < chunks.count ? self[position] : nil
  }

  /// Whether nothing is mapped in a range.
  public func isFree(_ range: Range<UInt>) -> Bool {
    range.isEmpty || isFree(position(endingAfter: range.lowerBound), below: range.upperBound)
  }

  /// Whether the region at a place, if there is one, begins no sooner than at `end`.
  func isFree(_ position: Position, below end: UInt) -> Bool {
    position.chunk == chunks.count || start(at: position) >= end
  }

  /// Whether all of a range is mapped.
  public func covers(_ range: Range<UInt>) -> Bool {
    var position = position(endingAfter: range.lowerBound)
    var address = range.lowerBound
    while address < range.upperBound {
      guard position.chunk < chunks.count, start(at: position) <= address else { return false }
      address = end(at: position)
      position = self.position(after: position)
    }
    return true
  }

  /// Calls `body` with the part of each region that lies in a range, in order, until it returns `false`.
  public func forEach(in range: Range<UInt>, _ body: (Region) -> Bool) {
    var position = position(endingAfter: range.lowerBound)
    while position.chunk < chunks.count {
      var region = self[position]
      guard region.start < range.upperBound else { return }
      if region.start < range.lowerBound { region.trimStart(to: range.lowerBound) }
      region.end = min(region.end, range.upperBound)
      guard body(region) else { return }
      position = self.position(after: position)
    }
  }

  /// Calls `body` with the addresses of each region, in order.
  func forEachRange(_ body: (Range<UInt>) -> Void) {
    var position = Position(chunk: 0, index: 0)
    while position.chunk < chunks.count {
      body(start(at: position)..<end(at: position))
      position = self.position(after: position)
    }
  }

  /// Where a few regions of a range end, or where the range does.
  func endOfFew(in range: Range<UInt>) -> UInt {
    let position = position(endingAfter: range.lowerBound)
    guard position.chunk < chunks.count else { return range.upperBound }
    let end = chunks[position.chunk].end
    return end < range.upperBound ? end : range.upperBound
  }

  // MARK: Places

  /// Where the region at a place begins and ends. A region itself is only read where all of it is wanted: a copy of it
  /// holds its file.
  func start(at position: Position) -> UInt { chunks[position.chunk].regions[position.index].start }
  func end(at position: Position) -> UInt { chunks[position.chunk].regions[position.index].end }

  subscript(position: Position) -> Region {
    _read { yield chunks[position.chunk].regions[position.index] }
    _modify { yield &chunks[position.chunk].regions[position.index] }
  }

  /// The first place whose region ends past `address`.
  func position(endingAfter address: UInt) -> Position {
    var low = 0
    var high = chunks.count
    while low < high {
      let middle = (low &+ high) >> 1
      if chunks[middle].end > address { high = middle } else { low = middle &+ 1 }
    }
    let chunk = low
    guard chunk < chunks.count else { return Position(chunk: chunk, index: 0) }
    return Position(chunk: chunk, index: chunks[chunk].firstIndex(endingAfter: address))
  }

  /// The same for a change: it is looked at first where the last one was.
  mutating func positionToChange(endingAfter address: UInt) -> Position {
    if !isFirst(lastChange, endingAfter: address) { lastChange = position(endingAfter: address) }
    return lastChange
  }

  /// Whether a place, which may have been one in another set of regions, is the first whose region ends past `address`.
  @inline(__always)
  private func isFirst(_ position: Position, endingAfter address: UInt) -> Bool {
    guard position.chunk < chunks.count, position.index < chunks[position.chunk].regions.count,
      end(at: position) > address
    else { return false }
    if position.index > 0 { return chunks[position.chunk].regions[position.index - 1].end <= address }
    return position.chunk == 0 || chunks[position.chunk - 1].end <= address
  }

  /// The place of the region that an address lies in.
  @inline(__always)
  func position(containing address: UInt) -> Position? {
    let position = position(endingAfter: address)
    return position.chunk < chunks.count && start(at: position) <= address ? position : nil
  }

  func position(after position: Position) -> Position {
    position.index + 1 < chunks[position.chunk].regions.count
      ? Position(chunk: position.chunk, index: position.index + 1) : Position(chunk: position.chunk + 1, index: 0)
  }

  func position(before position: Position) -> Position? {
    if position.index > 0 { return Position(chunk: position.chunk, index: position.index - 1) }
    guard position.chunk > 0 else { return nil }
    return Position(chunk: position.chunk - 1, index: chunks[position.chunk - 1].regions.count - 1)
  }
}
