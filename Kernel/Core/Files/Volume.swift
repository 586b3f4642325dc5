// What all nodes of one tree share.

/// The memory, the clock and the numbering behind one file tree. Nodes hold it, it holds no node.
final class Volume {
  /// What is kept in a tree.
  enum Kind: UInt64, CaseIterable {
    /// What the archive had, and what programs have made since.
    case files = 1
    /// The devices (`/dev`).
    case devices = 2
    /// What the kernel tells of itself and its processes (`proc(5)`).
    case processes = 3

    /// What `st_dev` says: numbers as Linux gives them to what is on no disk, with 0 for the major one.
    var device: UInt64 { rawValue }
  }

  let kind: Kind
  let budget: StorageBudget
  let clock: FileClock
  /// Keeps a program that chooses file names from choosing where they collide.
  let hashKey: SipHash.Key
  /// The processes that wait for locks on its files.
  var lockWaits = LockWaits()
  private var lastNumber: UInt64 = 0

  init(budget: StorageBudget, clock: FileClock, random: RandomSource) {
    kind = .files
    self.budget = budget
    self.clock = clock
    var words = InlineArray<2, UInt64>(repeating: 0)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    random.fill(&bytes)
    hashKey = SipHash.Key(low: words[0], high: words[1])
  }

  /// Another tree over the same memory.
  init(beside other: Volume, _ kind: Kind) {
    self.kind = kind
    budget = other.budget
    clock = other.clock
    hashKey = other.hashKey
  }

  /// A number that no node of this volume has had.
  func nextNumber() -> UInt64 {
    lastNumber &+= 1
    return lastNumber
  }
}
