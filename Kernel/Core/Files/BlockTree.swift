// The parts of a file that have been written: as much memory as there is data, wherever it lies.

/// Blocks by number, in a radix tree: a block at the far end of a file of any size costs at most nine
/// branches, and finding one at most nine steps.
struct BlockTree {
  /// What a file is copied and written by, in bytes.
  static let blockByteCount = 4096
  /// What a block and a branch are charged, in bytes, with the array's header and the allocator's own.
  static let blockCharge = blockByteCount + 64
  static let branchCharge = fanOut * 8 + 128

  private static let bits = 6
  private static let fanOut = 1 << bits

  /// A part of the tree: at level 0 of blocks, an empty array where none has been written; above of branches.
  final class Branch {
    fileprivate var blocks: [[UInt8]]
    fileprivate var children: [Branch?]

    fileprivate init(level: Int) {
      blocks = level == 0 ? [[UInt8]](repeating: [], count: BlockTree.fanOut) : []
      children = level == 0 ? [] : [Branch?](repeating: nil, count: BlockTree.fanOut)
    }
  }

  /// What is at a block's number.
  enum Finding {
    /// The block.
    case block(Block)
    /// Nothing, up to the block with this number at least.
    case hole(end: Int)
  }

  /// Where a block is kept, until the tree next changes.
  struct Block {
    fileprivate let branch: Branch
    fileprivate let slot: Int

    var bytes: [UInt8] {
      get { branch.blocks[slot] }
      nonmutating _modify { yield &branch.blocks[slot] }
    }
  }

  private var root: Branch?
  /// How many levels there are: the tree holds blocks below `fanOut` to that power.
  private var height = 0
  private(set) var blockCount = 0
  private(set) var branchCount = 0

  /// What all of the tree is charged, in bytes.
  var charge: Int { blockCount * Self.blockCharge + branchCount * Self.branchCharge }

  func find(_ number: Int) -> Finding {
    guard var branch = root, number >> (Self.bits * height) == 0 else { return .hole(end: .max) }
    var level = height - 1
    while level > 0 {
      let prefix = number >> (Self.bits * level)
      guard let child = branch.children[prefix & (Self.fanOut - 1)] else {
        return .hole(end: (prefix + 1) << (Self.bits * level))
      }
      branch = child
      level -= 1
    }
    let slot = number & (Self.fanOut - 1)
    guard branch.blocks[slot].isEmpty else { return .block(Block(branch: branch, slot: slot)) }
    var end = slot + 1
    while end < Self.fanOut, branch.blocks[end].isEmpty { end += 1 }
    return .hole(end: number - slot + end)
  }

  /// What inserting a block that is not there would add to the charge, in bytes.
  func chargeForInserting(_ number: Int) -> Int {
    var copy = height
    while number >> (Self.bits * copy) != 0 || copy == 0 { copy += 1 }
    guard var branch = root else { return Self.blockCharge + copy * Self.branchCharge }
    // Higher levels lead to the old root on one side and down to the new block on the other.
    guard copy == height else { return Self.blockCharge + (copy - height + copy - 1) * Self.branchCharge }
    var level = height - 1
    while level > 0, let child = branch.children[(number >> (Self.bits * level)) & (Self.fanOut - 1)] {
      branch = child
      level -= 1
    }
    return Self.blockCharge + level * Self.branchCharge
  }

  /// Adds a block of `blockByteCount` bytes where there is none.
  mutating func insert(_ bytes: [UInt8], at number: Int) -> Block {
    while number >> (Self.bits * height) != 0 || height == 0 {
      // Without a root there is nothing to lead to; the levels are made on the way down.
      if let old = root {
        let above = Branch(level: height)
        above.children[0] = old
        branchCount += 1
        root = above
      }
      height += 1
    }
    var branch = makeRoot()
    var level = height - 1
    while level > 0 {
      let slot = (number >> (Self.bits * level)) & (Self.fanOut - 1)
      if let child = branch.children[slot] {
        branch = child
      } else {
        let child = Branch(level: level - 1)
        branchCount += 1
        branch.children[slot] = child
        branch = child
      }
      level -= 1
    }
    let slot = number & (Self.fanOut - 1)
    branch.blocks[slot] = bytes
    blockCount += 1
    return Block(branch: branch, slot: slot)
  }

  private mutating func makeRoot() -> Branch {
    if let root { return root }
    let made = Branch(level: height - 1)
    branchCount += 1
    root = made
    return made
  }
}

extension BlockTree {
  /// Forgets the blocks from `number` on.
  mutating func removeBlocks(from number: Int) {
    guard let root else { return }
    if number == 0 || prune(root, level: height - 1, keeping: number) { self = BlockTree() }
  }

  /// Forgets all but the first `count` blocks of a branch.
  /// - Returns: whether nothing is left.
  private mutating func prune(_ branch: Branch, level: Int, keeping count: Int) -> Bool {
    var isEmpty = true
    if level == 0 {
      for slot in 0..<Self.fanOut where !branch.blocks[slot].isEmpty {
        if slot < count {
          isEmpty = false
        } else {
          branch.blocks[slot] = []
          blockCount -= 1
        }
      }
      return isEmpty
    }
    let span = 1 << (Self.bits * level)
    for slot in 0..<Self.fanOut {
      guard let child = branch.children[slot] else { continue }
      let kept = max(0, count - slot * span)
      if kept < span, prune(child, level: level - 1, keeping: kept) {
        branch.children[slot] = nil
        branchCount -= 1
      } else {
        isEmpty = false
      }
    }
    return isEmpty
  }
}
