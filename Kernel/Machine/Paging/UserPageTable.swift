// A program's page tables: the memory policy's wishes, in the machine's terms.

import CMachine
import KernelCore

/// The page tables of one program, with the kernel's half in them too.
public final class UserPageTable: PageTable {
  let map: PageMap
  private var mappedCount: UInt = 0

  /// Tables in which nothing is mapped for the program.
  /// - Parameter frames: the frames as policy has them.
  /// - Returns: `nil` when there is no memory for the root.
  public static func make(over frames: MachineFrames = MachineFrames()) -> UserPageTable? {
    guard let root = PhysicalMemory.allocateFrame() else { return nil }
    return UserPageTable(root: root, frames)
  }

  private init(root: UInt64, _ frames: MachineFrames) {
    map = PageMap(root: root)
    super.init(frames: frames)
    let kernel = KernelSpace.rootEntries
    // Both are roots, and nothing uses the new one yet. As bytes: of words the compiler makes a call each.
    unsafe UnsafeMutableRawPointer(DirectMap.words(ofFrame: root) + kernel.lowerBound).copyMemory(
      from: DirectMap.words(ofFrame: KernelSpace.map.root) + kernel.lowerBound, byteCount: kernel.count * 8)
  }

  /// Makes the CPU use these tables.
  public func activate() { write_cr3(map.root) }

  /// The kernel's own tables must be in use again before a program's go.
  public static func deactivate() { write_cr3(unsafe KernelSpace.map.root) }

  deinit {
    unmap(pages: UserSpace.start..<UserSpace.end)
    // Then the kernel's half is all that is left of it.
    let kernel = KernelSpace.rootEntries
    unsafe (DirectMap.words(ofFrame: map.root) + kernel.lowerBound).update(repeating: 0, count: kernel.count)
    PhysicalMemory.free(map.root, isZero: true)
  }

  private static func flags(_ protection: Protection) -> UInt64 {
    var flags = PageTableEntry.user | PageTableEntry.owned
    if !protection.isEmpty { flags |= PageTableEntry.present }
    if protection.contains(.write) { flags |= PageTableEntry.writable }
    if !protection.contains(.execute) { flags |= PageTableEntry.noExecute }
    return flags
  }

  private static let intermediate = PageTableEntry.user

  public override func mapZeroed(page: UInt, protection: Protection) -> ZeroedPage {
    let index = PageMap.index(of: UInt64(page), level: 0)
    let there = map.leaf(of: UInt64(page))
    if let entry = there?[index], entry.isOwned { return .wasMapped(FrameNumber(address: entry.physical)) }
    guard PhysicalMemory.hasFramesForPrograms, let leaf = there ?? leafForMapping(page) else { return .noMemory }
    guard let frame = PhysicalMemory.allocateFrame() else {
      map.freeEmpty(above: UInt64(page))
      return .noMemory
    }
    leaf.fill(index, with: PageTableEntry(rawValue: frame | Self.flags(protection)))
    mappedCount &+= 1
    return .mapped
  }

  public override func map(_ frame: FrameNumber, at page: UInt, protection: Protection) -> Bool {
    guard let leaf = leafForMapping(page) else { return false }
    put(PageTableEntry(rawValue: frame.address | Self.flags(protection)), in: leaf, at: page)
    return true
  }

  /// Stores an entry, and lets go of the frame that was there.
  private func put(_ entry: PageTableEntry, in leaf: PageMap.Leaf, at page: UInt) {
    let index = PageMap.index(of: UInt64(page), level: 0)
    let old = leaf[index]
    guard old.isOwned else {
      mappedCount &+= 1
      return leaf.fill(index, with: entry)
    }
    leaf.change(index, to: entry)
    invalidatePage(page)
    PhysicalMemory.releaseIfManaged(old.physical)
  }

  /// The lowest table for a page, made where there is memory beside the kernel's reserve.
  private func leafForMapping(_ page: UInt) -> PageMap.Leaf? {
    if let leaf = map.leaf(of: UInt64(page)) { return leaf }
    guard PhysicalMemory.hasFramesForPrograms else { return nil }
    if let leaf = map.leaf(of: UInt64(page), making: Self.intermediate) { return leaf }
    map.freeEmpty(above: UInt64(page))
    return nil
  }

