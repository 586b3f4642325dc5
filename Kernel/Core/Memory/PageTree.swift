// Which frame holds which page of a file: as much memory as there are pages, wherever in the file they lie.

/// Frames by page number, in a radix tree with 16 entries a node. A file of one page has no node at all, since small
/// files are many; a page at the far end of a file of any size costs at most 13 nodes, and finding one at most 13
/// steps.
public struct PageTree {
  static let bits = 4
  static let fanOut = 1 << bits
  /// What a leaf and a branch take of the kernel's heap, in bytes.
  static let leafByteCount = 96
  static let branchByteCount = 192

  /// The frames of neighbouring pages; 0 for a page that has none. Frame 0 is never a file's.
  final class Leaf {
    var frames = InlineArray<16, UInt32>(repeating: 0)
    var count = 0
  }

  final class Branch {
    var children = InlineArray<16, Child?>(repeating: nil)
    var count = 0
  }

  enum Child {
    case leaf(Leaf)
    case branch(Branch)
  }

  /// How many levels of nodes there are. The tree holds pages below `fanOut` to that power: without a level, page 0
  /// alone.
  private(set) var height = 0
  private var onlyFrame: UInt32 = 0
  private var root: Child?
  public private(set) var pageCount = 0
  private(set) var leafCount = 0
  private(set) var branchCount = 0

  /// What the nodes take of the kernel's heap, in bytes.
  var nodeByteCount: Int { leafCount * Self.leafByteCount + branchCount * Self.branchByteCount }

  /// The most that inserting a page may add to `nodeByteCount`.
  func nodeByteCount(forInserting page: Int) -> Int {
    var levels = height
    while page >> (Self.bits * levels) != 0 { levels += 1 }
    return (levels - height + levels) * Self.branchByteCount
  }

  private func slot(of page: Int, level: Int) -> Int { (page >> (Self.bits * level)) & (Self.fanOut - 1) }

  /// The frame of a page, or `nil` for a hole.
  func frame(at page: Int) -> FrameNumber? {
    guard page >> (Self.bits * height) == 0 else { return nil }
    guard height > 0 else { return Self.frame(onlyFrame) }
    var child = root
    var level = height - 1
    while true {
      switch child {
      case .branch(let branch):
        child = branch.children[slot(of: page, level: level)]
        level -= 1
      case .leaf(let leaf): return Self.frame(leaf.frames[slot(of: page, level: 0)])
      case nil: return nil
      }
    }
  }

  private static func frame(_ entry: UInt32) -> FrameNumber? { entry == 0 ? nil : FrameNumber(rawValue: Int(entry)) }

  /// Enters a page's frame, in place of any that it has.
  /// - Returns: the frame that it had.
  @discardableResult mutating func insert(_ frame: FrameNumber, at page: Int) -> FrameNumber? {
    // Frames are numbered through 16 TiB of RAM; the boot takes no more.
    let entry = UInt32(truncatingIfNeeded: frame.rawValue)
    while page >> (Self.bits * height) != 0 { addLevel() }
    guard height > 0 else {
      let old = onlyFrame
      onlyFrame = entry
      if old == 0 { pageCount = 1 }
      return Self.frame(old)
    }
    let leaf = makeLeaf(for: page)
    let slot = slot(of: page, level: 0)
    let old = leaf.frames[slot]
    leaf.frames[slot] = entry
    if old == 0 {
      leaf.count += 1
      pageCount += 1
    }
    return Self.frame(old)
  }

  /// Puts a level above what there is.
  private mutating func addLevel() {
    if height == 0 {
      if onlyFrame != 0 {
        let leaf = makeLeaf()
        leaf.frames[0] = onlyFrame
        leaf.count = 1
        onlyFrame = 0
        root = .leaf(leaf)
      }
    } else if let old = root {
      let branch = makeBranch()
      branch.children[0] = old
      branch.count = 1
      root = .branch(branch)
    }
    height += 1
  }

  private mutating func makeLeaf() -> Leaf {
    leafCount += 1
    return Leaf()
  }

  private mutating func makeBranch() -> Branch {
    branchCount += 1
    return Branch()
  }

  private mutating func makeNode(level: Int) -> Child { level == 0 ? .leaf(makeLeaf()) : .branch(makeBranch()) }

