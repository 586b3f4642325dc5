// A program's page tables: the memory policy's wishes, in the machine's terms.

import CMachine
import KernelCore

/// The page tables of one program, with the kernel's half in them too.
public final class UserPageTable: PageTable {
  let map: PageMap
  private var mappedCount: UInt = 0

  /// Tables in which nothing is mapped for the program.
  /// - Returns: `nil` when there is no memory for the root.
  public static func make() -> UserPageTable? {
    guard let root = PhysicalMemory.allocateFrame() else { return nil }
    return UserPageTable(root: root)
  }

  private init(root: UInt64) {
    map = PageMap(root: root)
    super.init(frames: MachineFrames())
    for index in KernelSpace.rootEntries {
      PageMap.Slot(table: root, index: index).entry = unsafe PageMap.Slot(table: KernelSpace.map.root, index: index)
        .entry
    }
  }

  /// Makes the CPU use these tables.
  public func activate() { write_cr3(map.root) }

  /// The kernel's own tables must be in use again before a program's go.
  public static func deactivate() { write_cr3(unsafe KernelSpace.map.root) }

  deinit {
    unmap(pages: UserSpace.start..<UserSpace.end)
    PhysicalMemory.free(map.root)
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
      forEachOwned(in: leaf, indices) { index, entry in
        let address = UInt(start &+ UInt64(index &- indices.lowerBound) &* PhysicalMemory.frameSize)
        var rawValue = entry.rawValue
        if sharing == .copyOnWrite, entry.isWritable {
          rawValue &= ~PageTableEntry.writable
          leaf.change(index, to: PageTableEntry(rawValue: rawValue))
          invalidatePage(address)
        }
        PhysicalMemory.retainIfManaged(entry.physical)
        other.put(PageTableEntry(rawValue: rawValue & ~PageTableEntry.usedMarks), in: target, at: address)
      }
      // Nothing may have been there to share.
      if target.usedCount == 0 { other.map.freeEmpty(above: start) }
    }
    return isDone
  }

  public override func unmap(pages: Range<UInt>) {
    guard !pages.isEmpty, mappedCount > 0 else { return }
    map.visitLeaves(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      forEachOwned(in: leaf, indices) { index, entry in
        leaf.clear(index)
        invalidatePage(UInt(start &+ UInt64(index &- indices.lowerBound) &* PhysicalMemory.frameSize))
        PhysicalMemory.releaseIfManaged(entry.physical)
        mappedCount &-= 1
      }
    }
  }

  public override func protect(pages: Range<UInt>, protection: Protection, _ sharing: PageSharing) {
    guard !pages.isEmpty, mappedCount > 0 else { return }
    map.visitLeaves(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      forEachOwned(in: leaf, indices) { index, entry in
        var protection = protection
        if protection.contains(.write) {
          // What is never handed out is never changed either.
          let holderCount = PhysicalMemory.holders(of: entry.physical) ?? .max
          if holderCount == .max || sharing == .copyOnWrite && holderCount > 1 {
            protection = protection.withoutStoring
          }
        }
        leaf.change(index, to: PageTableEntry(rawValue: entry.physical | Self.flags(protection)))
        invalidatePage(UInt(start &+ UInt64(index &- indices.lowerBound) &* PhysicalMemory.frameSize))
      }
    }
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

  /// Visits the entries of a table that hold frames, as all do that are in use. Behind the last one in use there is nothing to see.
  @inline(__always)
  private func forEachOwned(
    in leaf: PageMap.Leaf, _ indices: ClosedRange<Int>, _ body: (Int, PageTableEntry) -> Void
  ) {
    var left = indices.lowerBound == 0 ? leaf.usedCount : 512
    var next = indices.lowerBound
    while left > 0, next <= indices.upperBound,
      let index = PageMap.firstUsed(in: leaf.table, next...indices.upperBound)
    {
      left &-= 1
      body(index, leaf[index])
      next = index &+ 1
    }
  }

  /// Visits the pages of a range that have frames, and frees the tables that are empty afterwards.
  @inline(__always)
  private func forEachPage(in pages: Range<UInt>, _ body: (UInt, PageMap.Leaf, Int) -> Void) {
    guard !pages.isEmpty else { return }
    map.visitLeaves(from: UInt64(pages.lowerBound), through: UInt64(pages.upperBound) - 1) { leaf, indices, start in
      forEachOwned(in: leaf, indices) { index, _ in
        body(UInt(start &+ UInt64(index &- indices.lowerBound) &* PhysicalMemory.frameSize), leaf, index)
      }
    }
  }
}
