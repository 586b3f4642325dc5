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
    guard let region = regions.region(containing: address) else { return .accessViolation(.notMapped) }
    let isPermitted =
      switch access {
      // The processor has no pages that can be written or executed but not read.
      case .read: !region.protection.isEmpty
      case .write: region.protection.contains(.write)
      case .execute: region.protection.contains(.execute)
      }
    guard isPermitted else { return .accessViolation(.notPermitted) }
    return back(page: PageRounding.down(address), of: region)
  }

  /// Backs the pages of a range that are mapped and accessible.
  /// - Throws: `noMemory`, or `badAddress` for a page of a file past its end; earlier pages stay backed.
  func populate(_ range: Range<UInt>) throws(Errno) {
    var result = FaultResolution.resolved
    regions.forEach(in: range) { region in
      guard !region.protection.isEmpty else { return true }
      var page = region.start
      while page < region.end, result == .resolved {
        result = back(page: page, of: region)
        page += UserSpace.pageSize
      }
      return result == .resolved
    }
    switch result {
    case .resolved: return
    case .outOfMemory: throw .noMemory
    case .busError, .accessViolation: throw .badAddress
    }
  }

  /// Backs one page of a region that holds it, unless it is backed.
  private func back(page: UInt, of region: Region) -> FaultResolution {
    guard !pageTable.isMapped(page: page) else { return .resolved }
    guard let file = region.file else {
      return pageTable.mapZeroed(page: page, protection: region.protection) ? .resolved : .outOfMemory
    }
    let offset = region.fileOffset &+ UInt64(page &- region.start)
    let length = file.byteCount
    guard offset < length else { return .busError }
    guard pageTable.mapZeroed(page: page, protection: region.protection) else { return .outOfMemory }
    // The last page's rest stays zero (mmap(2)).
    let expected = UInt(min(UInt64(UserSpace.pageSize), length - offset))
    guard file.copy(from: offset, byteCount: expected, to: page, of: pageTable) == expected else {
      pageTable.unmap(pages: page..<page + UserSpace.pageSize)
      return .busError
    }
    return .resolved
  }
}
