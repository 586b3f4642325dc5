// How the set of regions changes: a change either happens as a whole or, for want of room, not at all.

import Shared

/// What a call makes of the regions in a range, whose places stay.
struct RegionChange {
  var protection: Protection?
  var added: Region.Options = []
  var removed: Region.Options = []

  func apply(to region: inout Region) {
    if let protection { region.protection = protection }
    region.options = region.options.union(added).subtracting(removed)
  }

  /// Whether a region is so already.
  func changesNothing(of region: Region) -> Bool {
    (protection ?? region.protection) == region.protection && region.options.isSuperset(of: added)
      && region.options.isDisjoint(with: removed)
  }
}

extension RegionMap {
  /// Adds a region; what was mapped in its range is gone.
  /// - Returns: whether nothing was mapped there.
  /// - Throws: `noMemory` when there would be more regions than allowed; nothing has changed then.
  @discardableResult public mutating func insert(_ region: consuming Region) throws(Errno) -> Bool {
    guard region.start < region.end else { return true }
    let range = region.start..<region.end
    guard count + 2 <= limit || countAfterReplacing(range, with: region) <= limit else { throw .noMemory }
    var position = positionToChange(endingAfter: range.lowerBound)
    let isFree = isFree(position, below: range.upperBound)
    if !isFree {
      carve(range, from: position)
      position = self.position(endingAfter: range.lowerBound)
    }
    place(region, at: position)
    return isFree
  }

  /// Removes what is mapped in a range, splitting the regions at its ends.
  /// - Returns: whether nothing was mapped there.
  /// - Throws: `noMemory` when a split would make more regions than allowed; nothing has changed then.
  @discardableResult public mutating func remove(_ range: Range<UInt>) throws(Errno) -> Bool {
    guard !range.isEmpty else { return true }
    let position = positionToChange(endingAfter: range.lowerBound)
    guard !isFree(position, below: range.upperBound) else { return true }
    // One region as a whole, as in most calls.
    let next = self.position(after: position)
    if start(at: position) >= range.lowerBound, end(at: position) <= range.upperBound,
      isFree(next, below: range.upperBound)
    {
      removeRegion(at: position)
      return false
    }
    guard count < limit || countAfterReplacing(range, with: nil) <= max(limit, count) else { throw .noMemory }
    carve(range, from: position)
    return false
  }

  /// Changes what may be done with the regions of a range, splitting those at its ends; holes are left alone.
  /// - Throws: `noMemory` when the splits would make more regions than allowed; nothing has changed then.
  public mutating func protect(_ range: Range<UInt>, _ protection: Protection) throws(Errno) {
    try change(range, RegionChange(protection: protection))
  }

  /// Changes the regions of a range, splitting those at its ends; holes are left alone.
  /// - Throws: `noMemory` when the splits would make more regions than allowed; nothing has changed then.
  mutating func change(_ range: Range<UInt>, _ change: RegionChange) throws(Errno) {
    guard !range.isEmpty else { return }
    guard hasRoom(for: change, in: range) else { throw .noMemory }
    split(at: range.lowerBound, unless: change)
    split(at: range.upperBound, unless: change)
    var position = position(endingAfter: range.lowerBound)
    // One past the range too: it may continue the last one changed.
    while position.chunk < chunks.count, start(at: position) <= range.upperBound {
      let end = end(at: position)
      if start(at: position) < range.upperBound { change.apply(to: &self[position]) }
      if let previous = self.position(before: position), self.end(at: previous) == start(at: position),
        self[previous].continues(with: self[position])
      {
        self[previous].end = end
        removePositions(from: position, to: self.position(after: position))
        position = self.position(endingAfter: end)
      } else {
        position = self.position(after: position)
      }
    }
  }

  /// Whether the splits that a change makes at the ends of a range leave no more regions than allowed.
  func hasRoom(for change: RegionChange, in range: Range<UInt>) -> Bool {
    let cuts = cutCount(range, change)
    return cuts == 0 || count + cuts <= limit
  }

