// Which frames of physical memory have holders: the policy, with its tables in whatever memory the caller has.

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
  /// It has other holders, and stays theirs.
  case held
  /// One of them was free already: a bug in the caller. Nothing has changed.
  case alreadyFree
  /// One of them was never to be had: a bug in the caller. Nothing has changed.
  case notManaged
}

/// What became of a wish to hold a frame that others hold already.
public enum HoldOutcome: Equatable, Sendable {
  case held
  /// It has no holder: a bug in the caller. Nothing has changed.
  case free
  /// It is never handed out, so it needs no holders.
  case notManaged
}

/// Hands out the frames of a memory map, single ones in a few steps, and in runs. A frame that was handed out has one
/// holder; more can join, and with the last it is free again.
public struct FrameAllocator<Storage: FrameBitmapStorage & ~Copyable>: ~Copyable {
  private var free: FrameBitmap<Storage>
  /// Frames that are never handed out, such as the kernel image's and devices', are not counted: that is how they are
  /// told apart, without a look into the memory map.
  private var holders: HolderCounts<Storage>
  /// Free frames that are not in `free`: those freed last or found beside others, and those that are known to be all
  /// zeros.
  private var recent: FrameStack<Storage>
  private var zeroed: FrameStack<Storage>
  /// How many frames are free now.
  public private(set) var freeCount: Int
  /// How many frames there are to be had in all.
  public let totalCount: Int

  /// How many words of storage the set of a map's free frames needs.
  public static func wordCount(for map: PhysicalMemoryMap) -> Int {
    FrameBitmap<Storage>.wordCount(for: FrameNumber(address: map.end).rawValue)
  }

  /// How many words of storage the counts of their holders need.
  public static func holderWordCount(for map: PhysicalMemoryMap) -> Int {
    HolderCounts<Storage>.wordCount(for: FrameNumber(address: map.end).rawValue)
  }

  /// An allocator without any frame, for a variable that is to be there before memory is.
  // In place where it is used, so that the compiler can lay out the variable without code that runs first.
  @inline(__always)
  public init(
    without storage: consuming Storage, _ holders: consuming Storage, _ recent: consuming Storage,
    _ zeroed: consuming Storage
  ) {
    free = FrameBitmap(without: storage)
    self.holders = HolderCounts(without: holders)
    self.recent = FrameStack(storage: recent)
    self.zeroed = FrameStack(storage: zeroed)
    freeCount = 0
    totalCount = 0
  }

  /// An allocator with all frames of a map free, or `nil` when a storage has fewer words than it needs.
  /// - Parameters:
  ///   - recent: room for a frame a word, of those that were freed last.
  ///   - zeroed: the same for those that are known to be all zeros.
  public init?(
    map: PhysicalMemoryMap, storage: consuming Storage, holders: consuming Storage, recent: consuming Storage,
    zeroed: consuming Storage
  ) {
    let count = FrameNumber(address: map.end).rawValue
    guard var free = FrameBitmap(count: count, storage: storage),
      var holders = HolderCounts(count: count, storage: holders)
    else { return nil }
    var next = 0
    for index in 0..<map.count {
      let range = map[index]
      let first = FrameNumber(address: range.lowerBound).rawValue
      let end = FrameNumber(address: range.upperBound).rawValue
      free.insert(first..<end)
      for number in next..<first { holders[number] = HolderCounts<Storage>.uncounted }
      next = end
    }
    totalCount = map.frameCount
    freeCount = totalCount
    self.free = free
    self.holders = holders
    self.recent = FrameStack(storage: recent)
    self.zeroed = FrameStack(storage: zeroed)
  }

  /// Takes a free frame, one at hand or else the lowest; its contents are whatever they were.
  public mutating func allocate() -> FrameNumber? {
    guard let number = recent.pop() ?? takeLowest() ?? zeroed.pop() else { return nil }
    holders.increment(number)
    freeCount &-= 1
    return FrameNumber(rawValue: number)
  }

  /// Takes a free frame that is known to be all zeros, if there is one at hand.
  public mutating func allocateZeroed() -> FrameNumber? {
    guard let number = zeroed.pop() else { return nil }
    holders.increment(number)
    freeCount &-= 1
    return FrameNumber(rawValue: number)
  }

  /// Takes the lowest free frame, and brings those to hand that follow it: to find frames takes longer than to take
  /// them. Half of the room stays for those that are freed next. Nothing is at hand before.
  private mutating func takeLowest() -> Int? {
    guard let number = free.first(from: 0) else { return nil }
    var end = min(number &+ 1 &+ recent.capacity / 2, free.count)
    end = free.firstMissing(in: number..<end) ?? end
    free.remove(number..<end)
    while end > number &+ 1 {
      end &-= 1
      recent.push(end)
    }
    return number
  }

  /// Puts the frames at hand back among all others, so that runs of neighbours are found.
  private mutating func settle() {
    while let number = recent.pop() ?? zeroed.pop() { free.insert(number..<number + 1) }
  }

