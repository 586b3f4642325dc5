// All that must hold of memory while a program runs, checked at one time.

import CMachine
import KernelCore

/// Checks of frames, heap, and the tables of kernel and program. Each panics where something does not hold.
public final class MemoryCheck {
  private let census = FrameCensus()
  /// The frames that no table reaches: queues that devices have, taken at boot and kept.
  private var unreachedCount: Int?

  public init() {}

  /// Checks everything.
  /// - Parameters:
  ///   - spaces: the memory of all programs, each once.
  ///   - files: calls its argument with each frame that a file holds, once for each file that does.
  public func run(spaces: [AddressSpace], files: (_ note: (FrameNumber) -> Void) -> Void) {
    if !PhysicalMemory.isConsistent() { violated("the table of frames contradicts itself", at: 0) }
    KernelHeap.check()
    census.begin()
    KernelSpace.check(into: census)
    files { census.note($0.address) }
    for space in spaces { check(space) }
    census.checkCounts()
    let unreached = PhysicalMemory.totalFrameCount - PhysicalMemory.freeFrameCount - census.count
    if let before = unreachedCount, unreached != before {
      violated("a frame is neither free nor anybody's", at: UInt64(truncatingIfNeeded: unreached - before))
    }
    unreachedCount = unreached
  }

  /// The tables that the CPU uses for a program.
  private func check(_ space: AddressSpace) {
    // All page tables that programs run on are of this class.
    let map = unsafe unsafeDowncast(space.pageTable, to: UserPageTable.self).map
    if unsafe map.root == KernelSpace.map.root { violated("a program runs on the kernel's own tables", at: map.root) }
    census.note(map.root)
    for index in 0..<512 where index >= KernelSpace.rootEntries.lowerBound {
      let entry = PageMap.Slot(table: map.root, index: index).entry
      let kernels = unsafe PageMap.Slot(table: KernelSpace.map.root, index: index).entry
      // But for what the CPU notes there: that it has used the entry.
      if (entry.rawValue ^ kernels.rawValue) & ~PageTableEntry.accessed != 0 {
        violated("a program's tables have another kernel", at: UInt64(index))
      }
    }
    var count: UInt = 0
    map.walk(0..<KernelSpace.rootEntries.lowerBound) { address, visit in
      switch visit {
      case .table(let entry):
        census.note(entry.physical)
      case .page(let entry, let level, let rights):
        count += 1
        check(address, entry, level: level, rights, space.region(containing: UInt(address))?.protection)
        census.note(entry.physical)
      }
    }
    if count != space.mappedPageCount { violated("a program's pages are not as many as counted", at: UInt64(count)) }
  }

  private func check(
    _ address: UInt64, _ entry: PageTableEntry, level: Int, _ rights: PageRights, _ protection: Protection?
  ) {
    guard let protection else { violated("a page is mapped where no region is", at: address) }
    if level != 0 { violated("a program has a large page", at: address) }
    if address < UInt64(UserSpace.start) { violated("a page is mapped below user space", at: address) }
    if entry.rawValue & PageTableEntry.global != 0 { violated("a program's page is global", at: address) }
    if entry.isPresent != !protection.isEmpty || !rights.isUser
      || entry.isPresent && rights.isWritable && !protection.contains(.write)
      || entry.isPresent && rights.isExecutable != protection.contains(.execute)
    {
      violated("a page is not protected as its region", at: address)
    }
    // What the allocator does not manage is the initial RAM disk's, and may be seen but not changed.
    if !entry.isOwned || !PhysicalMemory.manages(entry.physical) && rights.isWritable {
      violated("a program has a frame that is not its own", at: address)
    }
    if entry.isPresent && rights.isWritable && rights.isExecutable {
      violated("a program's page is both writable and executable", at: address)
    }
  }
}
