// How regions are kept in chunks: none empty, few half empty, so that each change touches little.

extension RegionMap {
  /// Puts a region where it belongs by order, before the one at `position`.
  mutating func insert(_ region: Region, at position: Position) {
    count += 1
    guard !chunks.isEmpty else { return chunks.append(Chunk(regions: [region])) }
    var position = position
    // Between two chunks: the end of the lower one, where the upper one is full or there is none.
    if position.chunk > 0, position.index == 0, position.chunk == chunks.count || isFull(position.chunk) {
      position = Position(chunk: position.chunk - 1, index: chunks[position.chunk - 1].regions.count)
    }
    if isFull(position.chunk) {
      let half = Chunk.capacity / 2
      if position.index == 0 {
        return chunks.insert(Chunk(regions: [region]), at: position.chunk)
      } else if position.index < Chunk.capacity {
        let upper = Array(chunks[position.chunk].regions[half...])
        chunks[position.chunk].regions.removeSubrange(half...)
        chunks.insert(Chunk(regions: upper), at: position.chunk + 1)
        refreshGap(position.chunk)
        refreshGap(position.chunk + 1)
        if position.index > half { position = Position(chunk: position.chunk + 1, index: position.index - half) }
      } else if position.chunk + 1 < chunks.count, !isFull(position.chunk + 1) {
        position = Position(chunk: position.chunk + 1, index: 0)
      } else {
        return chunks.insert(Chunk(regions: [region]), at: position.chunk + 1)
      }
    }
    chunks[position.chunk].regions.insert(region, at: position.index)
    refreshGap(position.chunk)
  }

  private func isFull(_ chunk: Int) -> Bool { chunks[chunk].regions.count == Chunk.capacity }

  /// Removes the regions from one place up to another.
  mutating func removePositions(from start: Position, to end: Position) {
    guard start != end, start.chunk < chunks.count else { return }
    if start.chunk == end.chunk {
      count -= end.index - start.index
      chunks[start.chunk].regions.removeSubrange(start.index..<end.index)
    } else {
      if end.chunk < chunks.count {
        count -= end.index
        chunks[end.chunk].regions.removeSubrange(..<end.index)
      }
      for chunk in (start.chunk + 1)..<end.chunk { count -= chunks[chunk].regions.count }
      chunks.removeSubrange((start.chunk + 1)..<end.chunk)
      count -= chunks[start.chunk].regions.count - start.index
      chunks[start.chunk].regions.removeSubrange(start.index...)
      if start.chunk + 1 < chunks.count { tidy(start.chunk + 1) }
    }
    tidy(start.chunk)
  }

  /// Keeps chunks from being empty, and two neighbours together from being less than half full: so there are
  /// never many more chunks than the regions need.
  private mutating func tidy(_ chunk: Int) {
    guard !chunks[chunk].regions.isEmpty else {
      chunks.remove(at: chunk)
      // Its neighbours are each other's now.
      if chunk > 0 { tidy(chunk - 1) }
      return
    }
    var chunk = chunk
    while chunk + 1 < chunks.count, fitTogether(chunk, chunk + 1) { join(chunk) }
    while chunk > 0, fitTogether(chunk - 1, chunk) {
      chunk -= 1
      join(chunk)
    }
    refreshGap(chunk)
  }

  private func fitTogether(_ lower: Int, _ upper: Int) -> Bool {
    chunks[lower].regions.count + chunks[upper].regions.count <= Chunk.capacity / 2
  }

  /// Adds the regions of the next chunk to a chunk.
  private mutating func join(_ chunk: Int) {
    chunks[chunk].regions.append(contentsOf: chunks.remove(at: chunk + 1).regions)
  }
}
