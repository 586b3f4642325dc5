// The lowest descriptor that is free, found in as many steps for thousands as for a few.

/// Which descriptors are in use: a bit each, and above them a bit for each word that is full, so that the lowest free
/// one is found in two steps, however many there are.
struct DescriptorBitmap {
  // On the heap: the compiler copies all of an inline array to read one word of it.
  private var words = [UInt64](repeating: 0, count: wordCount)
  private var fullWords: UInt64 = 0

  /// One bit of `fullWords` for each.
  private static let wordCount = 64

  /// What it takes of the heap.
  static var byteCount: Int { HeapAllocation.array(of: UInt64.self, capacity: wordCount) }

  /// Gives the bitmap memory of its own, which a copy else takes with its first change.
  mutating func part() { words.reserveCapacity(Self.wordCount) }

  /// The lowest that is free and not below `minimum`; `DescriptorTable.maximumLimit` where there is none.
  func lowestFree(from minimum: Int) -> Int {
    guard minimum < DescriptorTable.maximumLimit else { return DescriptorTable.maximumLimit }
    let first = clamped(minimum >> 6, below: Self.wordCount)
    let here = ~words[first] & (.max << UInt64(minimum & 63))
    if here != 0 { return first << 6 + here.trailingZeroBitCount }
    guard first < Self.wordCount - 1 else { return DescriptorTable.maximumLimit }
    let later = ~fullWords & (.max << UInt64(first + 1))
    guard later != 0 else { return DescriptorTable.maximumLimit }
    let word = clamped(later.trailingZeroBitCount, below: Self.wordCount)
    return word << 6 + (~words[word]).trailingZeroBitCount
  }

  /// The first above all that are in use.
  var end: Int {
    for word in words.indices.reversed() where words[word] != 0 {
      return word << 6 + UInt64.bitWidth - words[word].leadingZeroBitCount
    }
    return 0
  }

  mutating func set(_ index: Int, used: Bool) {
    let word = clamped(index >> 6, below: Self.wordCount)
    let bit: UInt64 = 1 << UInt64(index & 63)
    if used { words[word] |= bit } else { words[word] &= ~bit }
    if words[word] == .max { fullWords |= 1 << UInt64(word) } else { fullWords &= ~(1 << UInt64(word)) }
  }
}
