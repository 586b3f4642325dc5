// The mappings of a file: what is cut off must leave their pages, and what is stored must be seen there.

import Shared

/// What one address space and the files that it maps know of each other: its regions, over its page table. It is an
/// object of its own so that a file can hold it: the address space's end empties it, which ends the circle.
final class MappedRegions {
  let pageTable: PageTable
  var regions: RegionMap

  init(pageTable: PageTable, regions: consuming RegionMap) {
    self.pageTable = pageTable
    self.regions = regions
  }

  /// Calls `body` with the addresses at which pages of a file are mapped, and the page that the first of them shows.
  private func forEachMapping(of pages: Range<Int>, of file: FilePages, _ body: (Range<UInt>, Int) -> Void) {
    regions.forEach(in: 0..<UInt.max) { region in
      guard region.file === file else { return true }
      // Places in files lie below 2 ** 63, as `mapFile` has checked.
      let first = Int(truncatingIfNeeded: region.fileOffset / UInt64(UserSpace.pageSize))
      let shown = first..<first + Int(region.byteCount / UserSpace.pageSize)
      let common = shown.clamped(to: pages)
      guard !common.isEmpty else { return true }
      let start = region.start + UInt(common.lowerBound - first) * UserSpace.pageSize
      body(start..<start + UInt(common.count) * UserSpace.pageSize, common.lowerBound)
      return true
    }
  }

  /// Unmaps pages of a file, also those that the program has changed for itself.
  fileprivate func unmapAll(_ pages: Range<Int>, of file: FilePages) {
    forEachMapping(of: pages, of: file) { addresses, _ in pageTable.unmap(pages: addresses) }
  }

  /// Unmaps the pages that show the file's own frames.
  fileprivate func unmapFrames(_ pages: Range<Int>, of file: FilePages) {
    forEachMapping(of: pages, of: file) { addresses, first in
      file.tree.forEach(in: first..<first + Int((addresses.upperBound - addresses.lowerBound) / UserSpace.pageSize)) {
        page, frame in
        let address = addresses.lowerBound + UInt(page - first) * UserSpace.pageSize
        if pageTable.frame(at: address) == frame { pageTable.unmap(pages: address..<address + UserSpace.pageSize) }
        return true
      }
    }
  }
}

/// A file as the regions of one address space have it: one object for each call that maps it. The file knows of the
/// address space as long as there is one.
public final class FileMapping {
  public let file: FilePages
  /// Where the file was found, if it has a name.
  let place: FilePlace?
  private let regions: MappedRegions

  init(of file: FilePages, in regions: MappedRegions, at place: FilePlace? = nil) {
    self.place = place
    self.file = file
    self.regions = regions
    file.add(regions)
  }

  deinit { file.remove(regions) }

  /// A program has stored into the file by this mapping.
  func noteStore() { place?.node.touchModified() }
}

extension FilePages {
  /// An address space, and how many `FileMapping`s it has of this file.
  struct Mapper {
    let regions: MappedRegions
    var mappingCount: Int
  }

  /// The place of an address space among the mappers, or where it would be.
  private func mapperIndex(_ regions: MappedRegions) -> (index: Int, isThere: Bool) {
    let wanted = ObjectIdentifier(regions)
    var low = 0
    var high = mappers.count
    while low < high {
      let middle = (low + high) / 2
      if ObjectIdentifier(mappers[middle].regions) < wanted { low = middle + 1 } else { high = middle }
    }
    return (low, low < mappers.count && mappers[low].regions === regions)
  }

  fileprivate func add(_ regions: MappedRegions) {
    let (index, isThere) = mapperIndex(regions)
    if isThere {
      mappers[index].mappingCount += 1
    } else {
      mappers.insert(Mapper(regions: regions, mappingCount: 1), at: index)
    }
  }

  fileprivate func remove(_ regions: MappedRegions) {
    let (index, isThere) = mapperIndex(regions)
    guard isThere else { return }
    mappers[index].mappingCount -= 1
    if mappers[index].mappingCount == 0 { mappers.remove(at: index) }
  }

  /// Takes pages out of all mappings, also where a program has changed them for itself.
  func unmapAll(_ pages: Range<Int>) {
    for mapper in mappers { mapper.regions.unmapAll(pages, of: self) }
  }

  /// Takes the frames of pages out of all mappings. Pages that a program has changed for itself stay.
  func unmapFrames(_ pages: Range<Int>) {
    for mapper in mappers { mapper.regions.unmapFrames(pages, of: self) }
  }
}
