// A set of frame numbers in which the next member is found in a few steps, however many frames there are.

/// Where a `FrameBitmap` keeps its words: an array in tests, raw memory in the kernel, which has no heap yet.
public protocol FrameBitmapStorage: ~Copyable {
  /// How many words there are.
  var wordCount: Int { get }
  /// The word at a place below `wordCount`.
  subscript(index: Int) -> UInt64 { get set }
}

/// A set of numbers below a bound, one bit each. Above the bits stand summaries: a bit for each word that is not 0,
/// level by level up to a single word.
struct FrameBitmap<Storage: FrameBitmapStorage & ~Copyable>: ~Copyable {
  private var storage: Storage
  /// The bound.
  let count: Int
  private let levelCount: Int
  private let levelStarts: InlineArray<8, Int>

  /// How many words a set needs: the bits and their summaries.
  static func wordCount(for count: Int) -> Int {
    var words = (max(count, 1) + 63) / 64
    var total = words
    while words > 1 {
      words = (words + 63) / 64
      total += words
    }
    return total
  }

  /// A set that can have no members.
  init(without storage: consuming Storage) {
    count = 0
    levelCount = 0
    levelStarts = [0, 0, 0, 0, 0, 0, 0, 0]
    self.storage = storage
  }

  /// An empty set, or `nil` when the storage is too small.
  init?(count: Int, storage: consuming Storage) {
    // 2 ** 40 frames are all of a 52-bit physical address space; they take 7 levels.
    guard count >= 0, count <= 1 << 40, storage.wordCount >= Self.wordCount(for: count) else { return nil }
    var starts = InlineArray<8, Int>(repeating: 0)
    var level = 0
    var words = (max(count, 1) + 63) / 64
    while words > 1 {
      starts[level + 1] = starts[level] + words
      words = (words + 63) / 64
      level += 1
    }
    self.count = count
    levelCount = level + 1
    levelStarts = starts
    self.storage = storage
    for index in 0..<Self.wordCount(for: count) { self.storage[index] = 0 }
  }

  func contains(_ number: Int) -> Bool { storage[number / 64] >> UInt64(number % 64) & 1 != 0 }

  /// The members among 64 neighbouring numbers, the lowest of which is 64 times `index`.
  func word(_ index: Int) -> UInt64 { storage[index] }

  /// Adds a range that ends at or below `count`, word by word.
  mutating func insert(_ range: Range<Int>) {
    var range = range
    for level in 0..<levelCount where !range.isEmpty {
      change(range, inLevel: level, to: true)
      range = range.lowerBound / 64..<(range.upperBound - 1) / 64 + 1
    }
  }

  /// Removes a range that ends at or below `count`, word by word.
  mutating func remove(_ range: Range<Int>) {
    var range = range
    for level in 0..<levelCount where !range.isEmpty {
      change(range, inLevel: level, to: false)
      // The words between are 0 now; those at the ends may hold other members.
      let first = range.lowerBound / 64
      let last = (range.upperBound - 1) / 64
      let low = storage[levelStarts[level] + first] == 0 ? first : first + 1
      let high = storage[levelStarts[level] + last] == 0 ? last + 1 : last
      range = low..<max(low, high)
    }
  }

  private mutating func change(_ range: Range<Int>, inLevel level: Int, to isMember: Bool) {
    var number = range.lowerBound
    while number < range.upperBound {
      let index = levelStarts[level] + number / 64
      let end = min((number / 64 + 1) * 64, range.upperBound)
      // As many ones as there are numbers, 1 to 64, moved to their place.
      let mask = (UInt64.max >> UInt64(64 - (end - number))) << UInt64(number % 64)
      storage[index] = isMember ? storage[index] | mask : storage[index] & ~mask
      number = end
    }
  }

  /// The first member at or above a number: up the summaries until one goes on, and down again.
  func first(from number: Int) -> Int? {
    var number = number
    var level = 0
    while level < levelCount {
      // Bits at or above `number` in its word; past the last word there are none.
      guard number / 64 < wordCount(ofLevel: level) else { return nil }
      let word = storage[levelStarts[level] + number / 64] >> UInt64(number % 64)
      if word != 0 {
        number += word.trailingZeroBitCount
        while level > 0 {
          level -= 1
          number = number * 64 + storage[levelStarts[level] + number].trailingZeroBitCount
        }
        return number
      }
      number = number / 64 + 1
      level += 1
    }
    return nil
  }

  /// The first number in a range that is no member; the range ends at or below `count`.
  func firstMissing(in range: Range<Int>) -> Int? {
    var number = range.lowerBound
    while number < range.upperBound {
      let missing = ~storage[number / 64] >> UInt64(number % 64)
      if missing != 0 {
        let found = number + missing.trailingZeroBitCount
        return found < range.upperBound ? found : nil
      }
      number = (number / 64 + 1) * 64
    }
    return nil
  }

  /// How many members there are, counted.
  func memberCount() -> Int {
    var sum = 0
    for index in 0..<wordCount(ofLevel: 0) { sum += storage[index].nonzeroBitCount }
    return sum
  }

  /// Whether each summary's bit says what its word is.
  func isConsistent() -> Bool {
    for level in 1..<max(levelCount, 1) {
      for word in 0..<wordCount(ofLevel: level - 1) {
        let bit = storage[levelStarts[level] + word / 64] >> UInt64(word % 64) & 1
        if (bit != 0) != (storage[levelStarts[level - 1] + word] != 0) { return false }
      }
    }
    return true
  }

  private func wordCount(ofLevel level: Int) -> Int {
    level + 1 < levelCount ? levelStarts[level + 1] - levelStarts[level] : 1
  }
}
