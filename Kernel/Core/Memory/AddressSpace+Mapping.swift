// mmap(2): promising memory, with Linux's rules and its order of checks.

import Shared

extension AddressSpace {
  /// Maps pages of zeros, as `mmap(2)` with `MAP_ANONYMOUS`. Shared ones are those of a file without a name, which
  /// processes have in common that are forked.
  /// - Parameters:
  ///   - address: where: an order with `fixed`, else a hint; 0 is none.
  ///   - byteCount: how much, in bytes.
  /// - Returns: the first address.
  /// - Throws: `invalidArgument` for no length, no type, or a fixed address amid a page; `noMemory`;
  ///   `notPermitted` for a fixed address below user space; `fileExists` (`fixedNoReplace`); `permissionDenied` for
  ///   pages both writable and executable.
  public func mapAnonymous(
    at address: UInt, byteCount: UInt, protection: ProtectionFlags, flags: MappingFlags, turns: Scheduler? = nil
  ) throws(Errno) -> UInt {
    // There are no huge pages, nor a pool to reserve them from.
    guard !flags.contains(.hugePages) else { throw .noMemory }
    let range = try place(address, byteCount: byteCount, flags: flags)
    let type = flags.intersection(.typeMask)
    guard type == .private || type == .shared else { throw .invalidArgument }
    let protection = try Protection(protection)
    var region = Region(
      range, protection: protection, kind: .anonymous, options: flags.contains(.noReserve) ? .noReserve : [])
    if type == .shared {
      let file = FilePages(budget: StorageBudget(frames: pageTable.frames))
      file.resize(to: Int(region.byteCount))
      region = Region(
        range, protection: protection, kind: .anonymous, options: region.options.union(.shared),
        mapping: FileMapping(of: file, in: mapped))
    }
    return try map(region, flags: flags, turns)
  }

  /// Maps a file, as `mmap(2)` without `MAP_ANONYMOUS`. Its pages are read when they are first touched.
  /// - Parameters:
  ///   - file: what the descriptor stands for, and what it allows.
  ///   - offset: where in the file the mapping begins, in bytes.
  /// - Throws: as `mapAnonymous`; also `invalidArgument` for an offset amid a page, `overflow` when the file's places
  ///   would pass the largest, `notSupported` for `sharedValidate` with flags that there are not, `permissionDenied`
  ///   for what the descriptor does not allow, and `operationNotSupportedByDevice` for what has no pages.
  public func mapFile(
    _ file: MappableFile, offset: UInt64, at address: UInt, byteCount: UInt, protection: ProtectionFlags,
    flags: MappingFlags, turns: Scheduler? = nil
  ) throws(Errno) -> UInt {
    guard offset & UInt64(UserSpace.pageSize - 1) == 0, !flags.contains(.hugePages) else { throw .invalidArgument }
    let range = try place(address, byteCount: byteCount, flags: flags)
    let (end, overflow) = offset.addingReportingOverflow(UInt64(range.upperBound - range.lowerBound))
    guard !overflow, end <= UInt64(Int64.max) else { throw .overflow }
    let type = flags.intersection(.typeMask)
    switch type {
    case .private: break
    case .shared, .sharedValidate:
      guard type == .shared || flags.isSubset(of: .validatedMask) else { throw .notSupported }
      guard file.isWritable || !protection.contains(.write) else { throw .permissionDenied }
    default: throw .invalidArgument
    }
    guard file.isReadable else { throw .permissionDenied }
    guard type == .private || !file.isSealed || !protection.contains(.write) else { throw .notPermitted }
    let isWritable = file.isWritable && !file.isSealed
    var options: Region.Options = type == .private ? [] : isWritable ? .shared : [.shared, .neverWritable]
    if flags.contains(.noReserve) { options.insert(.noReserve) }
    let pages: FilePages
    switch file.content {
    case .pages(let found): pages = found
    case .zeros:
      let anonymous = flags.subtracting(.typeMask).union(type == .private ? .private : .shared)
      return try mapAnonymous(
        at: address, byteCount: byteCount, protection: protection, flags: anonymous, turns: turns)
    case .none: throw .operationNotSupportedByDevice
    }
    let region = Region(
      range, protection: try Protection(protection), kind: .file, options: options,
      mapping: FileMapping(of: pages, in: mapped, at: file.place), fileOffset: offset)
    return try map(region, flags: flags, turns)
  }

  /// Enters a region and drops what was in its place.
  @inline(__always)
  private func map(_ region: consuming Region, flags: MappingFlags, _ turns: Scheduler?) throws(Errno) -> UInt {
    let locking = lockingOfNewRegions
    let isLocked = flags.contains(.locked) || !locking.isEmpty
    if isLocked { region.options.insert(.locked) }
    let available = available
    let range = region.start..<region.end
    let pageCount = region.byteCount / UserSpace.pageSize
    if !region.protection.isEmpty, !region.options.contains(.noReserve) {
      guard pageCount <= available else { throw .noMemory }
    }
    limitRegions(available: available)
    let wasFree = try regions.insert(region)
    if !wasFree { pageTable.unmap(pages: range, turns) }
    // Like Linux, mmap succeeds when populating does not; what cannot fit anyway is not begun.
    if isLocked { mayHaveLocks = true }
    if flags.contains(.populate) || isLocked && !locking.contains(.whenTouched), pageCount <= self.available {
      try? populate(range, turns: turns)
    }
    return range.lowerBound
  }

