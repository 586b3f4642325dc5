// msync(2), mincore(2), mlock(2) and munlock(2): where memory is. Here it is in RAM once it was touched, and stays
// there.

import Shared

/// The `flags` argument of `msync(2)`, with Linux's values.
public struct MemorySynchronizationFlags: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `MS_ASYNC`
  public static let later = MemorySynchronizationFlags(rawValue: 1)
  /// `MS_INVALIDATE`
  public static let invalidate = MemorySynchronizationFlags(rawValue: 2)
  /// `MS_SYNC`
  public static let now = MemorySynchronizationFlags(rawValue: 4)
}

extension AddressSpace {
  /// Waits until a file has what was stored into its mapping, as `msync(2)`: it has at once.
  /// - Throws: `invalidArgument` for an address amid a page and flags that do not go together; `noMemory` where nothing
  ///   is mapped; `resourceBusy` for invalidating what is locked: nothing is.
  func synchronize(at address: UInt, byteCount: UInt, flags: MemorySynchronizationFlags) throws(Errno) {
    guard flags.isSubset(of: [.later, .invalidate, .now]), PageRounding.isAligned(address),
      !flags.isSuperset(of: [.later, .now])
    else { throw .invalidArgument }
    // As on Linux a length may wrap to nothing.
    let length = PageRounding.down(byteCount &+ (UserSpace.pageSize - 1))
    let (end, overflow) = address.addingReportingOverflow(length)
    guard !overflow else { throw .noMemory }
    guard end > address else { return }
    guard isMapped(address, end) else { throw .noMemory }
  }

  private func isMapped(_ start: UInt, _ end: UInt) -> Bool {
    start >= UserSpace.start && end <= UserSpace.end && regions.covers(start..<end)
  }

  /// Stores a byte for each page: 1 where a touch would find it in memory (`mincore(2)`).
  /// - Throws: `invalidArgument` for an address amid a page; `noMemory` where nothing is mapped; `badAddress`.
  func residence(at address: UInt, byteCount: UInt, into target: UInt, of memory: UserMemory) throws(Errno) {
    guard PageRounding.isAligned(address) else { throw .invalidArgument }
    guard byteCount <= UserSpace.end, address <= UserSpace.end - byteCount, let length = PageRounding.up(byteCount)
    else { throw .noMemory }
    let range = try UserRange(address: target, byteCount: length / UserSpace.pageSize)
    guard length > 0 else { return }
    let end = address + length
    var page = address
    var done: UInt = 0
    while page < end {
      // In pieces, so that no call holds much.
      let count = Int(min((end - page) / UserSpace.pageSize, 1024))
      guard isMapped(page, page + UInt(count) * UserSpace.pageSize) else { throw .noMemory }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count)
      for index in 0..<UInt(count) { bytes.append(isResident(page + index * UserSpace.pageSize) ? 1 : 0) }
      let place = range.dropping(done).prefix(UInt(count))
      guard memory.copy(RawSpan(_elements: bytes.span), to: place) == count else { throw .badAddress }
      done += UInt(count)
      page += UInt(count) * UserSpace.pageSize
    }
  }

  private func isResident(_ page: UInt) -> Bool {
    if pageTable.isMapped(page: page) { return true }
    guard let region = regions.region(containing: page), let file = region.file else { return false }
    let offset = region.fileOffset &+ UInt64(page &- region.start)
    return file.frame(at: Int(truncatingIfNeeded: offset / UInt64(UserSpace.pageSize))) != nil
  }

  /// Brings memory in, as `mlock(2)`; it never leaves.
  /// - Throws: `invalidArgument` for a range that wraps; `noMemory` where nothing is mapped, or none is left;
  ///   `resourceTemporarilyUnavailable` where a page cannot be had.
  func lock(at address: UInt, byteCount: UInt, populating: Bool) throws(Errno) {
    guard let range = try lockRange(address, byteCount) else { return }
    guard isMapped(range.lowerBound, range.upperBound) else { throw .noMemory }
    guard populating else { return }
    guard (range.upperBound - range.lowerBound) / UserSpace.pageSize <= available else { throw .noMemory }
    try populate(range, for: .write)
  }

  /// - Throws: `invalidArgument` for a range that wraps; `noMemory` where nothing is mapped.
  func unlock(at address: UInt, byteCount: UInt) throws(Errno) {
    guard let range = try lockRange(address, byteCount) else { return }
    guard isMapped(range.lowerBound, range.upperBound) else { throw .noMemory }
  }

  /// The pages that a range touches. As on Linux a length may wrap to nothing.
  private func lockRange(_ address: UInt, _ byteCount: UInt) throws(Errno) -> Range<UInt>? {
    let start = PageRounding.down(address)
    let length = PageRounding.down(byteCount &+ (address - start) &+ (UserSpace.pageSize - 1))
    let (end, overflow) = start.addingReportingOverflow(length)
    guard !overflow else { throw .invalidArgument }
    return end > start ? start..<end : nil
  }
}
