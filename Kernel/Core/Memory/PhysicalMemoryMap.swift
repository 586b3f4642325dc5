// Which physical memory is ours to use, worked out at boot, before there is a heap.

/// What became of a range that was added to a `PhysicalMemoryMap`.
public enum MemoryMapOutcome: Equatable, Sendable {
  case added
  /// No whole page of it lies below the map's limit.
  case empty
  /// The range goes past the end of all addresses; nothing of it is believed.
  case wraps
  /// There were too many ranges; nothing of this one is used.
  case tooManyRanges
  /// Ranges were reserved already; this one could undo that, so nothing of it is used.
  case tooLate
}

/// The physical memory that may be used: sorted ranges of whole frames, apart from each other.
///
/// First add what the memory map calls usable, then reserve what must be left alone: the map's other entries, the
/// kernel's image, the initial RAM disk, the start information. What firmware says is checked, not believed.
public struct PhysicalMemoryMap: Sendable {
  /// How many ranges it holds; firmware gives about a dozen.
  public static let capacity = 128
  /// Physical addresses end at 52 bits (Intel SDM volume 3, section 5.4).
  public static let highestLimit: UInt64 = 1 << 52

  private var ranges: InlineArray<128, Range<UInt64>> = InlineArray(repeating: 0..<0)
  private var hasReserved = false
  private let limit: UInt64
  /// How many ranges there are.
  public private(set) var count = 0

  private static let pageSize = UInt64(UserSpace.pageSize)

  /// - Parameter limit: the first address that cannot be used, for instance since the direct map ends there.
  public init(limit: UInt64 = PhysicalMemoryMap.highestLimit) {
    self.limit = min(limit, Self.highestLimit) & ~(Self.pageSize - 1)
  }

  /// The range of addresses at a place below `count`.
  public subscript(index: Int) -> Range<UInt64> { ranges[index] }

  /// How many frames may be used.
  public var frameCount: Int {
    var bytes: UInt64 = 0
    for index in 0..<count { bytes += ranges[index].upperBound - ranges[index].lowerBound }
    return Int(bytes / Self.pageSize)
  }

  /// The first address past all ranges.
  public var end: UInt64 { count == 0 ? 0 : ranges[count - 1].upperBound }

  /// Whether all of a range may be used.
  public func contains(_ range: Range<UInt64>) -> Bool {
    let index = firstRange(endingAfter: range.lowerBound)
    return index < count && ranges[index].lowerBound <= range.lowerBound && range.upperBound <= ranges[index].upperBound
  }

  /// Adds memory that may be used, without the parts of pages at its ends. It may overlap what is there.
  public mutating func addUsable(start: UInt64, byteCount: UInt64) -> MemoryMapOutcome {
    guard !hasReserved else { return .tooLate }
    let (end, overflow) = start.addingReportingOverflow(byteCount)
    guard !overflow else { return .wraps }
    guard start < limit else { return .empty }
    var low = (start + Self.pageSize - 1) & ~(Self.pageSize - 1)
    var high = min(end, limit) & ~(Self.pageSize - 1)
    guard low < high else { return .empty }
    // Everything that overlaps or touches becomes one range.
    var first = 0
    while first < count, ranges[first].upperBound < low { first += 1 }
    var last = first
    while last < count, ranges[last].lowerBound <= high {
      low = min(low, ranges[last].lowerBound)
      high = max(high, ranges[last].upperBound)
      last += 1
    }
    guard last > first || count < Self.capacity else { return .tooManyRanges }
    replace(first..<last, with: low..<high)
    return .added
  }

  /// Takes memory out of use, with the pages at its ends. A range that goes past the end of all addresses ends there.
  public mutating func reserve(start: UInt64, byteCount: UInt64) {
    hasReserved = true
    let (sum, overflow) = start.addingReportingOverflow(byteCount)
    guard byteCount > 0, start < limit else { return }
    let low = start & ~(Self.pageSize - 1)
    let high = overflow || sum >= limit ? limit : (sum + Self.pageSize - 1) & ~(Self.pageSize - 1)
    var index = firstRange(endingAfter: low)
    while index < count, ranges[index].lowerBound < high {
      let range = ranges[index]
      if range.lowerBound >= low, range.upperBound <= high {
        replace(index..<index + 1, with: nil)
        continue
      }
      if range.lowerBound < low, range.upperBound > high {
        if count < Self.capacity {
          ranges[index] = range.lowerBound..<low
          replace(index + 1..<index + 1, with: high..<range.upperBound)
        } else {
          // Without room for both sides the smaller one is given up.
          let keepsLower = low - range.lowerBound >= range.upperBound - high
          ranges[index] = keepsLower ? range.lowerBound..<low : high..<range.upperBound
        }
        return
      }
      ranges[index] = range.lowerBound < low ? range.lowerBound..<low : high..<range.upperBound
      index += 1
    }
  }

  /// Takes the highest memory of a size below an address out of use, for the allocator's own tables.
  /// - Parameters:
  ///   - byteCount: how much, in bytes; whole frames are taken.
  ///   - below: where it must end, for instance since no more is mapped yet.
  /// - Returns: its first address, or `nil` when no range is large enough.
  public mutating func take(byteCount: UInt64, below: UInt64 = .max) -> UInt64? {
    let (sum, overflow) = byteCount.addingReportingOverflow(Self.pageSize - 1)
    guard !overflow, byteCount > 0 else { return nil }
    let needed = sum & ~(Self.pageSize - 1)
    var index = count
    while index > 0 {
      index -= 1
      let high = min(ranges[index].upperBound, below) & ~(Self.pageSize - 1)
      guard high > ranges[index].lowerBound, high - ranges[index].lowerBound >= needed else { continue }
      reserve(start: high - needed, byteCount: needed)
      return high - needed
    }
    return nil
  }

  private func firstRange(endingAfter address: UInt64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > address { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Puts one range, or none, in the place of some; there is room.
  private mutating func replace(_ old: Range<Int>, with new: Range<UInt64>?) {
    let change = (new == nil ? 0 : 1) - old.count
    if change > 0 {
      var index = count
      while index > old.upperBound {
        ranges[index] = ranges[index - 1]
        index -= 1
      }
    } else if change < 0 {
      for index in old.upperBound..<count { ranges[index + change] = ranges[index] }
    }
    count += change
    if let new { ranges[old.lowerBound] = new }
  }
}
