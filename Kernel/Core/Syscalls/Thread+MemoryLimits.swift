// How much memory a process may have promised, and lock: RLIMIT_AS, RLIMIT_DATA and RLIMIT_MEMLOCK of `getrlimit(2)`.

import Shared

/// What counts for the limits, in bytes. The stack does not: its length has a limit of its own.
struct PromisedMemory {
  var all: UInt64 = 0
  /// What the program may store into and shares with no other.
  var data: UInt64 = 0
}

extension AddressSpace {
  /// What is promised in a range. It takes the longer the more regions there are, so only callers with limits ask.
  func promised(in range: Range<UInt> = 0..<UInt.max) -> PromisedMemory {
    var promised = PromisedMemory()
    regions.forEach(in: range) { region in
      if region.kind != .stack {
        promised.all &+= UInt64(region.byteCount)
        if region.sharing != .shared, region.protection.contains(.write) { promised.data &+= UInt64(region.byteCount) }
      }
      return true
    }
    return promised
  }
}

extension Thread {
  /// - Parameters:
  ///   - byteCount: how much more is wished for.
  ///   - isData: whether it can be stored into and is not shared.
  ///   - replaced: where it goes in place of what is there.
  /// - Throws: `noMemory` where the process may not have so much.
  private func requireRoom(for byteCount: UInt, isData: Bool, replacing replaced: Range<UInt>? = nil) throws(Errno) {
    let mostOfAll = limits.addressSpaceByteCount
    let mostData = isData ? limits.dataByteCount : ResourceLimits.infinity
    guard mostOfAll != ResourceLimits.infinity || mostData != ResourceLimits.infinity else { return }
    guard let length = PageRounding.up(byteCount) else { throw .noMemory }
    let there = addressSpace.promised()
    let gone = replaced.map { addressSpace.promised(in: $0) } ?? PromisedMemory()
    guard (there.all &- gone.all).addingClamped(UInt64(length)) <= mostOfAll,
      (there.data &- gone.data).addingClamped(UInt64(length)) <= mostData
    else { throw .noMemory }
  }

  /// For `mmap(2)`.
  func requireRoom(
    mapping byteCount: UInt, at address: UInt, _ protection: ProtectionFlags, _ flags: MappingFlags
  ) throws(Errno) {
    var replaced: Range<UInt>?
    if flags.contains(.fixed), byteCount <= UserSpace.end, address <= UserSpace.end - byteCount {
      replaced = address..<address + byteCount
    }
    if flags.contains(.locked) || !addressSpace.lockingOfNewRegions.isEmpty {
      if flags.contains(.locked) { _ = try mostLocked() }
      try requireRoom(lockingMore: byteCount)
    }
    let isData = protection.contains(.write) && flags.intersection(.typeMask) == .private
    try requireRoom(for: byteCount, isData: isData, replacing: replaced)
  }

  /// For `mremap(2)`.
  func requireRoom(growing address: UInt, from byteCount: UInt, to newByteCount: UInt) throws(Errno) {
    guard newByteCount > byteCount, let region = addressSpace.region(containing: address) else { return }
    if region.options.contains(.locked) { try requireRoom(lockingMore: newByteCount - byteCount) }
    try requireRoom(
      for: newByteCount - byteCount, isData: region.protection.contains(.write) && region.sharing != .shared)
  }

  /// For `mprotect(2)`, which can make data of memory that was none.
  func requireRoom(protecting address: UInt, byteCount: UInt, _ protection: ProtectionFlags) throws(Errno) {
    guard protection.contains(.write), limits.dataByteCount != ResourceLimits.infinity,
      byteCount <= UserSpace.end, address <= UserSpace.end - byteCount
    else { return }
    var added: UInt64 = 0
    addressSpace.regions.forEach(in: address..<address + byteCount) { region in
      if region.kind != .stack, region.sharing != .shared, !region.protection.contains(.write) {
        added &+= UInt64(region.byteCount)
      }
      return true
    }
    guard added > 0 else { return }
    guard addressSpace.promised().data.addingClamped(added) <= limits.dataByteCount else { throw .noMemory }
  }

  /// `brk(2)`, which answers with the old break where it cannot be moved.
  func setBreak(to address: UInt) -> Int {
    let old = addressSpace.setBreak(to: 0)
    if let new = PageRounding.up(address), let end = PageRounding.up(old), new > end {
      do throws(Errno) {
        if !addressSpace.lockingOfNewRegions.isEmpty { try requireRoom(lockingMore: new - end) }
        try requireRoom(for: new - end, isData: true)
      } catch { return Int(bitPattern: old) }
    }
    let distance = address > old ? address - old : old - address
    let new = try? changingMemory(distance) { space, turns throws(Errno) in space.setBreak(to: address, turns: turns) }
    return Int(bitPattern: new ?? old)
  }

  // MARK: Locking

  /// How much the process may lock, in bytes.
  /// - Throws: `notPermitted` where that is nothing.
  private func mostLocked() throws(Errno) -> UInt64 {
    if credentials.has(.lockMemory) { return ResourceLimits.infinity }
    let most = limits.lockedByteCount
    guard most > 0 else { throw .notPermitted }
    return most & ~UInt64(UserSpace.pageSize - 1)
  }

  /// For `mlock(2)`.
  func requireRoom(locking address: UInt, byteCount: UInt) throws(Errno) {
    let most = try mostLocked()
    guard most != ResourceLimits.infinity else { return }
    let start = PageRounding.down(address)
    let length = PageRounding.touched(byteCount, from: address)
    let (end, overflow) = start.addingReportingOverflow(length)
    // What is locked already does not count twice.
    let again = overflow ? 0 : addressSpace.lockedByteCount(in: start..<end)
    guard (addressSpace.lockedByteCount() &- again).addingClamped(UInt64(length)) <= most else { throw .noMemory }
  }

  /// For `mlockall(2)`.
  func requireRoomForLockingAll(_ flags: LockingFlags) throws(Errno) {
    let most = try mostLocked()
    guard flags.contains(.current), most != ResourceLimits.infinity else { return }
    guard addressSpace.extent.all <= most else { throw .noMemory }
  }

  /// For what is locked as soon as it is mapped.
  private func requireRoom(lockingMore byteCount: UInt) throws(Errno) {
    guard !credentials.has(.lockMemory) else { return }
    guard let length = PageRounding.up(byteCount),
      addressSpace.lockedByteCount().addingClamped(UInt64(length)) <= limits.lockedByteCount
    else { throw .resourceTemporarilyUnavailable }
  }
}
