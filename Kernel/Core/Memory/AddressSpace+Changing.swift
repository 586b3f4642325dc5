// munmap(2), mprotect(2), madvise(2) and brk(2): what becomes of memory that was promised.

import Shared

extension AddressSpace {
  /// Takes memory back, as `munmap(2)`. Holes in the range do not matter.
  /// - Throws: `invalidArgument` for no length, an address amid a page or past user space; `noMemory` when a split
  ///   would make too many regions.
  public func unmap(at address: UInt, byteCount: UInt, turns: Scheduler? = nil) throws(Errno) {
    guard PageRounding.isAligned(address), byteCount > 0, address <= UserSpace.end,
      byteCount <= UserSpace.end - address, let length = PageRounding.up(byteCount)
    else { throw .invalidArgument }
    // Nothing is ever mapped below user space.
    let range = max(address, UserSpace.start)..<max(address + length, UserSpace.start)
    limitRegions()
    let wasFree = try regions.remove(range)
    if !wasFree { pageTable.unmap(pages: range, turns) }
  }

  /// Changes what may be done with memory, as `mprotect(2)`.
  /// - Throws: `invalidArgument` for an address amid a page, unknown bits, or `growsDown` where no stack is; `noMemory`
  ///   where nothing is mapped, for too many regions, or for memory that is not there;
  ///   `permissionDenied` for pages both writable and executable, and for those of a shared file made writable.
  ///   What lies in front of a hole, or of what refuses, has changed then, as on Linux.
  public func protect(
    at address: UInt, byteCount: UInt, protection: ProtectionFlags, turns: Scheduler? = nil
  ) throws(Errno) {
    let growth: ProtectionFlags = [.growsDown, .growsUp]
    guard PageRounding.isAligned(address), !protection.isSuperset(of: growth) else { throw .invalidArgument }
    guard byteCount > 0 else { return }
    guard let length = PageRounding.up(byteCount), length <= UserSpace.end, address <= UserSpace.end - length
    else { throw .noMemory }
    let known: ProtectionFlags = [.read, .write, .execute, .semaphore]
    guard protection.subtracting(growth).isSubset(of: known) else { throw .invalidArgument }
    let new = try Protection(protection)
    var range = address..<address + length
    // No region grows up, so `growsUp` finds none to apply to.
    guard !protection.contains(.growsUp) else { throw .invalidArgument }
    if protection.contains(.growsDown) {
      guard let region = regions.firstRegion(endingAfter: address), region.start < range.upperBound
      else { throw .noMemory }
      guard region.kind == .stack else { throw .invalidArgument }
      range = region.start..<range.upperBound
    }
    let mapped = range.lowerBound..<endOfMapped(from: range.lowerBound, to: range.upperBound, turns)
    // Region by region: what lies before the first that refuses has changed.
    let allowed = mapped.lowerBound..<endOfProtectable(in: mapped, new, turns)
    if !allowed.isEmpty {
      try checkProtecting(allowed, new, turns)
      limitRegions()
      try changeProtection(of: allowed, to: new, turns)
    }
    guard allowed == mapped else { throw .permissionDenied }
    guard mapped == range else { throw .noMemory }
  }

  /// Protects regions and their pages anew: few regions at a time, where others can run in between.
  private func changeProtection(
    of range: Range<UInt>, to protection: Protection, _ turns: Scheduler?
  ) throws(Errno) {
    let change = RegionChange(protection: protection)
    // What is cut at the ends leaves no more to cut in between.
    guard turns == nil || regions.hasRoom(for: change, in: range) else { throw .noMemory }
    var rest = range
    while !rest.isEmpty {
      let end = turns == nil ? rest.upperBound : regions.endOfFew(in: rest)
      let part = rest.lowerBound..<end
      try regions.change(part, change)
      regions.forEach(in: part) { region in
        pageTable.protect(pages: region.start..<region.end, protection: protection, region.sharing, turns)
        return true
      }
      rest = end..<rest.upperBound
      if !rest.isEmpty { turns?.offerTurn() }
    }
  }

  /// How far memory is mapped without a hole.
  private func endOfMapped(from start: UInt, to end: UInt, _ turns: Scheduler?) -> UInt {
    var reached = start
    while reached < end, let region = regions.firstRegion(endingAfter: reached), region.start <= reached {
      reached = min(region.end, end)
      turns?.spend()
    }
    return reached
  }

  /// How far regions may be given a protection.
  private func endOfProtectable(in range: Range<UInt>, _ protection: Protection, _ turns: Scheduler?) -> UInt {
    var end = range.upperBound
    guard protection.contains(.write) else { return end }
    regions.forEach(in: range) { region in
      if region.options.contains(.neverWritable) { end = min(end, region.start) }
      turns?.spend()
      return end == range.upperBound
    }
    return end
  }

  /// Whether there is memory for the regions of a range to be made accessible.
  private func checkProtecting(
    _ range: Range<UInt>, _ protection: Protection, _ turns: Scheduler?
  ) throws(Errno) {
    var becomesAccessible: UInt = 0
    regions.forEach(in: range) { region in
      if region.protection.isEmpty, !region.options.contains(.noReserve) { becomesAccessible += region.byteCount }
      turns?.spend()
      return true
    }
    if !protection.isEmpty { try checkAvailable(becomesAccessible) }
  }

