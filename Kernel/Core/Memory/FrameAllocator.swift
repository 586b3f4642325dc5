// Who has which frame of physical memory: the policy, with its tables in whatever memory the caller has.

/// One page's worth of physical memory, by number: its address over the page size.
public struct FrameNumber: Equatable, Hashable, Sendable {
  public let rawValue: Int

  @inlinable public init(rawValue: Int) { self.rawValue = rawValue }

  /// The frame that an address lies in.
  @inlinable public init(address: UInt64) { rawValue = Int(truncatingIfNeeded: address / UInt64(UserSpace.pageSize)) }

  /// Its first physical address.
  @inlinable public var address: UInt64 { UInt64(truncatingIfNeeded: rawValue) &* UInt64(UserSpace.pageSize) }
}

/// What became of frames that were given back.
public enum FreeOutcome: Equatable, Sendable {
  case freed
  /// One of them was free already: a bug in the caller. Nothing has changed.
  case alreadyFree
  /// One of them was never to be had: a bug in the caller. Nothing has changed.
  case notManaged
}

/// Hands out the frames of a memory map, single ones in a few steps, and in runs.
public struct FrameAllocator<Storage: FrameBitmapStorage & ~Copyable>: ~Copyable {
  private var free: FrameBitmap<Storage>
  /// What may be handed out at all: kernel image and devices are not free either, but must not be given back.
  private let map: PhysicalMemoryMap
  /// How many frames are free now.
  public private(set) var freeCount = 0
  /// How many frames there are to be had in all.
  public let totalCount: Int

  /// How many words of storage the frames of a map need.
  public static func wordCount(for map: PhysicalMemoryMap) -> Int {
    FrameBitmap<Storage>.wordCount(for: FrameNumber(address: map.end).rawValue)
  }

  /// An allocator with all frames of a map free, or `nil` when the storage has fewer words than `wordCount(for:)`.
  public init?(map: PhysicalMemoryMap, storage: consuming Storage) {
    guard
      var free = FrameBitmap(count: FrameNumber(address: map.end).rawValue, storage: storage)
    else { return nil }
    for index in 0..<map.count {
      let range = map[index]
      free.insert(FrameNumber(address: range.lowerBound).rawValue..<FrameNumber(address: range.upperBound).rawValue)
    }
    self.map = map
    totalCount = map.frameCount
    freeCount = totalCount
    self.free = free
  }

  /// Takes the lowest free frame; its contents are whatever they were.
  public mutating func allocate() -> FrameNumber? {
    guard let number = free.first(from: 0) else { return nil }
    free.remove(number..<number + 1)
    freeCount -= 1
    return FrameNumber(rawValue: number)
  }

  /// Takes neighbouring frames.
  /// - Parameters:
  ///   - count: how many; at least 1.
  ///   - alignment: what the first one's number must be a multiple of: a power of two, in frames.
  /// - Returns: the first of them, or `nil` when there is no such run.
  public mutating func allocateRun(count: Int, alignment: Int = 1) -> FrameNumber? {
    guard count > 0, count <= freeCount, alignment > 0, alignment & (alignment - 1) == 0, alignment <= 1 << 40
    else { return nil }
    var from = 0
    while let candidate = free.first(from: from) {
      let start = (candidate + alignment - 1) & ~(alignment - 1)
      guard start <= free.count - count else { return nil }
      guard let used = free.firstMissing(in: start..<start + count) else {
        free.remove(start..<start + count)
        freeCount -= count
        return FrameNumber(rawValue: start)
      }
      from = used + 1
    }
    return nil
  }

  /// Gives neighbouring frames back, one of them or many.
  public mutating func release(_ frame: FrameNumber, count: Int = 1) -> FreeOutcome {
    guard count > 0, frame.rawValue >= 0, count <= free.count, frame.rawValue <= free.count - count,
      map.contains(frame.address..<FrameNumber(rawValue: frame.rawValue + count).address)
    else { return .notManaged }
    if let member = free.first(from: frame.rawValue), member < frame.rawValue + count { return .alreadyFree }
    free.insert(frame.rawValue..<frame.rawValue + count)
    freeCount += count
    return .freed
  }

  /// Whether a frame is free, for tests and self-checks.
  public func isFree(_ frame: FrameNumber) -> Bool {
    frame.rawValue >= 0 && frame.rawValue < free.count && free.contains(frame.rawValue)
  }

  /// Whether a frame is one of those that are handed out.
  public func manages(_ frame: FrameNumber) -> Bool {
    frame.rawValue >= 0 && frame.rawValue < free.count
      && map.contains(frame.address..<FrameNumber(rawValue: frame.rawValue + 1).address)
  }

  /// The first number that no frame has.
  public var numberLimit: Int { free.count }

  /// Whether the table's summaries agree with its bits, and the bits with `freeCount`.
  public func isConsistent() -> Bool { free.isConsistent() && free.memberCount() == freeCount }
}
