// The names in a directory: found at once however many there are, and listed in a stable order.

import Shared

/// Names and their nodes: an object, so that looking at it copies nothing. Looking one up, adding and removing take constant time each and not only on average: nothing
/// is ever built anew, also for names that were chosen to make it slow. Listing goes by position, and the position of an
/// entry stays while others come and go, as `getdents64(2)` and `seekdir(3)` need.
///
/// The table grows and shrinks by a bucket at a time (linear hashing: Litwin, "Linear hashing: a new tool for file and
/// table addressing", 1980).
final class DirectoryEntries {
  private struct Slot {
    var name: [UInt8] = []
    /// `nil` where no entry is.
    var node: Node?
    var hash: UInt32 = 0
    /// The next slot of the same bucket, plus one; 0 at the end.
    var next: UInt32 = 0
  }

  /// Up to 64 slots, so that no array of them is ever long.
  private final class Chunk {
    var slots: [Slot] = []
    /// A bit for each slot with an entry.
    var used: UInt64 = 0
  }

  /// In the order of positions; `nil` where a whole chunk is empty.
  private var chunks: [Chunk?] = []
  /// A bit for each chunk that has room.
  private var chunksWithRoom: [UInt64] = []
  /// The first slot of each bucket, plus one; in pieces of `bucketsInPiece`.
  private var buckets: [[UInt32]] = []
  private var bucketCount = 0
  private let firstPosition: Int
  private let hashKey: SipHash.Key
  /// How many entries there are.
  private(set) var count = 0

  private static let bucketsInPiece = 256

  /// - Parameter firstPosition: the position of the first entry added.
  init(hashKey: SipHash.Key, firstPosition: Int) {
    self.hashKey = hashKey
    self.firstPosition = firstPosition
  }

  @inline(__always) func node(named name: Span<UInt8>) -> Node? {
    if chunks.count == 1, let chunk = chunks[0], chunk.slots.count <= Self.fewSlots {
      for index in chunk.slots.indices where Self.areSame(chunk.slots[index].name, name) {
        // A slot without an entry has an empty name, which no entry has.
        return chunk.slots[index].node
      }
      return nil
    }
    guard let place = find(name, hash: hash(of: name)) else { return nil }
    return chunks[place >> 6]?.slots[place & 63].node
  }

  /// Up to so many names are compared one by one, which takes less than a hash does.
  private static let fewSlots = 8

  /// A function of its own, since a span of what is in a slot would have no owner to outlive it.
  private static func areSame(_ stored: [UInt8], _ name: Span<UInt8>) -> Bool { stored.span.isSame(as: name) }

  /// Adds an entry. The name must not be there yet.
  func insert(_ node: Node, named name: [UInt8]) {
    if count >= bucketCount { addBucket() }
    let hash = hash(of: name.span)
    let bucket = bucket(of: hash)
    let index = takeFreeSlot(Slot(name: name, node: node, hash: hash, next: first(in: bucket)))
    setFirst(in: bucket, to: UInt32(truncatingIfNeeded: index + 1))
    count += 1
  }

  /// Puts another node under a name that is there, at the same position.
  func replace(_ name: ArraySlice<UInt8>, with node: Node) {
    guard let place = find(name.span, hash: hash(of: name.span)) else { return }
    chunks[place >> 6]?.slots[place & 63].node = node
  }

  func remove(_ name: ArraySlice<UInt8>) {
    let hash = hash(of: name.span)
    guard let place = find(name.span, hash: hash), let next = chunks[place >> 6]?.slots[place & 63].next else { return }
    relink(UInt32(truncatingIfNeeded: place + 1), in: bucket(of: hash), to: next)
    free(place)
    count -= 1
    // Half as many entries as buckets leave as few chunks: twice, so that it ends as soon as the entries do.
    for _ in 0..<2 where bucketCount > 8 && bucketCount > 2 * count { removeBucket() }
  }

  /// What the next `insert` asks of the heap at once, in bytes: where an array grows, the whole of its new self, while
  /// the old one is still there.
  var growthByteCount: Int {
    var byteCount = 0
    if let number = chunkWithRoom, let chunk = chunks[number] {
      if chunk.slots.count == chunk.slots.capacity, (~chunk.used).trailingZeroBitCount == chunk.slots.count {
        byteCount += 2 * chunk.slots.capacity * MemoryLayout<Slot>.stride
      }
    } else {
      byteCount += Self.newChunkByteCount + 2 * 8 * chunks.count
    }
    if count >= bucketCount {
      let isFull = bucketCount % Self.bucketsInPiece == 0
      let capacity = isFull ? 0 : buckets.last?.capacity ?? 0
      if isFull || buckets.last?.count == capacity {
        byteCount += 2 * max(capacity, 8) * MemoryLayout<UInt32>.stride + (isFull ? 2 * 8 * buckets.count : 0)
      }
    }
    return byteCount
  }

  /// A chunk's own object and its first slots, with room for the allocator's own.
  private static let newChunkByteCount = 256

