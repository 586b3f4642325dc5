// Where a new mapping finds room.

extension RegionMap {
  /// The highest place for so many bytes in a range where nothing is mapped: first fit from the top, as Linux
  /// places mappings.
  /// - Returns: its first address, or `nil` when no gap is large enough.
  public func highestGap(byteCount: UInt, in range: Range<UInt>) -> UInt? {
    guard byteCount > 0, byteCount <= range.upperBound &- range.lowerBound else { return nil }
    // Below `ceiling`, and above what has been looked at, nothing is mapped.
    var ceiling = range.upperBound
    var position = position(endingAfter: range.upperBound)
    if position.chunk < chunks.count { ceiling = min(ceiling, self[position].start) }
    while ceiling > range.lowerBound, ceiling - range.lowerBound >= byteCount {
      guard let previous = self.position(before: position) else { return ceiling - byteCount }
      let floor = max(self[previous].end, range.lowerBound)
      if ceiling >= floor, ceiling - floor >= byteCount { return ceiling - byteCount }
      let isLastOfChunk = previous.index == chunks[previous.chunk].regions.count - 1
      if isLastOfChunk, chunks[previous.chunk].largestGap < byteCount {
        position = Position(chunk: previous.chunk, index: 0)
      } else {
        position = previous
      }
      ceiling = self[position].start
    }
    return nil
  }

  /// Finds a chunk's largest gap anew after a change.
  mutating func refreshGap(_ chunk: Int) {
    var largest: UInt = 0
    for index in chunks[chunk].regions.indices.dropFirst() {
      largest = max(largest, chunks[chunk].regions[index].start &- chunks[chunk].regions[index - 1].end)
    }
    chunks[chunk].largestGap = largest
  }
}