  // MARK: Where

  /// Finds the pages for a mapping, or checks the ones it must have.
  private func place(_ address: UInt, byteCount: UInt, flags: MappingFlags) throws(Errno) -> Range<UInt> {
    guard byteCount > 0 else { throw .invalidArgument }
    guard let length = PageRounding.up(byteCount), length > 0, length <= UserSpace.end else { throw .noMemory }
    if flags.contains(.fixed) || flags.contains(.fixedNoReplace) {
      let range = try fixedRange(address, byteCount: length)
      guard !flags.contains(.fixedNoReplace) || regions.isFree(range) else { throw .fileExists }
      return range
    }
    // MAP_32BIT: the second GiB, as Linux.
    let bounds = flags.contains(.below2GiB) ? 0x4000_0000..<0x8000_0000 : UserSpace.start..<UserSpace.end
    if let hinted = hintedRange(address, byteCount: length), hinted.upperBound <= bounds.upperBound { return hinted }
    return try freeRange(byteCount: length, in: bounds)
  }

  /// The pages from a fixed address on.
  func fixedRange(_ address: UInt, byteCount: UInt) throws(Errno) -> Range<UInt> {
    guard byteCount <= UserSpace.end, address <= UserSpace.end - byteCount else { throw .noMemory }
    guard PageRounding.isAligned(address) else { throw .invalidArgument }
    guard address >= UserSpace.start else { throw .notPermitted }
    return address..<address + byteCount
  }

  /// The pages that a hint asks for, when they can be had.
  private func hintedRange(_ hint: UInt, byteCount: UInt) -> Range<UInt>? {
    guard hint >= UserSpace.pageSize else { return nil }
    let address = max(PageRounding.down(hint), UserSpace.start)
    guard address <= UserSpace.end - byteCount else { return nil }
    let range = address..<address + byteCount
    return regions.isFree(range) && !range.overlaps(layout.stackGuard) ? range : nil
  }

  /// The highest free pages below where mappings begin; past the stack when there are none.
  func freeRange(byteCount: UInt, in bounds: Range<UInt> = UserSpace.start..<UserSpace.end) throws(Errno) -> Range<UInt>
  {
    let below = bounds.lowerBound..<max(bounds.lowerBound, min(bounds.upperBound, layout.mappingTop))
    if let start = regions.highestGap(byteCount: byteCount, in: below) { return start..<start + byteCount }
    // The randomised space between mappings and the stack's guard, and what is past the stack.
    for rest in [layout.mappingTop..<layout.stackGuard.lowerBound, layout.stack.upperBound..<UserSpace.end] {
      guard rest.upperBound <= bounds.upperBound else { break }
      if let start = regions.highestGap(byteCount: byteCount, in: rest) { return start..<start + byteCount }
    }
    throw .noMemory
  }

  // MARK: How much

  /// How many pages could still be backed.
  var available: UInt { pageTable.availablePageCount }

  /// One request for more than there is fails at once; beyond that memory is promised freely, as Linux does by
  /// default (`proc_sys_vm(5)`, overcommit_memory 0).
  func checkAvailable(_ byteCount: UInt) throws(Errno) {
    guard byteCount / UserSpace.pageSize <= available else { throw .noMemory }
  }
}

extension Protection {
  /// What a program asked for. Bits that say nothing about access are passed over, as by `mmap(2)`.
  /// - Throws: `permissionDenied` for pages that could be written and executed: none here ever can.
  init(_ flags: ProtectionFlags) throws(Errno) {
    guard !flags.isSuperset(of: [.write, .execute]) else { throw .permissionDenied }
    self = []
    if flags.contains(.read) { insert(.read) }
    if flags.contains(.write) { insert(.write) }
    if flags.contains(.execute) { insert(.execute) }
  }
}

/// A file as `mmap(2)` is given it.
public struct MappableFile {
  /// What the pages of a mapping are.
  public enum Content {
    case pages(FilePages)
    /// Zeros, as if there were no file (`zero(4)`).
    case zeros
    /// Not to be mapped.
    case none
  }

  public let content: Content
  /// Whether the descriptor may be read, and written.
  public let isReadable: Bool
  public let isWritable: Bool
  /// Whether no new mapping may store into it (`memfd_create(2)`).
  public let isSealed: Bool
  /// Where the file was found, for a process's memory map.
  let place: FilePlace?

  public init(
    _ content: Content, isReadable: Bool = true, isWritable: Bool = false, isSealed: Bool = false,
    place: FilePlace? = nil
  ) {
    self.place = place
    self.content = content
    self.isReadable = isReadable
    self.isWritable = isWritable
    self.isSealed = isSealed
  }
}