  public override func frame(at page: UInt) -> FrameNumber? {
    guard let entry = map.leaf(of: UInt64(page))?[PageMap.index(of: UInt64(page), level: 0)], entry.isOwned
    else { return nil }
    return FrameNumber(address: entry.physical)
  }

  public override func share(pages: Range<UInt>, with other: PageTable, _ sharing: PageSharing) -> Bool {
    guard !pages.isEmpty else { return true }
    // All page tables that programs run on are of this class.
    let other = unsafe unsafeDowncast(other, to: UserPageTable.self)
    var isDone = true
    map.visitLeaves(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      guard isDone, let target = other.leafForMapping(UInt(start)) else { return isDone = false }
      var filledCount = 0
      var firstFilled = 0
      forEachOwned(in: leaf, indices) { index, entry in
        let address = Self.address(of: index, from: indices.lowerBound, at: start)
        var rawValue = entry.rawValue
        if sharing == .copyOnWrite, entry.isWritable {
          rawValue &= ~PageTableEntry.writable
          leaf.change(index, to: PageTableEntry(rawValue: rawValue))
          invalidatePage(address)
        }
        PhysicalMemory.retainIfManaged(entry.physical)
        let shared = PageTableEntry(rawValue: rawValue & ~PageTableEntry.usedMarks)
        if target[index].isOwned { return other.put(shared, in: target, at: address) }
        target.change(index, to: shared)
        if filledCount == 0 { firstFilled = index }
        filledCount &+= 1
      }
      if filledCount > 0 { target.noteFilled(filledCount, from: firstFilled) }
      other.mappedCount &+= UInt(filledCount)
      // Nothing may have been there to share.
      if target.usedCount == 0 { other.map.freeEmpty(above: start) }
    }
    return isDone
  }

  public override func unmap(pages: Range<UInt>) {
    guard !pages.isEmpty, mappedCount > 0 else { return }
    map.visitLeaves(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      var emptiedCount = 0
      forEachOwned(in: leaf, indices) { index, entry in
        leaf.change(index, to: PageTableEntry(rawValue: 0))
        invalidatePage(Self.address(of: index, from: indices.lowerBound, at: start))
        PhysicalMemory.releaseIfManaged(entry.physical)
        emptiedCount &+= 1
      }
      leaf.noteEmptied(emptiedCount)
      mappedCount &-= UInt(emptiedCount)
    }
  }

  public override func protect(pages: Range<UInt>, protection: Protection, _ sharing: PageSharing) {
    guard !pages.isEmpty, mappedCount > 0 else { return }
    let first = UInt64(pages.lowerBound)
    // One page, as in most faults.
    if UInt64(pages.upperBound) &- first == PhysicalMemory.frameSize {
      let index = PageMap.index(of: first, level: 0)
      guard let leaf = map.leaf(of: first), leaf[index].isOwned else { return }
      leaf.change(index, to: Self.entry(leaf[index], with: protection, sharing))
      return invalidatePage(UInt(first))
    }
    map.visitLeaves(from: first, through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      forEachOwned(in: leaf, indices) { index, entry in
        leaf.change(index, to: Self.entry(entry, with: protection, sharing))
        invalidatePage(Self.address(of: index, from: indices.lowerBound, at: start))
      }
    }
  }

  /// An entry with another protection, or as much of it as the frame's other holders allow.
  @inline(__always)
  private static func entry(
    _ entry: PageTableEntry, with protection: Protection, _ sharing: PageSharing
  ) -> PageTableEntry {
    var protection = protection
    if protection.contains(.write) {
      // What is never handed out is never changed either.
      let holderCount = PhysicalMemory.holders(of: entry.physical) ?? .max
      if holderCount == .max || sharing == .copyOnWrite && holderCount > 1 { protection = protection.withoutStoring }
    }
    return PageTableEntry(rawValue: entry.physical | flags(protection))
  }

