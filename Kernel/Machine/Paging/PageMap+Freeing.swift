// Giving back tables in which nothing is left: a program that maps and unmaps must not fill memory with them.

import CMachine

extension PageMap {
  /// Frees the tables of a program, below the root, that have no entry left and lie at least partly in a range from which
  /// pages have just been taken.
  func freeEmptyTables(in pages: Range<UInt>) {
    guard !pages.isEmpty else { return }
    _ = freeEmptyTables(of: root, level: 3, in: UInt64(pages.lowerBound)...UInt64(pages.upperBound - 1))
  }

  /// - Parameter range: addresses that the table spans, and perhaps more.
  /// - Returns: whether the table is empty now. At most four calls deep.
  private func freeEmptyTables(of table: UInt64, level: Int, in range: ClosedRange<UInt64>) -> Bool {
    if level > 0 {
      let size: UInt64 = 1 << UInt64(12 + 9 * level)
      let first = Self.index(of: range.lowerBound, level: level)
      let last = Self.index(of: range.upperBound, level: level)
      let base = range.lowerBound & ~(size * 512 - 1)
      for index in first...last {
        let slot = Slot(table: table, index: index)
        guard slot.entry.isPresent else { continue }
        let start = base + UInt64(index) * size
        let part = max(range.lowerBound, start)...min(range.upperBound, start + size - 1)
        guard freeEmptyTables(of: slot.entry.physical, level: level - 1, in: part) else { continue }
        let frame = slot.entry.physical
        slot.entry = PageTableEntry(rawValue: 0)
        // It also empties what the CPU remembers of tables (Intel SDM 3, 4.10.4.1).
        invalidatePage(UInt(start))
        PhysicalMemory.free(frame)
      }
    }
    // The root stays.
    guard level < 3 else { return false }
    for index in 0..<512 where Slot(table: table, index: index).entry.rawValue != 0 { return false }
    return true
  }
}
