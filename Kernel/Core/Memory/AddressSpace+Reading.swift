// Looking at the memory of a program that need not be running (`proc_pid_cmdline(5)`), and how much there is of it.

import Shared

extension AddressSpace {
  /// Lends the bytes of a range to `body`, page by page, up to the first page that is not in memory.
  func read(_ range: Range<UInt>, _ body: (RawSpan) -> Void) {
    guard range.upperBound <= UserSpace.end else { return }
    var address = range.lowerBound
    while address < range.upperBound {
      let page = PageRounding.down(address)
      guard let frame = pageTable.frame(at: page) else { return }
      let end = min(page + UserSpace.pageSize, range.upperBound)
      _ = pageTable.frames.read(frame) { bytes in
        body(bytes.extracting(Int(address - page)..<Int(end - page)))
        return 0
      }
      address = end
    }
  }

  /// How much memory a program has asked for, in bytes.
  struct Extent {
    var all: UInt = 0
    var stack: UInt = 0
    /// What it may write and has for itself, but for the stack.
    var data: UInt = 0
    /// The program's code, all of it, and where the first of it is.
    var code: UInt = 0
    var firstCode: Range<UInt> = 0..<0
    /// The first of its data.
    var firstData: Range<UInt> = 0..<0
  }

  var extent: Extent {
    var extent = Extent()
    regions.forEach(in: 0..<UInt.max) { region in
      extent.all &+= region.byteCount
      let isOwn = region.protection.contains(.write) && !region.options.contains(.shared)
      if region.kind == .stack { extent.stack &+= region.byteCount } else if isOwn { extent.data &+= region.byteCount }
      if region.kind == .image, region.protection.contains(.execute) {
        extent.code &+= region.byteCount
        if extent.firstCode.isEmpty { extent.firstCode = region.start..<region.end }
      }
      if region.kind == .image, isOwn, extent.firstData.isEmpty { extent.firstData = region.start..<region.end }
      return true
    }
    return extent
  }
}
