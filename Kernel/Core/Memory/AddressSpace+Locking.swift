// mlock(2) and its kin. All memory stays in RAM once it was touched; what is locked is brought in at once, counts for a
// limit, and is not dropped on advice.

import Shared

/// The `flags` argument of `mlockall(2)`, with Linux's values.
struct LockingFlags: OptionSet {
  let rawValue: UInt32

  /// `MCL_CURRENT`
  static let current = LockingFlags(rawValue: 1)
  /// `MCL_FUTURE`
  static let future = LockingFlags(rawValue: 2)
  /// `MCL_ONFAULT`
  static let whenTouched = LockingFlags(rawValue: 4)
}

extension AddressSpace {
  /// Locks pages and brings them in, as `mlock(2)`.
  /// - Throws: `invalidArgument` for a range that wraps; `noMemory` where nothing is mapped, or none is left;
  ///   `resourceTemporarilyUnavailable` where a page cannot be had.
  func lock(at address: UInt, byteCount: UInt, populating: Bool, turns: Scheduler? = nil) throws(Errno) {
    guard let range = try lockRange(address, byteCount) else { return }
    guard isMapped(range.lowerBound, range.upperBound) else { throw .noMemory }
    mayHaveLocks = true
    try change(range, RegionChange(added: .locked))
    guard populating else { return }
    guard (range.upperBound - range.lowerBound) / UserSpace.pageSize <= available else { throw .noMemory }
    try populate(range, for: .write, turns: turns)
  }

  /// - Throws: `invalidArgument` for a range that wraps; `noMemory` where nothing is mapped.
  func unlock(at address: UInt, byteCount: UInt) throws(Errno) {
    guard let range = try lockRange(address, byteCount) else { return }
    guard isMapped(range.lowerBound, range.upperBound) else { throw .noMemory }
    try change(range, RegionChange(removed: .locked))
  }

  /// Locks all that is mapped, all that will be, or both (`mlockall(2)`). As on Linux, the pages are brought in as far
  /// as that is possible; what cannot fit anyway is not begun.
  func lockAll(_ flags: LockingFlags, turns: Scheduler? = nil) {
    lockingOfNewRegions = flags.contains(.future) ? flags : []
    guard flags.contains(.current) else { return }
    mayHaveLocks = true
    // No region is split, so none is added.
    try? change(Self.everywhere, RegionChange(added: .locked))
    if !flags.contains(.whenTouched), promised().all / UInt64(UserSpace.pageSize) <= UInt64(available) {
      try? populate(Self.everywhere, for: .write, turns: turns)
    }
  }

  /// `munlockall(2)`.
  func unlockAll() {
    lockingOfNewRegions = []
    try? change(Self.everywhere, RegionChange(removed: .locked))
  }

  /// How much is locked in a range, in bytes. It takes the longer the more regions there are, so only callers with a
  /// limit ask.
  func lockedByteCount(in range: Range<UInt> = everywhere) -> UInt64 {
    var count: UInt64 = 0
    guard mayHaveLocks else { return count }
    regions.forEach(in: range) { region in
      if region.options.contains(.locked) { count &+= UInt64(region.byteCount) }
      return true
    }
    return count
  }

  /// Whether any page of a range is locked.
  func hasLockedPages(in range: Range<UInt>) -> Bool {
    var isFound = false
    guard mayHaveLocks else { return false }
    regions.forEach(in: range) { region in
      isFound = region.options.contains(.locked)
      return !isFound
    }
    return isFound
  }

  private static var everywhere: Range<UInt> { UserSpace.start..<UserSpace.end }

  /// The pages that a range touches. As on Linux a length may wrap to nothing.
  private func lockRange(_ address: UInt, _ byteCount: UInt) throws(Errno) -> Range<UInt>? {
    let start = PageRounding.down(address)
    let (end, overflow) = start.addingReportingOverflow(PageRounding.touched(byteCount, from: address))
    guard !overflow else { throw .invalidArgument }
    return end > start ? start..<end : nil
  }
}
