// mremap(2): making a mapping larger or smaller, where it is or elsewhere.

import Shared

extension AddressSpace {
  /// Changes the length of a mapping, and its place where the flags allow, as `mremap(2)`.
  /// - Parameters:
  ///   - oldByteCount: how much of the mapping is meant, in bytes.
  ///   - newByteCount: how long it is to be, in bytes.
  ///   - newAddress: where it is to be, with `fixed`.
  /// - Returns: the first address.
  /// - Throws: `invalidArgument` for flags that do not go together, addresses amid pages, no new length, ranges that
  ///   overlap, no old length but of shared memory, or `dontUnmap`, which there is not; `badAddress` where nothing is mapped, or more than one region;
  ///   `noMemory`.
  public func remap(
    at address: UInt, byteCount oldByteCount: UInt, to newByteCount: UInt, flags: RemappingFlags, newAddress: UInt,
    turns: Scheduler? = nil
  ) throws(Errno) -> UInt {
    guard flags.isSubset(of: [.mayMove, .fixed]), !flags.contains(.fixed) || flags.contains(.mayMove),
      PageRounding.isAligned(address), let oldLength = PageRounding.up(oldByteCount),
      let newLength = PageRounding.up(newByteCount), newLength > 0
    else { throw .invalidArgument }
    if flags.contains(.fixed) { try checkFixed(newAddress, byteCount: newLength, address, oldLength) }
    guard let region = regions.region(containing: address) else { throw .badAddress }
    guard oldLength <= UserSpace.end - address else {
      // What would be cut off is no range; what would grow is not all mapped.
      if newLength <= oldLength { throw .invalidArgument }
      throw .badAddress
    }
    limitRegions()
    if flags.contains(.fixed) {
      return try moveFixed(address..<address + oldLength, to: newAddress, byteCount: newLength, turns)
    }
    if newLength <= oldLength {
      if newLength < oldLength { try unmap(at: address + newLength, byteCount: oldLength - newLength, turns: turns) }
      return address
    }
    // Without a length it makes a second mapping of the same memory, which only a shared one can have.
    guard oldLength > 0 || region.sharing == .shared else { throw .invalidArgument }
    guard oldLength <= region.end - address else { throw .badAddress }
    try checkGrowing(region, by: newLength - oldLength)
    if oldLength > 0, address + oldLength == region.end, grow(region, by: newLength - oldLength) { return address }
    guard flags.contains(.mayMove), newLength <= UserSpace.end else { throw .noMemory }
    let destination = try freeRange(byteCount: newLength)
    try move(address..<address + oldLength, of: region, to: destination, turns)
    return destination.lowerBound
  }

  /// Looks at the new place, before Linux looks at what is at the old one.
  private func checkFixed(
    _ newAddress: UInt, byteCount: UInt, _ address: UInt, _ oldLength: UInt
  ) throws(Errno) {
    guard PageRounding.isAligned(newAddress), byteCount <= UserSpace.end, newAddress <= UserSpace.end - byteCount
    else { throw .invalidArgument }
    let (end, overflow) = address.addingReportingOverflow(oldLength)
    guard !overflow, end <= newAddress || address >= newAddress + byteCount else { throw .invalidArgument }
  }

  private func checkGrowing(_ region: Region, by byteCount: UInt) throws(Errno) {
    guard byteCount <= UserSpace.end else { throw .noMemory }
    if !region.protection.isEmpty, !region.options.contains(.noReserve) { try checkAvailable(byteCount) }
  }

  /// Lets a region go on past its end, when that is free.
  private func grow(_ region: Region, by byteCount: UInt) -> Bool {
    guard byteCount <= UserSpace.end - region.end else { return false }
    let added = region.end..<region.end + byteCount
    guard regions.isFree(added), !added.overlaps(layout.stackGuard) else { return false }
    do {
      try regions.insert(region.part(of: added, asIf: region.end))
      return true
    } catch { return false }
  }

  /// `MREMAP_FIXED`: what is at the new place goes first, as on Linux, even if moving fails afterwards.
  private func moveFixed(
    _ old: Range<UInt>, to address: UInt, byteCount: UInt, _ turns: Scheduler?
  ) throws(Errno) -> UInt {
    guard PageRounding.isAligned(address), byteCount <= UserSpace.end, address <= UserSpace.end - byteCount
    else { throw .invalidArgument }
    let destination = try fixedRange(address, byteCount: byteCount)
    guard !old.overlaps(destination) else { throw .invalidArgument }
    try unmap(at: destination.lowerBound, byteCount: byteCount, turns: turns)
    var kept = old
    if byteCount < old.upperBound - old.lowerBound {
      kept = old.lowerBound..<old.lowerBound + byteCount
      try unmap(at: kept.upperBound, byteCount: old.upperBound - kept.upperBound, turns: turns)
    }
    guard let region = regions.region(containing: kept.lowerBound), kept.upperBound <= region.end
    else { throw .badAddress }
    guard !kept.isEmpty || region.sharing == .shared else { throw .invalidArgument }
    try checkGrowing(region, by: byteCount - (kept.upperBound - kept.lowerBound))
    try move(kept, of: region, to: destination, turns)
    return destination.lowerBound
  }

  /// Moves a part of a region, pages and all, to a free range at least as long; no part at all is mapped there as well.
  private func move(
    _ old: Range<UInt>, of region: Region, to destination: Range<UInt>, _ turns: Scheduler?
  ) throws(Errno) {
    // One region more, and one for a split: checked before anything moves.
    guard regions.count + 2 <= regions.limit else { throw .noMemory }
    guard pageTable.move(pages: old, to: destination.lowerBound, turns) else { throw .noMemory }
    try regions.remove(old)
    try regions.insert(region.part(of: destination, asIf: old.lowerBound))
  }
}

extension Region {
  /// A region alike in a range, whose start stands for the same place in the file as `address`, one of this one's.
  func part(of range: Range<UInt>, asIf address: UInt) -> Region {
    Region(
      range, protection: protection, kind: kind, options: options, mapping: mapping,
      fileOffset: mapping == nil ? 0 : fileOffset &+ UInt64(address &- start))
  }
}
