// The lowest descriptor that is free, found in as many steps for thousands as for a few.

/// Which descriptors are in use: a bit each, and above them a bit for each word that is full, so that the lowest free
/// one is found in two steps, however many there are.
struct DescriptorBitmap {
  // On the heap: the compiler copies all of an inline array to read one word of it.
  /// As many as descriptors in use have needed; those that are not there are zero.
  private var words: [UInt64] = []
  private var fullWords: UInt64 = 0

  /// The most words: one bit of `fullWords` for each.
  private static let wordLimit = 64

  /// The most that it takes of the heap.
  static var byteCount: Int { HeapAllocation.array(of: UInt64.self, capacity: wordLimit) }

  /// Gives the bitmap memory of its own, which a copy else takes with its first change.
  mutating func part() { words.reserveCapacity(words.count) }

  /// The lowest that is free and not below `minimum`; `DescriptorTable.maximumLimit` where there is none.
  func lowestFree(from minimum: Int) -> Int {
    guard minimum < words.count << 6 else { return min(minimum, DescriptorTable.maximumLimit) }
    let first = clamped(minimum >> 6, below: words.count)
    let here = ~words[first] & (.max << UInt64(minimum & 63))
    if here != 0 { return first << 6 + here.trailingZeroBitCount }
    guard first < Self.wordLimit - 1 else { return DescriptorTable.maximumLimit }
    let later = ~fullWords & (.max << UInt64(first + 1))
    guard later != 0 else { return DescriptorTable.maximumLimit }
    let number = later.trailingZeroBitCount
    guard number < words.count else { return number << 6 }
    let word = clamped(number, below: words.count)
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
    while words.count <= min(index >> 6, Self.wordLimit - 1) { words.append(0) }
    let word = clamped(index >> 6, below: words.count)
    let bit: UInt64 = 1 << UInt64(index & 63)
    if used { words[word] |= bit } else { words[word] &= ~bit }
    if words[word] == .max { fullWords |= 1 << UInt64(word) } else { fullWords &= ~(1 << UInt64(word)) }
  }
}
