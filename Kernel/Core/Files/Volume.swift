// What all nodes of one tree share.

/// The memory, the clock and the numbering behind one file tree. Nodes hold it, it holds no node.
final class Volume {
  let budget: StorageBudget
  let clock: FileClock
  /// Keeps a program that chooses file names from choosing where they collide.
  let hashKey: SipHash.Key
  /// The processes that wait for locks on its files.
  var lockWaits = LockWaits()
  private var lastNumber: UInt64 = 0

  init(budget: StorageBudget, clock: FileClock, random: RandomSource) {
    self.budget = budget
    self.clock = clock
    var words = InlineArray<2, UInt64>(repeating: 0)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    random.fill(&bytes)
    hashKey = SipHash.Key(low: words[0], high: words[1])
  }

  /// A number that no node of this volume has had.
  func nextNumber() -> UInt64 {
    lastNumber &+= 1
    return lastNumber
  }
}