  /// The first entry at or after `position`.
  func first(from position: Int) -> (position: Int, name: [UInt8], node: Node)? {
    guard position >= firstPosition else { return first(from: firstPosition) }
    let start = position - firstPosition
    var number = start >> 6
    var mask: UInt64 = .max << UInt64(start & 63)
    while number < chunks.count {
      if let chunk = chunks[number], chunk.used & mask != 0 {
        let offset = (chunk.used & mask).trailingZeroBitCount
        let slot = chunk.slots[offset]
        if let node = slot.node { return (firstPosition + number << 6 + offset, slot.name, node) }
      }
      mask = .max
      number += 1
    }
    return nil
  }
}

// Slots.
extension DirectoryEntries {
  /// The first chunk that has room; `nil` where all are full.
  private var chunkWithRoom: Int? {
    for word in chunksWithRoom.indices where chunksWithRoom[word] != 0 {
      return word << 6 + chunksWithRoom[word].trailingZeroBitCount
    }
    return nil
  }

  /// Puts an entry into the first free slot.
  private func takeFreeSlot(_ entry: Slot) -> Int {
    let number = chunkWithRoom ?? chunks.count
    if number == chunks.count {
      if number & 63 == 0 { chunksWithRoom.append(0) }
      chunks.append(nil)
      chunksWithRoom[number >> 6] |= 1 << UInt64(number & 63)
    }
    let chunk = chunks[number] ?? Chunk()
    chunks[number] = chunk
    let offset = (~chunk.used).trailingZeroBitCount
    if offset == chunk.slots.count { chunk.slots.append(entry) } else { chunk.slots[offset] = entry }
    chunk.used |= 1 << UInt64(offset)
    if chunk.used == .max { chunksWithRoom[number >> 6] &= ~(1 << UInt64(number & 63)) }
    return number << 6 + offset
  }

  private func free(_ index: Int) {
    let number = index >> 6
    guard let chunk = chunks[number] else { return }
    chunk.slots[index & 63] = Slot()
    chunk.used &= ~(1 << UInt64(index & 63))
    chunksWithRoom[number >> 6] |= 1 << UInt64(number & 63)
    if chunk.used == 0 { chunks[number] = nil }
  }
}

// Buckets.
extension DirectoryEntries {
  private func hash(of name: Span<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: SipHash.hash(name, key: hashKey))
  }

  private func find(_ name: Span<UInt8>, hash: UInt32) -> Int? {
    guard bucketCount > 0 else { return nil }
    var next = first(in: bucket(of: hash))
    while next != 0 {
      let index = Int(next) - 1
      guard let chunk = chunks[index >> 6] else { return nil }
      if chunk.slots[index & 63].hash == hash, Self.areSame(chunk.slots[index & 63].name, name) { return index }
      next = chunk.slots[index & 63].next
    }
    return nil
  }

  /// The bucket of a hash: by as many of its bits as all buckets need, or one fewer where that one is not there yet.
  private func bucket(of hash: UInt32) -> Int {
    let mask = Self.mask(for: bucketCount)
    let bucket = Int(hash) & mask
    return bucket < bucketCount ? bucket : bucket & mask >> 1
  }

  private static func mask(for count: Int) -> Int {
    count < 2 ? 0 : (1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)) - 1
  }

  private func first(in bucket: Int) -> UInt32 { buckets[bucket / Self.bucketsInPiece][bucket % Self.bucketsInPiece] }

  private func setFirst(in bucket: Int, to slot: UInt32) {
    buckets[bucket / Self.bucketsInPiece][bucket % Self.bucketsInPiece] = slot
  }

  /// Makes what leads to a slot in a bucket lead to another.
  private func relink(_ slot: UInt32, in bucket: Int, to next: UInt32) {
    var current = first(in: bucket)
    if current == slot { return setFirst(in: bucket, to: next) }
    while current != 0 {
      let index = Int(current) - 1
      guard let chunk = chunks[index >> 6] else { return }
      if chunk.slots[index & 63].next == slot {
        chunk.slots[index & 63].next = next
        return
      }
      current = chunk.slots[index & 63].next
    }
  }

  /// Adds a bucket, which takes its entries from one other.
  private func addBucket() {
    let added = bucketCount
    let source = added & Self.mask(for: added + 1) >> 1
    if added % Self.bucketsInPiece == 0 { buckets.append([]) }
    buckets[added / Self.bucketsInPiece].append(0)
    bucketCount += 1
    guard added > 0 else { return }
    var next = first(in: source)
    setFirst(in: source, to: 0)
    while next != 0 { next = move(next) }
  }

  /// Takes the last bucket away; its entries go where they would be without it.
  private func removeBucket() {
    var next = first(in: bucketCount - 1)
    bucketCount -= 1
    let piece = bucketCount / Self.bucketsInPiece
    buckets[piece].removeLast()
    if buckets[piece].isEmpty { buckets.removeLast() }
    while next != 0 { next = move(next) }
  }

  /// Puts a slot at the front of the bucket that it belongs to.
  /// - Returns: the slot that came after it where it was.
  private func move(_ slot: UInt32) -> UInt32 {
    let index = Int(slot) - 1
    guard let chunk = chunks[index >> 6] else { return 0 }
    let next = chunk.slots[index & 63].next
    let bucket = bucket(of: chunk.slots[index & 63].hash)
    chunk.slots[index & 63].next = first(in: bucket)
    setFirst(in: bucket, to: slot)
    return next
  }
}
