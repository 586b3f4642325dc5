// The largest gap of each chunk of regions, so that the search for room passes over all chunks without enough of it.

/// A number for each chunk, in a binary tree whose nodes know the largest number below them: a change, and the search
/// for the next chunk with a gap large enough, take as many steps as the tree is high. Adding or removing a chunk moves
/// those behind it; that happens once in many changes.
struct GapTree {
  /// Node 1 is the root, and the children of node n are 2n and 2n + 1. The second half are the chunks' own numbers, and
  /// zeros where there is no chunk.
  private var nodes: [UInt] = []
  /// The number of the only chunk, while there is room for one: most programs have no more, and no node then.
  private var only: UInt = 0
  private(set) var count = 0

  /// How many chunks there is room for: a power of two.
  private var capacity: Int { max(1, nodes.count >> 1) }

  /// The number of a chunk.
  subscript(chunk: Int) -> UInt { nodes.isEmpty ? only : nodes[capacity + chunk] }

  /// Changes a chunk's number.
  mutating func set(_ gap: UInt, of chunk: Int) {
    guard !nodes.isEmpty else { return only = gap }
    var node = capacity &+ chunk
    var largest = gap
    while node > 0, nodes[node] != largest {
      nodes[node] = largest
      // The root has no sibling, and node 0 is no node: it stays 0.
      largest = max(largest, nodes[node ^ 1])
      node >>= 1
    }
  }

  /// The last chunk before another one with a number that is no smaller than `gap`.
  func last(before chunk: Int, atLeast gap: UInt) -> Int? {
    guard !nodes.isEmpty else { return chunk > 0 && only >= gap ? 0 : nil }
    // Up to where a tree on the left has one, and down to it.
    var node = capacity + chunk
    while node & 1 == 0 || nodes[node - 1] < gap {
      guard node > 1 else { return nil }
      node /= 2
    }
    guard node > 1 else { return nil }
    node -= 1
    while node < capacity { node = nodes[2 * node + 1] >= gap ? 2 * node + 1 : 2 * node }
    return node - capacity
  }

  // MARK: Chunks that come and go

  /// Adds a chunk with the number 0.
  mutating func insert(at chunk: Int) {
    if count == capacity { grow() }
    guard !nodes.isEmpty else {
      only = 0
      return count = 1
    }
    let leaves = capacity
    // The last place is free.
    nodes.removeLast()
    nodes.insert(0, at: leaves + chunk)
    count += 1
    refresh(chunk..<count)
  }

  /// Removes neighbouring chunks.
  mutating func remove(_ chunks: Range<Int>) {
    guard !chunks.isEmpty else { return }
    guard !nodes.isEmpty else {
      only = 0
      return count = 0
    }
    let leaves = capacity
    nodes.removeSubrange(leaves + chunks.lowerBound..<leaves + chunks.upperBound)
    for _ in chunks { nodes.append(0) }
    refresh(chunks.lowerBound..<count)
    count -= chunks.count
  }

  private mutating func grow() {
    let leaves = 2 * capacity
    var grown = [UInt](repeating: 0, count: 2 * leaves)
    for chunk in 0..<count { grown[leaves + chunk] = self[chunk] }
    nodes = grown
    refresh(0..<count)
  }

  /// Finds the nodes above chunks anew.
  private mutating func refresh(_ chunks: Range<Int>) {
    guard !chunks.isEmpty else { return }
    var first = (capacity + chunks.lowerBound) / 2
    var last = (capacity + chunks.upperBound - 1) / 2
    var nodes = nodes.mutableSpan
    while first > 0 {
      for node in first...last { nodes[node] = max(nodes[2 &* node], nodes[2 &* node &+ 1]) }
      first /= 2
      last /= 2
    }
  }

  /// Whether each node is the larger of its children, for tests and self-checks.
  var isConsistent: Bool { nodes.isEmpty || (1..<capacity).allSatisfy { nodes[$0] == largestBelow($0) } }

  private func largestBelow(_ node: Int) -> UInt { max(nodes[2 * node], nodes[2 * node + 1]) }
}
