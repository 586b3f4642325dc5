// A program's tables: made where a page needs them, and freed as soon as nothing is left in them. Each entry that names a
// table counts the entries in use there, so that neither finding an empty table nor passing over one takes a search.

import CMachine

extension PageTableEntry {
  /// How many entries of the table that this entry names are in use: in bits 52 to 61, which the CPU ignores in an
  /// entry that names a table (Intel SDM 3, 4.5.4; AMD APM 2, 5.3.3).
  var usedCount: Int { Int(truncatingIfNeeded: rawValue >> 52) & 0x3FF }

  fileprivate static let oneUsed: UInt64 = 1 << 52
}

extension PageMap {
  /// A table of the lowest level, and the entry that names it.
  struct Leaf {
    let table: UInt64
    fileprivate let parent: Slot

    /// How many entries are in use.
    var usedCount: Int { parent.entry.usedCount }

    subscript(index: Int) -> PageTableEntry { Slot(table: table, index: index).entry }

    /// Changes an entry that is in use to one that is, too.
    func change(_ index: Int, to entry: PageTableEntry) { Slot(table: table, index: index).entry = entry }

    /// Fills an entry that is not in use.
    func fill(_ index: Int, with entry: PageTableEntry) {
      Slot(table: table, index: index).entry = entry
      parent.entry = PageTableEntry(rawValue: parent.entry.rawValue &+ PageTableEntry.oneUsed)
    }

    /// Empties an entry that is in use.
    func clear(_ index: Int) {
      Slot(table: table, index: index).entry = PageTableEntry(rawValue: 0)
      parent.entry = PageTableEntry(rawValue: parent.entry.rawValue &- PageTableEntry.oneUsed)
    }
  }

  /// The lowest table for a page, if there is one.
  func leaf(of page: UInt64) -> Leaf? {
    var slot = Slot(table: root, index: Self.index(of: page, level: 3))
    var level = 2
    while true {
      let entry = slot.entry
      guard entry.isPresent else { return nil }
      guard level > 0 else { return Leaf(table: entry.physical, parent: slot) }
      slot = Slot(table: entry.physical, index: Self.index(of: page, level: level))
      level -= 1
    }
  }

  /// The lowest table for a page, made with those above it where there is none. Tables that stay empty must be freed by
  /// `freeEmpty(above:)`.
  /// - Parameter intermediate: the bits of an entry that names a table.
  /// - Returns: `nil` when there is no memory for a table.
  func leaf(of page: UInt64, making intermediate: UInt64) -> Leaf? {
    var above: Slot?
    var slot = Slot(table: root, index: Self.index(of: page, level: 3))
    var level = 2
    while true {
      var entry = slot.entry
      if !entry.isPresent {
        guard let frame = PhysicalMemory.allocateFrame() else { return nil }
        entry = PageTableEntry(rawValue: frame | intermediate | PageTableEntry.present | PageTableEntry.writable)
        slot.entry = entry
        if let above { above.entry = PageTableEntry(rawValue: above.entry.rawValue &+ PageTableEntry.oneUsed) }
      }
      guard level > 0 else { return Leaf(table: entry.physical, parent: slot) }
      above = slot
      slot = Slot(table: entry.physical, index: Self.index(of: page, level: level))
      level -= 1
    }
  }

  /// Frees the tables on the way to a page that have no entry in use.
  func freeEmpty(above page: UInt64) { visitLeaves(from: page, through: page) { _, _, _ in } }

  /// Visits the lowest tables that a range of addresses lies in, in order, and frees those that are empty afterwards with
  /// the tables above them. What it costs follows from the tables that there are.
  /// - Parameter body: is given a table, its entries in the range, and the address of the first of these.
  func visitLeaves(from first: UInt64, through last: UInt64, _ body: (Leaf, ClosedRange<Int>, UInt64) -> Void) {
    for index in Self.index(of: first, level: 3)...Self.index(of: last, level: 3) {
      let slot = Slot(table: root, index: index)
      guard slot.entry.isPresent else { continue }
      _ = visit(slot, level: 2, start: UInt64(index) << 39, first, last, body)
    }
  }

  /// Visits the table that an entry names; at most three calls deep.
  /// - Returns: whether the table was freed.
  private func visit(
    _ slot: Slot, level: Int, start: UInt64, _ first: UInt64, _ last: UInt64,
    _ body: (Leaf, ClosedRange<Int>, UInt64) -> Void
  ) -> Bool {
    let shift = UInt64(truncatingIfNeeded: 12 &+ 9 &* level)
    let table = slot.entry.physical
    let end = start &+ (512 << shift) &- 1
    let low = first > start ? Int(truncatingIfNeeded: (first &- start) >> shift) : 0
    let high = last < end ? Int(truncatingIfNeeded: (last &- start) >> shift) : 511
    if level == 0 {
      body(Leaf(table: table, parent: slot), low...high, start &+ UInt64(truncatingIfNeeded: low) << shift)
    } else {
      // Behind the last entry in use there is nothing to see; how many lie before `low` is not known.
      var left = low == 0 ? slot.entry.usedCount : 512
      var index = low
      while index <= high, left > 0 {
        let below = Slot(table: table, index: index)
        if below.entry.isPresent {
          left &-= 1
          let address = start &+ UInt64(truncatingIfNeeded: index) << shift
          if visit(below, level: level - 1, start: address, first, last, body) {
            slot.entry = PageTableEntry(rawValue: slot.entry.rawValue &- PageTableEntry.oneUsed)
          }
        }
        index &+= 1
      }
    }
    guard slot.entry.usedCount == 0 else { return false }
    slot.entry = PageTableEntry(rawValue: 0)
    // It also empties what the CPU remembers of tables (Intel SDM 3, 4.10.4.1).
    invalidatePage(UInt(start))
    PhysicalMemory.free(table, isZero: true)
    return true
  }
}
