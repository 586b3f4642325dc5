// The names in a directory: found at once however many there are, and listed in a stable order.

/// Names and their nodes. Looking one up, adding and removing take constant time on average,
/// also for names that somebody chose to make it slow. Listing goes by position, and the position of an
/// entry stays while others come and go, as `getdents64(2)` and `seekdir(3)` need.
struct DirectoryEntries {
  private struct Slot {
    let position: Int
    var name: [UInt8]
    /// `nil` once the entry has been removed.
    var node: Node?
  }

  /// In the order of their positions.
  private var slots: [Slot] = []
  /// Where a hash leads: an index into `slots` plus one, or 0 for nowhere; at most half full.
  private var table: [UInt32] = []
  private var nextPosition: Int
  private let hashKey: SipHash.Key
  /// How many entries there are.
  private(set) var count = 0

  /// - Parameter firstPosition: the position of the first entry added.
  init(hashKey: SipHash.Key, firstPosition: Int) {
    self.hashKey = hashKey
    nextPosition = firstPosition
  }

  func node(named name: ArraySlice<UInt8>) -> Node? {
    guard let index = slotIndex(of: name) else { return nil }
    return slots[index].node
  }

  /// Adds an entry. The name must not be there yet.
  mutating func insert(_ node: Node, named name: [UInt8]) {
    if needsTable { rebuild() }
    slots.append(Slot(position: nextPosition, name: name, node: node))
    enter(slots.count - 1)
    nextPosition += 1
    count += 1
  }

  /// Puts another node under a name that is there, at the same position.
  mutating func replace(_ name: ArraySlice<UInt8>, with node: Node) {
    guard let index = slotIndex(of: name) else { return }
    slots[index].node = node
  }

  mutating func remove(_ name: ArraySlice<UInt8>) {
    guard let index = slotIndex(of: name) else { return }
    // The table still leads here, and passes on.
    slots[index].node = nil
    slots[index].name = []
    count -= 1
  }

  /// What the next `insert` asks of the heap at once, in bytes: where an array grows, the whole of its new self, while
  /// the old one is still there.
  var growthByteCount: Int {
    let forTable = needsTable ? tableCapacity * MemoryLayout<UInt32>.stride : 0
    return forTable + (slots.count == slots.capacity ? 2 * slots.capacity * MemoryLayout<Slot>.stride : 0)
  }

  /// What `shrink` would ask of the heap, in bytes; 0 where most of the slots are in use.
  var shrinkByteCount: Int {
    slots.count > 16 && slots.count / 4 > count ? tableCapacity * MemoryLayout<UInt32>.stride : 0
  }

  /// Forgets removed entries.
  mutating func shrink() { rebuild() }

  /// The first entry at or after `position`.
  func first(from position: Int) -> (position: Int, name: [UInt8], node: Node)? {
    var low = 0
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      if slots[middle].position < position { low = middle + 1 } else { high = middle }
    }
    while low < slots.count {
      if let node = slots[low].node { return (slots[low].position, slots[low].name, node) }
      low += 1
    }
    return nil
  }

  private func slotIndex(of name: ArraySlice<UInt8>) -> Int? {
    guard !table.isEmpty else { return nil }
    let mask = table.count - 1
    var cell = Int(truncatingIfNeeded: SipHash.hash(name, key: hashKey)) & mask
    // Ends, because half of the table is empty.
    while table[cell] != 0 {
      let index = Int(table[cell]) - 1
      if slots[index].node != nil, slots[index].name[...] == name { return index }
      cell = (cell + 1) & mask
    }
    return nil
  }

  private mutating func enter(_ index: Int) {
    let mask = table.count - 1
    var cell = Int(truncatingIfNeeded: SipHash.hash(slots[index].name[...], key: hashKey)) & mask
    while table[cell] != 0 { cell = (cell + 1) & mask }
    table[cell] = UInt32(truncatingIfNeeded: index + 1)
  }

  /// Whether one more slot would fill more than half of the table.
  private var needsTable: Bool { (slots.count + 1) * 2 > table.count }

  /// How many cells a new table has: room for as many entries again as there are.
  private var tableCapacity: Int {
    var capacity = 8
    while capacity < (count + 1) * 4 { capacity *= 2 }
    return capacity
  }

  /// Forgets removed entries, and makes a new table.
  private mutating func rebuild() {
    slots.removeAll { $0.node == nil }
    table = [UInt32](repeating: 0, count: tableCapacity)
    for index in slots.indices { enter(index) }
  }
}
