// How promised memory becomes real: one page at a time, when it is first touched.

import Shared

/// What an instruction was doing when it faulted.
public enum MemoryAccess: Sendable {
  case read
  case write
  case execute
}

/// What became of a page fault.
public enum FaultResolution: Equatable, Sendable {
  /// The page is there now, and the access is allowed: run the instruction again.
  case resolved
  /// The program may not do this: it gets `SIGSEGV`.
  case accessViolation(AccessViolation)
  /// The page of a file past its end, or one that cannot be read: it gets `SIGBUS` with `BUS_ADRERR`.
  case busError
  /// No memory is left to back what was promised.
  case outOfMemory
}

/// Why an access is a violation; the values are those of `si_code` for `SIGSEGV` (`sigaction(2)`).
public enum AccessViolation: Int32, Sendable {
  /// Nothing is mapped there: `SEGV_MAPERR`.
  case notMapped = 1
  /// What is mapped does not allow it: `SEGV_ACCERR`.
  case notPermitted = 2
}

extension AddressSpace {
  /// Answers a page fault that the program, or the kernel copying for it, met.
  ///
  /// It also answers `resolved` where the page is there and allows the access, since the translation may be newer
  /// than what the processor remembered. Faults that are none of a missing page or of its protection
  /// (reserved bits, protection keys) are the caller's to tell by the error code (Intel SDM volume 3, section 5.7).
  public func resolveFault(at address: UInt, access: MemoryAccess) -> FaultResolution {
    guard let position = regions.position(containing: address) else { return .accessViolation(.notMapped) }
    let protection = regions[position].protection
    let isPermitted =
      switch access {
      // The processor has no pages that can be written or executed but not read.
      case .read: !protection.isEmpty
      case .write: protection.contains(.write)
      case .execute: protection.contains(.execute)
      }
    guard isPermitted else { return .accessViolation(.notPermitted) }
    defer { noteMappedPages() }
    let page = PageRounding.down(address)
    // Without a copy of the region: most faults are for pages of no file.
    if regions[position].mapping == nil { return backWithZeros(page, protection, for: access) }
    let region = regions[position]
    let result = back(page: page, of: region, for: access)
    // As on Linux the file's times tell of a store that faulted, not of those that follow it.
    if result == .resolved, access == .write, region.sharing == .shared { region.mapping?.noteStore() }
    return result
  }

  /// Backs the pages of a range that are mapped and accessible, so that an access needs no fault.
  /// - Throws: `noMemory`, or `badAddress` for a page of a file past its end; earlier pages stay backed.
  func populate(_ range: Range<UInt>, for access: MemoryAccess = .read, turns: Scheduler? = nil) throws(Errno) {
    var result = FaultResolution.resolved
    regions.forEach(in: range) { region in
      guard !region.protection.isEmpty else { return true }
      // Linux populates what can be written as if it were, unless it is shared.
      let writes = access == .write && region.protection.contains(.write)
      var page = region.start
      while page < region.end, result == .resolved {
        result = back(page: page, of: region, for: writes ? .write : .read)
        page += UserSpace.pageSize
        turns?.spend(2)
      }
      return result == .resolved
    }
    noteMappedPages()
    try Self.check(result)
  }

  /// Gives each page of a range that is mapped a frame of its own, whatever may be done with it.
  /// - Throws: `noMemory`, or `badAddress` for a page of a file past its end.
  func makeOwn(_ range: Range<UInt>) throws(Errno) {
    var result = FaultResolution.resolved
    regions.forEach(in: range) { region in
      var page = region.start
      while page < region.end, result == .resolved {
        result = back(page: page, of: region, for: .write)
        page += UserSpace.pageSize
      }
      return result == .resolved
    }
    noteMappedPages()
    try Self.check(result)
  }

  private static func check(_ result: FaultResolution) throws(Errno) {
    switch result {
    case .resolved: return
    case .outOfMemory: throw .noMemory
    case .busError, .accessViolation: throw .badAddress
    }
  }

  /// Backs one page of a region that holds it, so that an access finds it.
  private func back(page: UInt, of region: Region, for access: MemoryAccess) -> FaultResolution {
    guard let file = region.file else { return backWithZeros(page, region.protection, for: access) }
    if let frame = pageTable.frame(at: page) {
      guard access == .write else { return .resolved }
      return allowStoring(into: frame, at: page, of: region)
    }
    let offset = region.fileOffset &+ UInt64(page &- region.start)
    guard offset < UInt64(file.byteCount) else { return .busError }
    let filePage = Int(offset / UInt64(UserSpace.pageSize))
    let isShared = region.sharing == .shared
    switch access == .write && isShared ? file.frameForWriting(filePage) : file.frameForReading(filePage) {
    case .noSpace: return .busError
    case .noMemory: return .outOfMemory
    case .frame(let frame):
      if access == .write, !isShared { return mapCopy(of: frame, at: page, region.protection) }
      // A permanent frame is replaced before it can be stored into.
      let isStored = isShared && !pageTable.frames.isPermanent(frame)
      let protection = isStored ? region.protection : region.protection.withoutStoring
      pageTable.frames.retain(frame)
      if pageTable.map(frame, at: page, protection: protection) { return .resolved }
      pageTable.frames.release(frame)
      return .outOfMemory
    }
  }

  /// Backs one page of a region without a file.
  private func backWithZeros(_ page: UInt, _ protection: Protection, for access: MemoryAccess) -> FaultResolution {
    switch pageTable.mapZeroed(page: page, protection: protection) {
    case .mapped: .resolved
    case .wasMapped(let frame): access == .write ? allowStoring(into: frame, at: page, protection) : .resolved
    case .noMemory: .outOfMemory
    }
  }

  /// Lets a program store into a page of a file's region that is mapped.
  private func allowStoring(into frame: FrameNumber, at page: UInt, of region: Region) -> FaultResolution {
    guard region.sharing == .shared else { return allowStoring(into: frame, at: page, region.protection) }
    if pageTable.frames.isPermanent(frame), let file = region.file {
      // Making the file's page one that can be changed unmaps it here too.
      let offset = region.fileOffset &+ UInt64(page &- region.start)
      switch file.frameForWriting(Int(offset / UInt64(UserSpace.pageSize))) {
      case .noSpace: return .busError
      case .noMemory: return .outOfMemory
      case .frame: return back(page: page, of: region, for: .write)
      }
    }
    pageTable.protect(pages: page..<page + UserSpace.pageSize, protection: region.protection, .shared)
    return .resolved
  }

  /// Lets a program store into a page of its own that is mapped: into the frame itself where no other holder may miss
  /// its contents, else into a copy.
  private func allowStoring(into frame: FrameNumber, at page: UInt, _ protection: Protection) -> FaultResolution {
    // Permanent frames have more holders than one.
    guard pageTable.frames.holderCount(frame) == 1 else { return mapCopy(of: frame, at: page, protection) }
    pageTable.protect(pages: page..<page + UserSpace.pageSize, protection: protection, .shared)
    return .resolved
  }

  private func mapCopy(of frame: FrameNumber, at page: UInt, _ protection: Protection) -> FaultResolution {
    guard let copy = pageTable.frames.allocateCopy(of: frame) else { return .outOfMemory }
    if pageTable.map(copy, at: page, protection: protection) { return .resolved }
    pageTable.frames.release(copy)
    return .outOfMemory
  }
}
