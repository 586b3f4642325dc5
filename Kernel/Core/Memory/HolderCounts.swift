// How many hold each frame: beside the set of free ones, since one bit cannot say that two programs share a page.

/// A count of 32 bits for each number below a bound, two in a word.
struct HolderCounts<Storage: FrameBitmapStorage & ~Copyable>: ~Copyable {
  private var storage: Storage

  /// What stands in place of a count for a number that is not counted.
  static var uncounted: UInt32 { .max }
  /// The largest count; it is never left again.
  static var largest: UInt32 { .max - 1 }

  /// How many words so many counts need.
  static func wordCount(for count: Int) -> Int { (max(count, 1) + 1) / 2 }

  /// Counts of no numbers.
  init(without storage: consuming Storage) { self.storage = storage }

  /// Counts of 0, or `nil` when the storage is too small.
  init?(count: Int, storage: consuming Storage) {
    guard count >= 0, count <= 1 << 40, storage.wordCount >= Self.wordCount(for: count) else { return nil }
    self.storage = storage
    for index in 0..<Self.wordCount(for: count) { self.storage[index] = 0 }
  }

  /// The count of a number below the bound.
  @inline(__always)
  subscript(number: Int) -> UInt32 {
    get { UInt32(truncatingIfNeeded: storage[number >> 1] >> Self.shift(number)) }
    set {
      let others = storage[number >> 1] & ~(UInt64(UInt32.max) << Self.shift(number))
      storage[number >> 1] = others | UInt64(newValue) << Self.shift(number)
    }
  }

  /// Adds one to a count below the largest, so that its neighbour stays as it is.
  @inline(__always)
  mutating func increment(_ number: Int) { storage[number >> 1] &+= 1 << Self.shift(number) }

  /// Subtracts one from a count that is not 0.
  @inline(__always)
  mutating func decrement(_ number: Int) { storage[number >> 1] &-= 1 << Self.shift(number) }

  /// Which of 64 neighbouring numbers, the lowest of which is 64 times `group`, have a count: a bit each.
  func held(inGroup group: Int, of count: Int) -> UInt64 {
    var bits: UInt64 = 0
    for index in 0..<min(32, (count - group * 64 + 1) / 2) {
      let pair = storage[group * 32 + index]
      let low: UInt64 = Self.isHeld(UInt32(truncatingIfNeeded: pair)) ? 1 : 0
      let high: UInt64 = Self.isHeld(UInt32(truncatingIfNeeded: pair >> 32)) ? 2 : 0
      bits |= (low | high) << UInt64(2 * index)
    }
    return bits
  }

  private static func isHeld(_ count: UInt32) -> Bool { count != 0 && count != uncounted }

  private static func shift(_ number: Int) -> UInt64 { UInt64(number & 1) * 32 }
}