  /// The leaf for a page below the tree's limit, with the nodes on the way.
  private mutating func makeLeaf(for page: Int) -> Leaf {
    var level = height - 1
    var node = root ?? makeNode(level: level)
    root = node
    while true {
      switch node {
      case .leaf(let leaf): return leaf
      case .branch(let branch):
        let slot = slot(of: page, level: level)
        level -= 1
        if let child = branch.children[slot] {
          node = child
        } else {
          node = makeNode(level: level)
          branch.children[slot] = node
          branch.count += 1
        }
      }
    }
  }
}

extension PageTree {
  /// Removes the pages of a range that have frames, and hands each frame to `body`.
  public mutating func remove(_ pages: Range<Int>, _ body: (FrameNumber) -> Void) {
    guard !pages.isEmpty else { return }
    if height == 0 {
      if onlyFrame != 0, pages.contains(0) {
        body(FrameNumber(rawValue: Int(onlyFrame)))
        onlyFrame = 0
        pageCount = 0
      }
    } else if let top = root, remove(pages, from: top, level: height - 1, base: 0, body) {
      dropped(top)
      root = nil
      height = 0
    }
  }

  private mutating func dropped(_ node: Child) {
    switch node {
    case .leaf: leafCount -= 1
    case .branch: branchCount -= 1
    }
  }

  /// At most 13 calls deep.
  /// - Returns: whether nothing is left below the node.
  private mutating func remove(
    _ pages: Range<Int>, from node: Child, level: Int, base: Int, _ body: (FrameNumber) -> Void
  ) -> Bool {
    let slots = Self.slots(pages, level: level, base: base)
    switch node {
    case .leaf(let leaf):
      for slot in slots where leaf.frames[slot] != 0 {
        body(FrameNumber(rawValue: Int(leaf.frames[slot])))
        leaf.frames[slot] = 0
        leaf.count -= 1
        pageCount -= 1
      }
      return leaf.count == 0
    case .branch(let branch):
      for slot in slots {
        guard let child = branch.children[slot] else { continue }
        let start = base + slot << (Self.bits * level)
        guard remove(pages, from: child, level: level - 1, base: start, body) else { continue }
        dropped(child)
        branch.children[slot] = nil
        branch.count -= 1
      }
      return branch.count == 0
    }
  }

  /// The entries of a node that begins at page `base` which a range touches.
  private static func slots(_ pages: Range<Int>, level: Int, base: Int) -> Range<Int> {
    let shift = bits * level
    let first = max(0, pages.lowerBound - base) >> shift
    // Subtract before dividing: a range may end at the largest number.
    let last = (pages.upperBound - 1 - base) >> shift
    return min(first, fanOut)..<max(min(first, fanOut), min(fanOut, last + 1))
  }

  /// Calls `body` with each page of a range that has a frame, in order, until it returns `false`.
  public func forEach(in pages: Range<Int>, _ body: (Int, FrameNumber) -> Bool) {
    guard !pages.isEmpty else { return }
    if height == 0 {
      if onlyFrame != 0, pages.contains(0) { _ = body(0, FrameNumber(rawValue: Int(onlyFrame))) }
    } else if let root {
      _ = visit(pages, root, level: height - 1, base: 0, body)
    }
  }

  private func visit(
    _ pages: Range<Int>, _ node: Child, level: Int, base: Int, _ body: (Int, FrameNumber) -> Bool
  ) -> Bool {
    let slots = Self.slots(pages, level: level, base: base)
    switch node {
    case .leaf(let leaf):
      for slot in slots where leaf.frames[slot] != 0 {
        guard body(base + slot, FrameNumber(rawValue: Int(leaf.frames[slot]))) else { return false }
      }
    case .branch(let branch):
      for slot in slots {
        guard let child = branch.children[slot] else { continue }
        guard visit(pages, child, level: level - 1, base: base + slot << (Self.bits * level), body)
        else { return false }
      }
    }
    return true
  }

  /// The first page from `page` on that has a frame.
  public func firstPage(from page: Int) -> Int? {
    var found: Int?
    forEach(in: page..<Int.max) { page, _ in
      found = page
      return false
    }
    return found
  }

  /// The first page of a range that has no frame, or the range's end.
  func firstHole(in pages: Range<Int>) -> Int {
    var expected = pages.lowerBound
    forEach(in: pages) { page, _ in
      guard page == expected else { return false }
      expected += 1
      return true
    }
    return expected
  }
}
