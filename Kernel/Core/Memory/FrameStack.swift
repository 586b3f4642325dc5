// The frames that were freed last, at hand without a search.

/// A few frame numbers, of which the one that came last goes first: the CPU's caches may still have it.
struct FrameStack: ~Copyable {
  static let capacity = 64
  private var numbers = InlineArray<64, Int>(repeating: 0)
  private(set) var count = 0

  var isFull: Bool { count == Self.capacity }

  /// Adds a number. The caller has seen that there is room.
  mutating func push(_ number: Int) {
    numbers[count & (Self.capacity - 1)] = number
    count &+= 1
  }

  mutating func pop() -> Int? {
    guard count > 0 else { return nil }
    count &-= 1
    return numbers[count & (Self.capacity - 1)]
  }

  /// Whether each number is one that `isMember` says yes to, for self-checks.
  func allSatisfy(_ isMember: (Int) -> Bool) -> Bool {
    for index in 0..<min(count, Self.capacity) where !isMember(numbers[index]) { return false }
    return true
  }
}