  /// Takes a program's advice about memory, as `madvise(2)`. Dropping, populating and what is for forked processes do
  /// something.
  /// - Throws: `invalidArgument` for an address amid a page, a length that wraps or unknown advice; also for
  ///   populating pages that do not allow it, and dropping those that are locked; `noMemory` where nothing is mapped, after the rest is done, or when
  ///   populating finds none.
  public func advise(
    at address: UInt, byteCount: UInt, advice rawAdvice: Int32, turns: Scheduler? = nil
  ) throws(Errno) {
    guard let advice = MemoryAdvice(rawValue: rawAdvice), PageRounding.isAligned(address),
      let length = PageRounding.up(byteCount)
    else { throw .invalidArgument }
    let (end, overflow) = address.addingReportingOverflow(length)
    guard !overflow else { throw .invalidArgument }
    guard length > 0 else { return }
    let start = min(max(address, UserSpace.start), UserSpace.end)
    let range = start..<max(start, min(end, UserSpace.end))
    switch advice {
    case .dontNeed, .free, .cold, .pageOut, .remove:
      // What is locked stays.
      guard !hasLockedPages(in: range) else { throw .invalidArgument }
    default: break
    }
    switch advice {
    case .dontNeed, .dontNeedLocked:
      // A page of a file is read again when it is next touched.
      if !regions.isFree(range) { pageTable.unmap(pages: range, turns) }
    case .free:
      try dropAnonymous(range, turns)
    case .populateRead, .populateWrite:
      try checkAccess(range, advice == .populateRead ? .read : .write)
      try populate(range, for: advice == .populateRead ? .read : .write, turns: turns)
    case .dontFork: try change(range, RegionChange(added: .notForked))
    case .doFork: try change(range, RegionChange(removed: .notForked))
    case .wipeOnFork: try wipeOnFork(range)
    case .remove: try punchFiles(range, turns)
    case .keepOnFork: try change(range, RegionChange(removed: .wipedOnFork))
    case .normal, .random, .sequential, .willNeed, .mergeable, .unmergeable, .hugePage, .noHugePage, .dontDump,
      .doDump, .cold, .pageOut:
      break
    }
    guard address >= UserSpace.start, end <= UserSpace.end, regions.covers(range) else { throw .noMemory }
  }

  func change(_ range: Range<UInt>, _ change: RegionChange) throws(Errno) {
    limitRegions()
    try regions.change(range, change)
  }

  /// `MADV_WIPEONFORK`, which is for memory that is the program's own. As on Linux, what lies before other memory is
  /// changed.
  private func wipeOnFork(_ range: Range<UInt>) throws(Errno) {
    var end = range.upperBound
    regions.forEach(in: range) { region in
      if region.mapping != nil { end = region.start }
      return region.mapping == nil
    }
    if end > range.lowerBound { try change(range.lowerBound..<end, RegionChange(added: .wipedOnFork)) }
    guard end == range.upperBound else { throw .invalidArgument }
  }

  /// `MADV_FREE`: the kernel may drop the pages at any time, and does so at once.
  private func dropAnonymous(_ range: Range<UInt>, _ turns: Scheduler?) throws(Errno) {
    var hasFile = false
    regions.forEach(in: range) { region in
      hasFile = hasFile || region.file != nil
      return !hasFile
    }
    guard !hasFile else { throw .invalidArgument }
    if !regions.isFree(range) { pageTable.unmap(pages: range, turns) }
  }

  /// `MADV_REMOVE`: holes in the files that a range shows.
  /// - Throws: `invalidArgument` for memory of no file; `permissionDenied` for what may not be stored into a file.
  private func punchFiles(_ range: Range<UInt>, _ turns: Scheduler?) throws(Errno) {
    var failure: Errno?
    regions.forEach(in: range) { region in
      if let file = region.file {
        if region.sharing == .shared, region.options.isDisjoint(with: .neverWritable) {
          // Places in files lie below 2 ** 63, as `mapFile` has checked.
          let start = Int(truncatingIfNeeded: region.fileOffset)
          let hole = start..<start &+ Int(region.byteCount)
          try? file.changing(turns) { () throws(Errno) in file.punchBytes(hole, turns: turns) }
          region.mapping?.noteStore()
        } else {
          failure = .permissionDenied
        }
      } else {
        failure = .invalidArgument
      }
      return failure == nil
    }
    if let failure { throw failure }
  }

  private func checkAccess(_ range: Range<UInt>, _ needed: Protection) throws(Errno) {
    var isAllowed = true
    regions.forEach(in: range) { region in
      isAllowed = needed.contains(.write) ? region.protection.contains(.write) : !region.protection.isEmpty
      return isAllowed
    }
    guard isAllowed else { throw .invalidArgument }
  }

  /// Moves the end of the heap, as the system call behind `brk(2)`.
  /// - Returns: the break: the one asked for, or on any failure the one that was. Asking for 0 only tells it.
  public func setBreak(to address: UInt, turns: Scheduler? = nil) -> UInt {
    guard heapStart > 0, address >= heapStart, address <= UserSpace.end,
      let new = PageRounding.up(address), let old = PageRounding.up(heapEnd)
    else { return heapEnd }
    limitRegions()
    do {
      if new < old {
        try regions.remove(new..<old)
        pageTable.unmap(pages: new..<old, turns)
      } else if new > old {
        // Like Linux, the heap stops a page short of the next mapping.
        let range = old..<min(new + UserSpace.pageSize, UserSpace.end)
        guard new < UserSpace.end, regions.isFree(range), !range.overlaps(layout.stackGuard) else { return heapEnd }
        try checkAvailable(new - old)
        let isLocked = !lockingOfNewRegions.isEmpty
        let added = old..<new
        try regions.insert(
          Region(added, protection: [.read, .write], kind: .heap, options: isLocked ? .locked : []))
        if isLocked { mayHaveLocks = true }
        if isLocked, !lockingOfNewRegions.contains(.whenTouched) { try? populate(added, for: .write, turns: turns) }
      }
    } catch { return heapEnd }
    heapEnd = address
    return address
  }
}
