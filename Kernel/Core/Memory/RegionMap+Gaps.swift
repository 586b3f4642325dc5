// Where a new mapping finds room.

extension RegionMap {
  /// The highest place for so many bytes in a range where nothing is mapped: first fit from the top, as Linux
  /// places mappings.
  /// - Returns: its first address, or `nil` when no gap is large enough.
  public func highestGap(byteCount: UInt, in range: Range<UInt>) -> UInt? {
    guard byteCount > 0, byteCount <= range.upperBound &- range.lowerBound else { return nil }
    // The gap that the range's end lies in or above, which may be cut short there.
    var position = position(endingAfter: range.upperBound)
    var ceiling = range.upperBound
    if position.chunk < chunks.count { ceiling = min(ceiling, start(at: position)) }
    while true {
      let previous = self.position(before: position)
      let floor = max(previous.map { end(at: $0) } ?? 0, range.lowerBound)
      if ceiling >= floor, ceiling - floor >= byteCount { return ceiling - byteCount }
      // Where the range's beginning cuts it short, all that is lower lies in front of the range.
      guard floor > range.lowerBound, let previous, let next = highestGap(from: previous, atLeast: byteCount)
      else { return nil }
      position = next
      ceiling = start(at: next)
    }
  }

  /// The last region, from a place down, with a gap below it that is large enough.
  private func highestGap(from position: Position, atLeast byteCount: UInt) -> Position? {
    if gaps[position.chunk] >= byteCount {
      let end = endOfChunk(before: position.chunk)
      if let index = chunks[position.chunk].highestGap(upTo: position.index, atLeast: byteCount, above: end) {
        return Position(chunk: position.chunk, index: index)
      }
    }
    guard let chunk = gaps.last(before: position.chunk, atLeast: byteCount) else { return nil }
    let end = endOfChunk(before: chunk)
    guard let index = chunks[chunk].highestGap(upTo: chunks[chunk].regions.count - 1, atLeast: byteCount, above: end)
    else { return nil }
    return Position(chunk: chunk, index: index)
  }

  /// Where the last region before a chunk ends.
  @inline(__always)
  private func endOfChunk(before chunk: Int) -> UInt {
    chunk > 0 ? chunks[chunk - 1].end : 0
  }

  /// Finds a chunk's largest gap anew after a change.
  mutating func refreshGap(_ chunk: Int) {
    chunks[chunk].refreshGap()
    enterGaps(from: chunk)
  }

  /// Enters a chunk's largest gap into the tree, and the next chunk's: what lies below its first region begins where
  /// this one's last ends.
  mutating func enterGaps(from chunk: Int) {
    enterGap(chunk)
    if chunk + 1 < chunks.count { enterGap(chunk + 1) }
  }

  @inline(__always)
  private mutating func enterGap(_ chunk: Int) {
    let below = chunks[chunk].regions[0].start &- endOfChunk(before: chunk)
    gaps.set(max(chunks[chunk].largestGap, below), of: chunk)
  }

  /// Whether the gaps are as they were noted, for tests and self-checks.
  func hasConsistentGaps() -> Bool {
    var end: UInt = 0
    for chunk in chunks.indices {
      var largest: UInt = 0
      for region in chunks[chunk].regions {
        largest = max(largest, region.start &- end)
        end = region.end
      }
      guard gaps[chunk] == largest else { return false }
    }
    return gaps.count == chunks.count && gaps.isConsistent
  }
}

extension RegionMap.Chunk {
  /// The last region, from a place down, with a gap below it that is large enough.
  /// - Parameter end: where the last region before the chunk ends.
  func highestGap(upTo last: Int, atLeast byteCount: UInt, above end: UInt) -> Int? {
    let regions = regions.span
    var index = last
    while index > 0 {
      if regions[index].start &- regions[index &- 1].end >= byteCount { return index }
      index &-= 1
    }
    return regions[0].start &- end >= byteCount ? 0 : nil
  }

  /// Finds the largest gap between its regions anew.
  mutating func refreshGap() { largestGap = foundLargestGap }

  private var foundLargestGap: UInt {
    let regions = regions.span
    var largest: UInt = 0
    var end = regions[0].end
    var index = 1
    while index < regions.count {
      largest = max(largest, regions[index].start &- end)
      end = regions[index].end
      index &+= 1
    }
    return largest
  }

  /// Takes note of a gap that has grown: the one below the region at `index`, if that is not the first.
  @inline(__always)
  mutating func noteGap(below index: Int) {
    guard index > 0, index < regions.count else {
      // The largest may have lain beside the region that is gone.
      if !regions.isEmpty { refreshGap() }
      return
    }
    largestGap = max(largestGap, regions[index].start &- regions[index - 1].end)
  }
}
