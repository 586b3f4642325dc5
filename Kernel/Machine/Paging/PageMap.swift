// Walking and filling the four levels of tables.

import CMachine

/// A tree of page tables, by its root's physical address. It owns nothing: who makes one says who frees it.
struct PageMap {
  let root: UInt64

  /// What a walk finds at the lowest level for an address.
  struct Slot {
    let table: UInt64
    let index: Int

    var entry: PageTableEntry {
      get { unsafe PageTableEntry(rawValue: DirectMap.words(ofFrame: table)[index]) }
      // The table is one that a walk has just found, and nobody frees tables meanwhile.
      nonmutating set { unsafe DirectMap.words(ofFrame: table)[index] = newValue.rawValue }
    }
  }

  /// The index into the table of a level, 3 for the root and 0 for the last.
  static func index(of address: UInt64, level: Int) -> Int {
    Int(truncatingIfNeeded: address >> UInt64(12 + 9 * level)) & 511
  }

  /// The slot of a 4 KiB page.
  /// - Parameter intermediate: the bits of the tables that are missing on the way, to make them; or `nil` to make none.
  /// - Returns: `nil` where a table is missing, or memory for one, or a larger page covers the address.
  func slot(of address: UInt64, making intermediate: UInt64? = nil, level lowest: Int = 0) -> Slot? {
    var table = root
    var level = 3
    while level > lowest {
      let slot = Slot(table: table, index: Self.index(of: address, level: level))
      var entry = slot.entry
      if !entry.isPresent {
        guard let intermediate, let frame = PhysicalMemory.allocateFrame() else { return nil }
        entry = PageTableEntry(rawValue: frame | intermediate | PageTableEntry.present | PageTableEntry.writable)
        slot.entry = entry
      }
      guard !entry.isLarge else { return nil }
      table = entry.physical
      level -= 1
    }
    return Slot(table: table, index: Self.index(of: address, level: lowest))
  }

  /// Maps a page of the kernel's, not mapped so far. `level` 1 means 2 MiB, 2 means 1 GiB.
  /// - Returns: whether there was memory for the tables.
  func mapKernel(_ address: UInt64, to physical: UInt64, flags: UInt64, level: Int = 0) -> Bool {
    guard let slot = slot(of: address, making: 0, level: level) else { return false }
    let size = level > 0 ? PageTableEntry.large : 0
    slot.entry = PageTableEntry(rawValue: physical | flags | size | PageTableEntry.present | PageTableEntry.global)
    return true
  }
}