  public override func move(pages: Range<UInt>, to destination: UInt) -> Bool {
    // Each page is in both places first: a table that is emptied is freed, and might be one that is needed again.
    var isDone = true
    forEachPage(in: pages) { page, leaf, index in
      let target = destination &+ (page &- pages.lowerBound)
      guard isDone, let table = leafForMapping(target) else { return isDone = false }
      table.fill(PageMap.index(of: UInt64(target), level: 0), with: leaf[index])
    }
    let left = isDone ? pages : destination..<destination &+ (pages.upperBound &- pages.lowerBound)
    forEachPage(in: left) { page, leaf, index in
      leaf.clear(index)
      invalidatePage(page)
    }
    return isDone
  }

  public override func firstPart(of pages: Range<UInt>) -> Range<UInt>? {
    guard !pages.isEmpty else { return nil }
    return map.firstPart(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1).map {
      UInt($0.lowerBound)..<UInt($0.upperBound)
    }
  }

  public override func makeTables(forMoving pages: Range<UInt>, to destination: UInt) -> Bool {
    // A part lies in one table, and so in two at most where it moves to.
    let last = destination &+ (pages.upperBound &- pages.lowerBound) &- UserSpace.pageSize
    return leafForMapping(destination) != nil && leafForMapping(last) != nil
  }

  public override func freeTables(madeForMoving pages: Range<UInt>, to destination: UInt) {
    map.freeEmpty(above: UInt64(destination))
    map.freeEmpty(above: UInt64(destination &+ (pages.upperBound &- pages.lowerBound) &- UserSpace.pageSize))
  }

  public override func write(_ bytes: RawSpan, at address: UInt) -> Int {
    var done = 0
    while done < bytes.byteCount {
      let target = address &+ UInt(done)
      guard let entry = map.leaf(of: UInt64(target))?[PageMap.index(of: UInt64(target), level: 0)], entry.isOwned
      else { break }
      let offset = Int(target & 4095)
      let count = min(4096 - offset, bytes.byteCount - done)
      let part = bytes.extracting(done..<done + count)
      // The frame is this program's, and the bytes end inside it.
      unsafe part.withUnsafeBytes { source in
        unsafe DirectMap.bytes(physical: entry.physical + UInt64(offset), count: count).copyMemory(from: source)
      }
      done += count
    }
    return done
  }

  public override var mappedPageCount: UInt { mappedCount }

  public override var availablePageCount: UInt { UInt(PhysicalMemory.freeFrameCountForPrograms) }

  /// The address of the page at an index, where that of the first index is known.
  @inline(__always)
  private static func address(of index: Int, from first: Int, at start: UInt64) -> UInt {
    UInt(start &+ UInt64(truncatingIfNeeded: index &- first) &* PhysicalMemory.frameSize)
  }

  /// Visits the entries of a table that hold frames, as all do that are in use. Behind the last one in use there is nothing to see.
  @inline(__always)
  private func forEachOwned(
    in leaf: PageMap.Leaf, _ indices: ClosedRange<Int>, _ body: (Int, PageTableEntry) -> Void
  ) {
    var left = leaf.usedCount
    var next = max(indices.lowerBound, leaf.firstUsedIndex)
    while left > 0, next <= indices.upperBound {
      var entry = leaf[next]
      if entry.rawValue == 0 {
        guard let index = PageMap.firstUsed(in: leaf.table, next...indices.upperBound) else { return }
        next = index
        entry = leaf[next]
      }
      left &-= 1
      body(next, entry)
      next &+= 1
    }
  }

  /// Visits the pages of a range that have frames, and frees the tables that are empty afterwards.
  @inline(__always)
  private func forEachPage(in pages: Range<UInt>, _ body: (UInt, PageMap.Leaf, Int) -> Void) {
    guard !pages.isEmpty else { return }
    map.visitLeaves(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      forEachOwned(in: leaf, indices) { index, _ in
        body(Self.address(of: index, from: indices.lowerBound, at: start), leaf, index)
      }
    }
  }
}
