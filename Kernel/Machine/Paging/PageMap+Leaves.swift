// A program's tables: made where a page needs them, and freed as soon as nothing is left in them. Each entry that names a
// table counts the entries in use there, so that neither finding an empty table nor passing over one takes a search.

import CMachine

extension PageTableEntry {
  /// How many entries of the table that this entry names are in use: in bits 52 to 61, which the CPU ignores in an
  /// entry that names a table (Intel SDM 3, 4.5.4; AMD APM 2, 5.3.3).
  var usedCount: Int { Int(truncatingIfNeeded: rawValue >> 52) & 0x3FF }

  fileprivate static let oneUsed: UInt64 = 1 << 52

  /// An index of the lowest table that this entry names before which no entry is in use, to 64 entries: in bits 9 to 11,
  /// which the CPU ignores as well.
  fileprivate var firstUsedIndex: Int { Int(truncatingIfNeeded: rawValue >> 9 & 7) &* 64 }

  /// The same table with more entries in use, the first of them at an index.
  fileprivate func filling(_ index: Int, count: Int) -> PageTableEntry {
    let first = usedCount == 0 ? index : min(firstUsedIndex, index)
    let counted = rawValue &+ UInt64(truncatingIfNeeded: count) &* Self.oneUsed
    return PageTableEntry(rawValue: counted & ~(7 << 9) | UInt64(truncatingIfNeeded: first >> 6) << 9)
  }
}

extension PageMap {
  /// A table of the lowest level, and the entry that names it.
  struct Leaf {
    let table: UInt64
    fileprivate let parent: Slot

    /// How many entries are in use.
    var usedCount: Int { parent.entry.usedCount }

    /// An index before which no entry is in use.
    var firstUsedIndex: Int { parent.entry.firstUsedIndex }

    subscript(index: Int) -> PageTableEntry { Slot(table: table, index: index).entry }

    /// Changes an entry. Where that fills or empties it, `noteFilled` or `noteEmptied` has to follow.
    func change(_ index: Int, to entry: PageTableEntry) { Slot(table: table, index: index).entry = entry }

    /// Fills an entry that is not in use.
    func fill(_ index: Int, with entry: PageTableEntry) {
      Slot(table: table, index: index).entry = entry
      noteFilled(1, from: index)
    }

    /// Empties an entry that is in use.
    func clear(_ index: Int) {
      Slot(table: table, index: index).entry = PageTableEntry(rawValue: 0)
      noteEmptied(1)
    }

    /// Takes note of entries that were filled.
    /// - Parameter index: the first of them.
    func noteFilled(_ count: Int, from index: Int) { parent.entry = parent.entry.filling(index, count: count) }

    /// Takes note of entries that were emptied.
    func noteEmptied(_ count: Int) {
      let change = UInt64(truncatingIfNeeded: count) &* PageTableEntry.oneUsed
      parent.entry = PageTableEntry(rawValue: parent.entry.rawValue &- change)
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

  /// Visits the lowest tables that a range of addresses lies in, in order, and frees those that are empty afterwards with
  /// the tables above them. What it costs follows from the tables that there are.
  /// - Parameter body: is given a table, its entries in the range, and the address of the first of these.
  // In place where it is called, since a closure that is handed on holds and lets go of what it uses.
  @inline(__always)
  func visitLeaves(from first: UInt64, through last: UInt64, _ body: (Leaf, ClosedRange<Int>, UInt64) -> Void) {
    var address = first
    while let (leaf, start) = nextLeaf(from: address, through: last) {
      let end = start | Self.lastOffset(level: 1)
      body(leaf, Self.index(of: start, level: 0)...(end < last ? 511 : Self.index(of: last, level: 0)), start)
      if leaf.usedCount == 0 { freeEmpty(above: start) }
      guard end < last else { return }
      address = end &+ 1
    }
  }

  /// What of a range lies in the first of its lowest tables.
  func firstPart(from first: UInt64, through last: UInt64) -> Range<UInt64>? {
    guard let (_, start) = nextLeaf(from: first, through: last) else { return nil }
    return start..<min(start | Self.lastOffset(level: 1), last) &+ 1
  }

  /// The first of the lowest tables that a range of addresses lies in, and the first address of the range that is its.
  private func nextLeaf(from first: UInt64, through last: UInt64) -> (Leaf, UInt64)? {
    // Most ranges lie in one.
    if last <= first | Self.lastOffset(level: 1) { return leaf(of: first).map { ($0, first) } }
    var address = first
    var table = root
    var level = 3
    while true {
      let index = Self.index(of: address, level: level)
      let end = address | Self.lastOffset(level: level &+ 1)
      let lastIndex = end < last ? 511 : Self.index(of: last, level: level)
      if let used = Self.firstUsed(in: table, index...lastIndex) {
        if used > index {
          let shift = UInt64(truncatingIfNeeded: 12 &+ 9 &* level)
          address = (address & ~Self.lastOffset(level: level &+ 1)) | UInt64(truncatingIfNeeded: used) << shift
        }
        let slot = Slot(table: table, index: used)
        guard level > 1 else { return (Leaf(table: slot.entry.physical, parent: slot), address) }
        table = slot.entry.physical
        level &-= 1
      } else {
        guard end < last else { return nil }
        // Behind the table, from the root again.
        address = end &+ 1
        table = root
        level = 3
      }
    }
  }

  /// The last place in what an entry of a level stands for.
  private static func lastOffset(level: Int) -> UInt64 { (1 << UInt64(truncatingIfNeeded: 12 &+ 9 &* level)) &- 1 }

  /// The first of some entries of a table that is in use. Those that are not are 0, and passed over by eights.
  static func firstUsed(in table: UInt64, _ indices: ClosedRange<Int>) -> Int? {
    var index = indices.lowerBound
    while index <= indices.upperBound {
      // Eight entries from a multiple of eight lie in the table, which is one that a walk has just found.
      let words = unsafe DirectMap.words(ofFrame: table) + index
      if unsafe words[0] != 0 { return index }
      if index & 7 == 0,
        unsafe words[1] | words[2] | words[3] | words[4] | words[5] | words[6] | words[7] == 0
      {
        index &+= 8
      } else {
        index &+= 1
      }
    }
    return nil
  }

  /// Frees the tables on the way to a page that have no entry in use.
  func freeEmpty(above page: UInt64) {
    _ = freeEmpty(Slot(table: root, index: Self.index(of: page, level: 3)), level: 2, above: page)
  }

  /// Frees the table that an entry names, if it is empty after those below it are freed; at most three calls deep.
  /// - Returns: whether the table was freed.
  private func freeEmpty(_ slot: Slot, level: Int, above page: UInt64) -> Bool {
    let table = slot.entry.physical
    guard slot.entry.isPresent else { return false }
    if level > 0 {
      let below = Slot(table: table, index: Self.index(of: page, level: level))
      if freeEmpty(below, level: level &- 1, above: page) {
        slot.entry = PageTableEntry(rawValue: slot.entry.rawValue &- PageTableEntry.oneUsed)
      }
    }
    guard slot.entry.usedCount == 0 else { return false }
    slot.entry = PageTableEntry(rawValue: 0)
    // It also empties what the CPU remembers of tables (Intel SDM 3, 4.10.4.1).
    invalidatePage(UInt(page))
    PhysicalMemory.free(table, isZero: true)
    return true
  }
}
