// Several ranges of a program's memory, gone through as if they were one.

import Shared

/// What is left of the ranges that one transfer fills or empties, in their order (`readv(2)`, `sendmsg(2)`).
public struct UserVector {
  private var current: UserRange
  private var others: [UserRange]
  private var next = 0
  /// How many bytes are left.
  public private(set) var byteCount: Int

  /// One range, which costs no array.
  public init(_ range: UserRange) {
    current = range
    others = []
    byteCount = Int(range.byteCount)
  }

  /// - Parameter ranges: together at most as many bytes as an `Int` counts.
  public init(_ ranges: [UserRange]) {
    current = UserRange(checkedAddress: 0, byteCount: 0)
    others = ranges
    byteCount = 0
    for range in ranges { byteCount &+= Int(range.byteCount) }
  }

  /// The next range that is not empty, up to a number of bytes.
  private mutating func piece(_ most: Int) -> UserRange {
    while current.byteCount == 0, next < others.count {
      current = others[next]
      next += 1
    }
    return current.prefix(UInt(max(0, most)))
  }

  /// Takes the next range that is not empty, in one piece.
  mutating func takeRange() -> UserRange? {
    let range = piece(.max)
    advance(Int(range.byteCount))
    return range.byteCount == 0 ? nil : range
  }

  private mutating func advance(_ count: Int) {
    current = current.dropping(UInt(bitPattern: count))
    byteCount &-= count
  }

  /// Copies bytes to the program, as many as there is room for.
  /// - Returns: the bytes copied before the first that is not writable.
  mutating func fill(from source: RawSpan, of memory: UserMemory) -> Int {
    // Most transfers have one range.
    if source.byteCount <= Int(current.byteCount) {
      let copied = memory.copy(source, to: current)
      advance(copied)
      return copied
    }
    var done = 0
    while done < source.byteCount, byteCount > 0 {
      let place = piece(source.byteCount &- done)
      let copied = memory.copy(source.extracting(done..<source.byteCount), to: place)
      advance(copied)
      done &+= copied
      if copied < Int(place.byteCount) { break }
    }
    return done
  }

  /// Copies bytes of a frame to the program, as many as there is room for.
  /// - Returns: the bytes copied before the first that is not writable.
  mutating func fill(from frame: FrameNumber, _ range: Range<Int>, of frames: FrameStore, _ memory: UserMemory) -> Int {
    let count = range.upperBound &- range.lowerBound
    guard UInt(bitPattern: count) <= current.byteCount else {
      return frames.read(frame) { bytes in fill(from: bytes.extracting(range), of: memory) }
    }
    let target = UserRange(checkedAddress: current.address, byteCount: UInt(bitPattern: count))
    let copied = frames.copy(frame, at: range.lowerBound, to: target, of: memory)
    advance(copied)
    return copied
  }

  /// Copies bytes from the program to a frame, as many as there are and fit.
  /// - Returns: the bytes copied before the first that is not readable.
  mutating func drain(into frame: FrameNumber, _ range: Range<Int>, of frames: FrameStore, _ memory: UserMemory) -> Int
  {
    let count = range.upperBound &- range.lowerBound
    guard UInt(bitPattern: count) <= current.byteCount else {
      return frames.modify(frame) { bytes in
        var place = bytes._mutatingExtracting(range)
        return drain(into: &place, of: memory)
      }
    }
    let source = UserRange(checkedAddress: current.address, byteCount: UInt(bitPattern: count))
    let copied = frames.copy(from: source, of: memory, to: frame, at: range.lowerBound)
    advance(copied)
    return copied
  }

  /// Copies bytes from the program, as many as there are and fit.
  /// - Returns: the bytes copied before the first that is not readable.
  mutating func drain(into target: inout MutableRawSpan, of memory: UserMemory) -> Int {
    if target.byteCount <= Int(current.byteCount) {
      let copied = memory.copy(from: current, into: &target)
      advance(copied)
      return copied
    }
    var done = 0
    while done < target.byteCount, byteCount > 0 {
      let place = piece(target.byteCount &- done)
      var rest = target._mutatingExtracting(droppingFirst: done)
      let copied = memory.copy(from: place, into: &rest)
      advance(copied)
      done &+= copied
      if copied < Int(place.byteCount) { break }
    }
    return done
  }
}
