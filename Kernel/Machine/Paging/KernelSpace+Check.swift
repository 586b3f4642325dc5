// What must be true of the kernel's half of memory, looked up in the tables that the CPU uses.

import CMachine
import KernelCore

extension KernelSpace {
  /// Panics where a page of the kernel's is not protected as it should be. Cheap: the direct map is in large pages.
  public static func check() { check(into: nil) }

  /// Panics where a page of the kernel's is not protected as it should be, and counts the frames that its tables reach.
  static func check(into census: FrameCensus?) {
    WaysIn.check()
    let map = unsafe map
    census?.note(map.root)
    map.walk(0..<512) { address, visit in
      guard rootEntries.contains(PageMap.index(of: address, level: 3)) else {
        violated("the kernel's own tables map what is not the kernel's", at: address)
      }
      switch visit {
      case .table(let entry):
        if entry.isUser { violated("a table of the kernel's is open to programs", at: address) }
        census?.note(entry.physical)
      case .page(let entry, let level, let rights):
        check(address, entry, level: level, rights)
        if level == 0, !isDirect(address) { census?.note(entry.physical) }
      }
    }
    checkStacks()
  }

  private static func isDirect(_ address: UInt64) -> Bool { unsafe windows.directMap.contains(address) }

  private static func check(_ address: UInt64, _ entry: PageTableEntry, level: Int, _ rights: PageRights) {
    if entry.isUser { violated("a page of the kernel's is open to programs", at: address) }
    if rights.isWritable && rights.isExecutable {
      violated("a page of the kernel's is both writable and executable", at: address)
    }
    let size: UInt64 = 4096 << UInt64(9 * level)
    let page = address..<address + size
    if page.overlaps(kernelTextRange) {
      if rights.isWritable { violated("the kernel's text is writable", at: address) }
      if !rights.isExecutable { violated("the kernel's text is not executable", at: address) }
    } else if rights.isExecutable {
      violated("a page outside the kernel's text is executable", at: address)
    }
    if page.overlaps(kernelRodataRange), rights.isWritable {
      violated("the kernel's constants are writable", at: address)
    }
    if isDirect(address) {
      let frames = entry.physical..<entry.physical + size
      let image =
        kernelTextRange.lowerBound - imageBase..<kernelDataRange.upperBound - imageBase
      if frames.overlaps(image) { violated("the direct map shows the kernel's image", at: address) }
      if UInt64(DirectMap.address(ofPhysical: entry.physical)) != address {
        violated("the direct map is not direct", at: address)
      }
    }
  }

  /// Each stack is there, and under and above it is nothing.
  private static func checkStacks() {
    for index in 0..<(unsafe KernelStack.count) {
      let stack = unsafe KernelStack.all[index]
      if isBacked(page: stack.lowerBound - 4096) { violated("a stack has no guard page", at: stack.lowerBound) }
      if isBacked(page: stack.upperBound) { violated("a stack has no guard page above it", at: stack.upperBound) }
      var page = stack.lowerBound
      while page < stack.upperBound {
        if !isBacked(page: page) { violated("a page of a stack is missing", at: page) }
        page += 4096
      }
    }
  }
}