  // MARK: Counting first

  /// How many regions there would be after `insert` or `remove`.
  private func countAfterReplacing(_ range: Range<UInt>, with region: Region?) -> Int {
    var result = count
    var position = position(endingAfter: range.lowerBound)
    var left = self.position(before: position).map { self[$0] }
    var right: Region?
    while position.chunk < chunks.count {
      var overlapped = self[position]
      guard overlapped.start < range.upperBound else {
        right = overlapped
        break
      }
      result -= 1
      if overlapped.start < range.lowerBound {
        result += 1
        left = overlapped
        left?.end = range.lowerBound
      }
      if overlapped.end > range.upperBound {
        result += 1
        overlapped.trimStart(to: range.upperBound)
        right = overlapped
        break
      }
      position = self.position(after: position)
    }
    guard let region else { return result }
    if left?.continues(with: region) != true { result += 1 }
    if let right, region.continues(with: right) { result -= 1 }
    return result
  }

  /// How many regions `change` may add.
  private func cutCount(_ range: Range<UInt>, _ change: RegionChange) -> Int {
    func cuts(_ address: UInt) -> Int {
      guard let region = region(containing: address) else { return 0 }
      return region.start < address && !change.changesNothing(of: region) ? 1 : 0
    }
    return cuts(range.lowerBound) + cuts(range.upperBound)
  }

  // MARK: Changing

  /// Frees a range, in which a region lies; the count has been checked.
  /// - Parameter position: the first region that ends behind the range's beginning.
  private mutating func carve(_ range: Range<UInt>, from position: Position) {
    var first = position
    if start(at: first) < range.lowerBound {
      if end(at: first) > range.upperBound { return punch(range, at: first) }
      self[first].end = range.lowerBound
      first = self.position(after: first)
    }
    var last = first
    if last.chunk < chunks.count, end(at: last) <= range.upperBound {
      last = self.position(after: last)
      // Few calls are for more than one region.
      if !isFree(last, below: range.upperBound) { last = self.position(endingAfter: range.upperBound) }
    }
    if !isFree(last, below: range.upperBound) { self[last].trimStart(to: range.upperBound) }
    if first == last { refreshGap(position.chunk) } else { removePositions(from: first, to: last) }
  }

  /// Frees a range inside a region.
  private mutating func punch(_ range: Range<UInt>, at position: Position) {
    var upper = self[position]
    upper.trimStart(to: range.upperBound)
    self[position].end = range.lowerBound
    insert(upper, at: Position(chunk: position.chunk, index: position.index + 1))
  }

  /// Adds a region to a free range, as part of its neighbours where they are alike.
  /// - Parameter next: the first region behind it.
  @inline(__always)
  private mutating func place(_ region: consuming Region, at next: Position) {
    let mergesNext =
      next.chunk < chunks.count && start(at: next) == region.end && region.continues(with: self[next])
    if let previous = position(before: next), end(at: previous) == region.start,
      self[previous].continues(with: region)
    {
      if mergesNext {
        region.end = end(at: next)
        removePositions(from: next, to: position(after: next))
      }
      // Chunks may have been joined.
      let previous = mergesNext ? position(endingAfter: region.start &- 1) : previous
      self[previous].end = region.end
      refreshGap(previous.chunk)
    } else if mergesNext {
      self[next].trimStart(to: region.start)
      refreshGap(next.chunk)
    } else {
      insert(region, at: next)
    }
  }

  /// Makes `address` a border when it lies inside a region, unless that is anyway what a change makes of it.
  private mutating func split(at address: UInt, unless change: RegionChange? = nil) {
    let position = position(endingAfter: address)
    guard position.chunk < chunks.count, start(at: position) < address,
      change?.changesNothing(of: self[position]) != true
    else { return }
    var upper = self[position]
    upper.trimStart(to: address)
    self[position].end = address
    insert(upper, at: Position(chunk: position.chunk, index: position.index + 1))
  }
}