  /// Takes neighbouring frames.
  /// - Parameters:
  ///   - count: how many; at least 1.
  ///   - alignment: what the first one's number must be a multiple of: a power of two, in frames.
  /// - Returns: the first of them, or `nil` when there is no such run.
  public mutating func allocateRun(count: Int, alignment: Int = 1) -> FrameNumber? {
    guard count > 0, count <= freeCount, alignment > 0, alignment & (alignment - 1) == 0, alignment <= 1 << 40
    else { return nil }
    settle()
    var from = 0
    while let candidate = free.first(from: from) {
      let start = (candidate + alignment - 1) & ~(alignment - 1)
      guard start <= free.count - count else { return nil }
      guard let used = free.firstMissing(in: start..<start + count) else {
        free.remove(start..<start + count)
        for number in start..<start + count { holders[number] = 1 }
        freeCount -= count
        return FrameNumber(rawValue: start)
      }
      from = used + 1
    }
    return nil
  }

  /// Adds a holder to a frame that has one; one that is free or not managed does not change.
  // In place where it is called, as is the beginning of `release`: forking does it for each page.
  @inline(__always)
  public mutating func retain(_ frame: FrameNumber) -> HoldOutcome {
    let number = frame.rawValue
    guard number >= 0, number < free.count else { return .notManaged }
    let count = holders[number]
    // At the largest count it stays there for good: a frame is lost, and none is freed too early.
    guard count < HolderCounts<Storage>.largest else {
      return count == HolderCounts<Storage>.uncounted ? .notManaged : .held
    }
    guard count > 0 else { return .free }
    holders.increment(number)
    return .held
  }

  /// How many hold a frame, or `nil` for one that is not managed.
  @inline(__always)
  public func holders(of frame: FrameNumber) -> Int? {
    let number = frame.rawValue
    guard number >= 0, number < free.count else { return nil }
    let count = holders[number]
    return count == HolderCounts<Storage>.uncounted ? nil : Int(count)
  }

  /// Gives a frame back for one of its holders.
  /// - Parameter isZero: whether the caller knows that the frame is all zeros.
  @inline(__always)
  public mutating func release(_ frame: FrameNumber, isZero: Bool = false) -> FreeOutcome {
    let number = frame.rawValue
    guard number >= 0, number < free.count else { return .notManaged }
    let count = holders[number]
    guard count > 0 else { return .alreadyFree }
    guard count < HolderCounts<Storage>.largest else {
      return count == HolderCounts<Storage>.uncounted ? .notManaged : .held
    }
    holders.decrement(number)
    guard count == 1 else { return .held }
    return put(number, isZero: isZero)
  }

  /// Puts a frame that has no holder any more among the free ones.
  @inline(never)
  private mutating func put(_ number: Int, isZero: Bool) -> FreeOutcome {
    if isZero, !zeroed.isFull {
      zeroed.push(number)
    } else if !recent.isFull {
      recent.push(number)
    } else {
      putAside(number)
    }
    freeCount &+= 1
    return .freed
  }

  // Seldom needed, and long.
  @inline(never)
  private mutating func putAside(_ number: Int) { free.insert(number..<number + 1) }

  /// Gives neighbouring frames back, each of which has one holder.
  public mutating func release(_ frame: FrameNumber, count: Int) -> FreeOutcome {
    guard count > 0, frame.rawValue >= 0, count <= free.count, frame.rawValue <= free.count - count
    else { return .notManaged }
    let numbers = frame.rawValue..<frame.rawValue + count
    for number in numbers where holders[number] == HolderCounts<Storage>.uncounted { return .notManaged }
    for number in numbers where holders[number] != 1 { return holders[number] == 0 ? .alreadyFree : .held }
    for number in numbers { holders[number] = 0 }
    free.insert(numbers)
    freeCount += count
    return .freed
  }

  /// How many hold a frame: 0 for one that is free or not managed.
  @inline(__always)
  public func holderCount(_ frame: FrameNumber) -> Int {
    manages(frame) ? Int(holders[frame.rawValue]) : 0
  }

  /// Whether a frame is free, for tests and self-checks.
  public func isFree(_ frame: FrameNumber) -> Bool {
    manages(frame) && holders[frame.rawValue] == 0
  }

  /// Whether a frame is one of those that are handed out.
  @inline(__always)
  public func manages(_ frame: FrameNumber) -> Bool {
    frame.rawValue >= 0 && frame.rawValue < free.count
      && holders[frame.rawValue] != HolderCounts<Storage>.uncounted
  }

  /// The first number that no frame has.
  public var numberLimit: Int { free.count }

  /// Whether the table's summaries agree with its bits, and the bits with `freeCount` and with the counts of holders.
  /// - Parameter isZero: whether a frame, by its number, is all zeros.
  public func isConsistent(isZero: (Int) -> Bool = { _ in true }) -> Bool {
    guard free.isConsistent(), free.memberCount() + recent.count + zeroed.count == freeCount else { return false }
    // What is at hand is free, and not among the others.
    func isAtHand(_ number: Int) -> Bool { holders[number] == 0 && !free.contains(number) }
    guard recent.allSatisfy(isAtHand), zeroed.allSatisfy({ isAtHand($0) && isZero($0) }) else { return false }
    // Each frame is free or held: not both, and together they are all.
    var heldCount = 0
    for word in 0..<(free.count + 63) / 64 {
      let held = holders.held(inGroup: word, of: free.count)
      if held & free.word(word) != 0 { return false }
      heldCount += held.nonzeroBitCount
    }
    return heldCount + freeCount == totalCount
  }
}
