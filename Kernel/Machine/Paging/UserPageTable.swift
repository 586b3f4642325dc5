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
    for index in 0..<KernelSpace.rootEntries.lowerBound {
      let entry = PageMap.Slot(table: map.root, index: index).entry
      if entry.isPresent { Self.free(table: entry.physical, level: 2) }
    }
    PhysicalMemory.free(map.root)
  }

  /// Frees a table with all that is below it: at most three calls deep.
  private static func free(table: UInt64, level: Int) {
    for index in 0..<512 {
      let entry = PageMap.Slot(table: table, index: index).entry
      if level > 0 {
        if entry.isPresent { free(table: entry.physical, level: level - 1) }
      } else if entry.isOwned {
        letGo(entry.physical)
      }
    }
    PhysicalMemory.free(table)
  }

  /// Ends the table's hold of a page's frame.
  private static func letGo(_ frame: UInt64) {
    // Others, of the initial RAM disk, are permanent.
    if PhysicalMemory.manages(frame) { PhysicalMemory.release(frame) }
  }

  private static func flags(_ protection: Protection) -> UInt64 {
    var flags = PageTableEntry.user | PageTableEntry.owned
    if !protection.isEmpty { flags |= PageTableEntry.present }
    if protection.contains(.write) { flags |= PageTableEntry.writable }
    if !protection.contains(.execute) { flags |= PageTableEntry.noExecute }
    return flags
  }

  private static let intermediate = PageTableEntry.user

  public override func mapZeroed(page: UInt, protection: Protection) -> Bool {
    guard PhysicalMemory.hasFramesForPrograms,
      let slot = map.slot(of: UInt64(page), making: Self.intermediate),
      let frame = PhysicalMemory.allocateFrame()
    else { return false }
    slot.entry = PageTableEntry(rawValue: frame | Self.flags(protection))
    mappedCount += 1
    return true
  }

  public override func map(_ frame: FrameNumber, at page: UInt, protection: Protection) -> Bool {
    guard let slot = slotForMapping(page) else { return false }
    let old = slot.entry
    slot.entry = PageTableEntry(rawValue: frame.address | Self.flags(protection))
    if old.isOwned {
      invalidatePage(page)
      Self.letGo(old.physical)
    } else {
      mappedCount += 1
    }
    return true
  }

  /// The slot of a page, with tables on the way where there is memory beside the kernel's reserve.
  private func slotForMapping(_ page: UInt) -> PageMap.Slot? {
    if let slot = map.slot(of: UInt64(page)) { return slot }
    return PhysicalMemory.hasFramesForPrograms ? map.slot(of: UInt64(page), making: Self.intermediate) : nil
  }

  public override func frame(at page: UInt) -> FrameNumber? {
    guard let entry = map.slot(of: UInt64(page))?.entry, entry.isOwned else { return nil }
    return FrameNumber(address: entry.physical)
  }

  public override func share(pages: Range<UInt>, with other: PageTable, _ sharing: PageSharing) -> Bool {
    var isDone = true
    forEachOwned(in: pages) { page, slot in
      guard isDone else { return }
      if sharing == .copyOnWrite, slot.entry.isWritable {
        slot.entry = PageTableEntry(rawValue: slot.entry.rawValue & ~PageTableEntry.writable)
        invalidatePage(page)
      }
      let frame = FrameNumber(address: slot.entry.physical)
      frames.retain(frame)
      isDone = other.map(frame, at: page, protection: slot.entry.protection)
      if !isDone { frames.release(frame) }
    }
    return isDone
  }

  public override func unmap(pages: Range<UInt>) {
    forEachOwned(in: pages) { page, slot in
      let frame = slot.entry.physical
      slot.entry = PageTableEntry(rawValue: 0)
      invalidatePage(page)
      Self.letGo(frame)
      mappedCount -= 1
    }
    map.freeEmptyTables(in: pages)
  }

  public override func protect(pages: Range<UInt>, protection: Protection, _ sharing: PageSharing) {
    forEachOwned(in: pages) { page, slot in
      var protection = protection
      let frame = FrameNumber(address: slot.entry.physical)
      if protection.contains(.write) {
        let holderCount = frames.holderCount(frame)
        if holderCount == .max || sharing == .copyOnWrite && holderCount > 1 { protection.remove(.write) }
      }
      slot.entry = PageTableEntry(rawValue: slot.entry.physical | Self.flags(protection))
      invalidatePage(page)
    }
  }

  public override func move(pages: Range<UInt>, to destination: UInt) -> Bool {
    // Tables first, so that nothing has moved when there is no memory for one.
    var hasTables = true
    forEachOwned(in: pages) { page, _ in
      if hasTables {
        let target = destination &+ (page &- pages.lowerBound)
        hasTables =
          slotForMapping(target) != nil
      }
    }
    guard hasTables else {
      map.freeEmptyTables(in: destination..<destination &+ (pages.upperBound &- pages.lowerBound))
      return false
    }
    forEachOwned(in: pages) { page, slot in
      let target = destination &+ (page &- pages.lowerBound)
      map.slot(of: UInt64(target))?.entry = slot.entry
      slot.entry = PageTableEntry(rawValue: 0)
      invalidatePage(page)
    }
    map.freeEmptyTables(in: pages)
    return true
  }

  public override func write(_ bytes: RawSpan, at address: UInt) -> Int {
    var done = 0
    while done < bytes.byteCount {
      let target = address &+ UInt(done)
      guard let slot = map.slot(of: UInt64(target)), slot.entry.isOwned else { break }
      let offset = Int(target & 4095)
      let count = min(4096 - offset, bytes.byteCount - done)
      let part = bytes.extracting(done..<done + count)
      // The frame is this program's, and the bytes end inside it.
      unsafe part.withUnsafeBytes { source in
        unsafe DirectMap.bytes(physical: slot.entry.physical + UInt64(offset), count: count).copyMemory(from: source)
      }
      done += count
    }
    return done
  }

  public override var mappedPageCount: UInt { mappedCount }

  public override var availablePageCount: UInt { UInt(frames.availableCount) }

  /// Visits the pages of a range that have frames. Where a table is missing, all that it would span is one step.
  private func forEachOwned(in pages: Range<UInt>, _ body: (UInt, PageMap.Slot) -> Void) {
    var page = UInt64(pages.lowerBound)
    let end = UInt64(pages.upperBound)
    while page < end {
      switch map.find(page) {
      case .slot(let slot):
        if slot.entry.isOwned { body(UInt(page), slot) }
        page += 4096
      case .missing(let level):
        page = (page | ((4096 << UInt64(9 * level)) - 1)) + 1
      }
    }
  }
}
