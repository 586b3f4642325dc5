// msync(2) and mincore(2): where memory is. Here it is in RAM once it was touched, and stays there.

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
  ///   is mapped; `resourceBusy` for invalidating what is locked.
  func synchronize(at address: UInt, byteCount: UInt, flags: MemorySynchronizationFlags) throws(Errno) {
    guard flags.isSubset(of: [.later, .invalidate, .now]), PageRounding.isAligned(address),
      !flags.isSuperset(of: [.later, .now])
    else { throw .invalidArgument }
    // As on Linux a length may wrap to nothing.
    let length = PageRounding.down(byteCount &+ (UserSpace.pageSize - 1))
    let (end, overflow) = address.addingReportingOverflow(length)
    guard !overflow else { throw .noMemory }
    guard end > address else { return }
    if flags.contains(.invalidate), hasLockedPages(in: address..<end) { throw .resourceBusy }
    guard isMapped(address, end) else { throw .noMemory }
  }

  func isMapped(_ start: UInt, _ end: UInt) -> Bool {
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
      memory.turns?.offerTurn()
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
}
