// Looking at all that a tree of page tables holds.

extension PageMap {
  /// Something that a walk has come to.
  enum Visit {
    /// A table, which an entry of the table above names.
    case table(PageTableEntry)
    /// A page, present or owned, with what all tables above it allow.
    case page(PageTableEntry, level: Int, PageRights)
  }

  /// Visits every table and every page below a range of the root's entries, in the order of addresses.
  func walk(_ roots: Range<Int>, _ visit: (UInt64, Visit) -> Void) {
    walk(root, roots, level: 3, from: 0, PageRights(), visit)
  }

  /// At most four calls deep.
  private func walk(
    _ table: UInt64, _ indices: Range<Int>, level: Int, from start: UInt64, _ rights: PageRights,
    _ visit: (UInt64, Visit) -> Void
  ) {
    for index in indices {
      let entry = Slot(table: table, index: index).entry
      let address = start | UInt64(index) << UInt64(12 + 9 * level)
      guard entry.isPresent || level == 0 && entry.isOwned else { continue }
      var rights = rights
      rights.narrow(by: entry)
      if level > 0, !entry.isLarge {
        visit(address, .table(entry))
        walk(entry.physical, 0..<512, level: level - 1, from: address, rights, visit)
      } else {
        visit(address, .page(entry, level: level, rights))
      }
    }
  }
}

/// What the tables down to a page allow together: each level can only take away (Intel SDM 3, 4.6).
struct PageRights {
  private(set) var isWritable = true
  private(set) var isExecutable = true
  private(set) var isUser = true

  mutating func narrow(by entry: PageTableEntry) {
    isWritable = isWritable && entry.isWritable
    isExecutable = isExecutable && entry.isExecutable
    isUser = isUser && entry.isUser
  }
}
