// How regions are kept in chunks: none empty, few half empty, so that each change touches little.

extension RegionMap {
  /// Puts a region where it belongs by order, before the one at `position`.
  mutating func insert(_ region: consuming Region, at position: Position) {
    count += 1
    guard !chunks.isEmpty else {
      // A program has a few regions at least.
      var regions: [Region] = []
      regions.reserveCapacity(8)
      regions.append(region)
      chunks.append(Chunk(regions: regions))
      gaps.insert(at: 0)
      return refreshGap(0)
    }
    var position = position
    // Between two chunks: the end of the lower one, where the upper one is full or there is none.
    if position.chunk > 0, position.index == 0, position.chunk == chunks.count || isFull(position.chunk) {
      position = Position(chunk: position.chunk - 1, index: chunks[position.chunk - 1].regions.count)
    }
    if isFull(position.chunk) {
      let half = Chunk.capacity / 2
      divide(position.chunk, at: half)
      if position.index > half { position = Position(chunk: position.chunk + 1, index: position.index - half) }
    }
    chunks[position.chunk].regions.insert(region, at: position.index)
    refreshGap(position.chunk)
  }

  /// Adds regions behind all others, as a chunk of their own. None of them continues another one, and the limit is the
  /// caller's to obey.
  mutating func append(chunk regions: consuming [Region]) {
    guard !regions.isEmpty else { return }
    count += regions.count
    gaps.insert(at: chunks.count)
    chunks.append(Chunk(regions: regions))
    refreshGap(chunks.count - 1)
  }

  /// Makes two chunks of one. Both are far from full and from empty then, so that many changes pass until the next time.
  private mutating func divide(_ chunk: Int, at index: Int) {
    let upper = Array(chunks[chunk].regions[index...])
    chunks[chunk].regions.removeSubrange(index...)
    chunks.insert(Chunk(regions: upper), at: chunk + 1)
    gaps.insert(at: chunk + 1)
    refreshGap(chunk)
    refreshGap(chunk + 1)
  }

  private func isFull(_ chunk: Int) -> Bool { chunks[chunk].regions.count == Chunk.capacity }

  /// Removes the regions from one place up to another.
  mutating func removePositions(from start: Position, to end: Position) {
    guard start != end, start.chunk < chunks.count else { return }
    if end == position(after: start) { return removeRegion(at: start) }
    if start.chunk == end.chunk {
      count -= end.index - start.index
      chunks[start.chunk].regions.removeSubrange(start.index..<end.index)
    } else {
      if end.chunk < chunks.count {
        count -= end.index
        chunks[end.chunk].regions.removeSubrange(..<end.index)
        chunks[end.chunk].refreshGap()
      }
      for chunk in (start.chunk + 1)..<end.chunk { count -= chunks[chunk].regions.count }
      chunks.removeSubrange((start.chunk + 1)..<end.chunk)
      gaps.remove((start.chunk + 1)..<end.chunk)
      count -= chunks[start.chunk].regions.count - start.index
      chunks[start.chunk].regions.removeSubrange(start.index...)
    }
    if !chunks[start.chunk].regions.isEmpty { chunks[start.chunk].refreshGap() }
    tidy(start.chunk)
  }

  /// Removes the last few regions.
  mutating func removeLastChunk() {
    guard let last = chunks.popLast() else { return }
    count -= last.regions.count
    gaps.remove(chunks.count..<chunks.count + 1)
  }

  /// Removes one region.
  mutating func removeRegion(at position: Position) {
    count -= 1
    chunks[position.chunk].regions.remove(at: position.index)
    chunks[position.chunk].noteGap(below: position.index)
    tidy(position.chunk)
  }

  /// Keeps chunks from being empty, and two neighbours together from being less than half full: so there are
  /// never many more chunks than the regions need.
  /// - Parameter changed: a chunk that lost regions; only the next one may have lost some too. Both know their gaps.
  private mutating func tidy(_ changed: Int) {
    var chunk = changed
    if chunks[chunk].regions.isEmpty {
      chunks.remove(at: chunk)
      gaps.remove(chunk..<chunk + 1)
      guard !chunks.isEmpty else { return }
      // Its neighbours are each other's now.
      chunk = min(chunk, chunks.count - 1)
    }
    while chunk + 1 < chunks.count, fitTogether(chunk, chunk + 1) { join(chunk) }
    while chunk > 0, fitTogether(chunk - 1, chunk) {
      chunk -= 1
      join(chunk)
    }
    enterGaps(from: chunk)
  }

  private func fitTogether(_ lower: Int, _ upper: Int) -> Bool {
    chunks[lower].regions.count + chunks[upper].regions.count <= Chunk.capacity / 2
  }

  /// Adds the regions of the next chunk to a chunk.
  private mutating func join(_ chunk: Int) {
    chunks[chunk].regions.append(contentsOf: chunks.remove(at: chunk + 1).regions)
    gaps.remove(chunk + 1..<chunk + 2)
    chunks[chunk].refreshGap()
  }
}
