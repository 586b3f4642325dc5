// fork(2): a second address space with the same contents, which cost nothing until one side changes them.

import Shared

extension AddressSpace {
  /// Makes a copy over another page table, in which nothing is mapped. Pages of private regions have their frames in
  /// common until one side stores into them, those of shared regions for good. What it costs follows from the regions
  /// and the pages that are mapped.
  /// - Throws: `noMemory`; nothing of the copy is left then, and the original is as it was, but for faults that it
  ///   meets where it stores next.
  public func duplicate(into table: PageTable, turns: Scheduler? = nil) throws(Errno) -> AddressSpace {
    let copy = AddressSpace(pageTable: table, layout: layout, regionLimit: regionLimit)
    copy.heapStart = heapStart
    copy.heapEnd = heapEnd
    copy.barrierRegistrations = barrierRegistrations
    copy.strings = strings
    copy.file = file
    // Swift traps where an allocation fails, so there must be memory for the regions first: each takes less than 128
    // bytes.
    guard regions.count <= reservedRegionCount || UInt(regions.count / 32) + Self.frameCountForRegions < available
    else { throw .noMemory }
    var isDone = true
    var chunk: [Region] = []
    chunk.reserveCapacity(min(regions.count, RegionMap.Chunk.capacity))
    // What lies side by side and is shared alike goes into the other table at once.
    var waiting: Range<UInt> = 0..<0
    var waitingSharing = PageSharing.copyOnWrite
    // Neighbours are often parts of what one call mapped.
    var last: (original: FileMapping, copy: FileMapping)?
    regions.forEach(in: 0..<UInt.max) { region in
      // As `madvise(2)` was told.
      guard !region.options.contains(.notForked) else { return true }
      var region = region
      region.options.remove(.locked)
      if let original = region.mapping {
        if let known = last, known.original === original {
          region.mapping = known.copy
        } else {
          let made = FileMapping(of: original.file, in: copy.mapped, at: original.place)
          last = (original, made)
          region.mapping = made
        }
      }
      let range = region.start..<region.end
      let isShared = !region.options.contains(.wipedOnFork)
      let sharing = region.sharing
      if let previous = chunk.last, previous.continues(with: region) {
        // Only what is not handed on told the two apart.
        chunk[chunk.count - 1].end = region.end
      } else {
        if chunk.count == RegionMap.Chunk.capacity {
          copy.regions.append(chunk: chunk)
          chunk.removeAll(keepingCapacity: true)
        }
        chunk.append(region)
      }
      if isShared, range.lowerBound == waiting.upperBound, sharing == waitingSharing {
        waiting = waiting.lowerBound..<range.upperBound
      } else {
        isDone = waiting.isEmpty || pageTable.share(pages: waiting, with: table, waitingSharing, turns)
        waiting = isShared ? range : 0..<0
        waitingSharing = sharing
      }
      turns?.spend()
      return isDone
    }
    if isDone, !waiting.isEmpty { isDone = pageTable.share(pages: waiting, with: table, waitingSharing, turns) }
    copy.regions.append(chunk: chunk)
    guard isDone else { throw .noMemory }
    return copy
  }
}
