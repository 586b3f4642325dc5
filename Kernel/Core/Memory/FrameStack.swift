// The frames that were freed last, at hand without a search.

/// A few frame numbers, of which the one that came last goes first: the CPU's caches may still have it.
///
/// They are in storage of their own, and not in the structure: the compiler may copy an allocator to read a part of it.
struct FrameStack<Storage: FrameBitmapStorage & ~Copyable>: ~Copyable {
  private var storage: Storage
  private(set) var count = 0

  init(storage: consuming Storage) { self.storage = storage }

  /// How many numbers there is room for.
  var capacity: Int { storage.wordCount }
  var isFull: Bool { count >= capacity }

  /// Adds a number. The caller has seen that there is room.
  @inline(__always)
  mutating func push(_ number: Int) {
    storage[count] = UInt64(truncatingIfNeeded: number)
    count &+= 1
  }

  @inline(__always)
  mutating func pop() -> Int? {
    guard count > 0 else { return nil }
    count &-= 1
    return Int(truncatingIfNeeded: storage[count])
  }

  /// Whether each number is one that `isMember` says yes to, for self-checks.
  func allSatisfy(_ isMember: (Int) -> Bool) -> Bool {
    for index in 0..<count where !isMember(Int(truncatingIfNeeded: storage[index])) { return false }
    return true
  }
}
