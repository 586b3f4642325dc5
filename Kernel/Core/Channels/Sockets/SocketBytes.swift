// Where bytes lie between the call that sends them and the call that receives them.

import Shared

/// Bytes in order, in frames of their own: a frame is taken, and the storage budget charged, when a byte comes to lie in
/// it, and goes when its last byte does. One is kept for the bytes to come.
final class SocketBytes {
  private let budget: StorageBudget
  private let frames: FrameStore
  /// As many as a power of two; those in use begin at `first` and go round.
  private var ring: [FrameNumber?] = []
  private var first = 0
  private var frameCount = 0
  /// Where in the first frame the first byte lies.
  private var start = 0
  private(set) var count = 0

  private static let frameByteCount = Int(UserSpace.pageSize)
  /// What a frame is charged, in bytes: itself, and its places in a ring that grows, old and new.
  private static let frameCharge = frameByteCount + 64

  /// How adding bytes ended.
  enum Stop {
    case done
    case badAddress
    case noMemory
  }

  init(budget: StorageBudget) {
    self.budget = budget
    frames = budget.frames
  }

  deinit { removeAll() }

  private func slot(_ index: Int) -> Int { (first &+ index) & (ring.count &- 1) }

  /// Calls a function with each frame, for checks.
  func forEachFrame(_ body: (FrameNumber) -> Void) {
    for index in 0..<frameCount { if let frame = ring[slot(index)] { body(frame) } }
  }

  // MARK: Frames

  private func addFrame() -> Bool {
    guard budget.reserve(byteCount: Self.frameCharge) else { return false }
    guard let frame = frames.allocateZeroed() else {
      budget.release(byteCount: Self.frameCharge)
      return false
    }
    if frameCount == ring.count { growRing() }
    ring[slot(frameCount)] = frame
    frameCount &+= 1
    return true
  }

  private func growRing() {
    var larger = [FrameNumber?](repeating: nil, count: max(2, ring.count &* 2))
    for index in 0..<frameCount { larger[index] = ring[slot(index)] }
    ring = larger
    first = 0
  }

  private func removeFirstFrame() {
    release(slot(0))
    first = slot(1)
    frameCount &-= 1
  }

  private func removeLastFrame() {
    frameCount &-= 1
    release(slot(frameCount))
  }

  private func release(_ place: Int) {
    guard let frame = ring[place] else { return }
    ring[place] = nil
    frames.release(frame)
    budget.release(byteCount: Self.frameCharge)
  }

  // MARK: Bytes

  /// Adds bytes at the end: as many as `wanted`, unless it stops before.
  func append(_ wanted: Int, from source: inout UserVector, of memory: UserMemory) -> Stop {
    var left = wanted
    while left > 0 {
      let end = start &+ count
      if end == frameCount &* Self.frameByteCount {
        guard addFrame() else { return .noMemory }
      }
      guard let frame = ring[slot(end / Self.frameByteCount)] else { return .noMemory }
      let offset = end % Self.frameByteCount
      let piece = min(left, Self.frameByteCount &- offset)
      let copied = source.drain(into: frame, offset..<offset &+ piece, of: frames, memory)
      count &+= copied
      left &-= copied
      guard copied == piece else { return .badAddress }
    }
    return .done
  }

  /// How many bytes fit behind the last one: more than a frame's where there are frames without a byte.
  @inline(__always) private var room: Int { frameCount &* Self.frameByteCount &- start &- count }

  /// Whether so many bytes fit into the last frame, behind the last byte.
  @inline(__always) func hasRoom(for byteCount: UInt) -> Bool {
    byteCount <= UInt(bitPattern: room) && room <= Self.frameByteCount
  }

  /// Adds bytes for which `hasRoom`.
  /// - Returns: the bytes added before the first that is not readable.
  @inline(__always) func append(_ source: UserRange, of memory: UserMemory) -> Int {
    guard let frame = ring[slot(frameCount &- 1)] else { return 0 }
    let copied = frames.copy(from: source, of: memory, to: frame, at: Self.frameByteCount &- room)
    count &+= copied
    return copied
  }

  /// Copies the first bytes to a program, and leaves them where they are.
  /// - Parameter target: no longer than the bytes that there are.
  /// - Returns: the bytes copied before the first that is not writable; `nil` where they do not lie in one frame.
  @inline(__always) func copy(to target: UserRange, of memory: UserMemory) -> Int? {
    guard target.byteCount <= UInt(bitPattern: Self.frameByteCount &- start), frameCount > 0, let frame = ring[slot(0)]
    else { return nil }
    return frames.copy(frame, at: start, to: target, of: memory)
  }

  /// Copies bytes to a program, and leaves them where they are.
  /// - Returns: the bytes copied before the first that is not writable.
  func copy(_ range: Range<Int>, to target: inout UserVector, of memory: UserMemory) -> Int {
    var place = start &+ range.lowerBound
    var left = min(range.count, target.byteCount)
    var done = 0
    while left > 0, let frame = ring[slot(place / Self.frameByteCount)] {
      let offset = place % Self.frameByteCount
      let piece = min(left, Self.frameByteCount &- offset)
      let copied = target.fill(from: frame, offset..<offset &+ piece, of: frames, memory)
      done &+= copied
      guard copied == piece else { break }
      place &+= piece
      left &-= piece
    }
    return done
  }

  func removeFirst(_ number: Int) {
    count &-= number
    if count == 0 {
      start = 0
      while frameCount > 1 { removeLastFrame() }
    } else {
      start &+= number
      while start >= Self.frameByteCount {
        removeFirstFrame()
        start &-= Self.frameByteCount
      }
    }
  }

  func removeLast(_ number: Int) {
    count &-= number
    if count == 0 { start = 0 }
    let needed = max(1, (start &+ count &+ Self.frameByteCount &- 1) / Self.frameByteCount)
    while frameCount > needed { removeLastFrame() }
  }

  func removeAll() {
    while frameCount > 0 { removeLastFrame() }
    count = 0
    start = 0
  }
}
