// The devices that need no hardware: `null(4)`, `full(4)` and `random(4)`.

import Shared

/// `/dev/null`: takes everything, has nothing.
final class NullDevice: Device {
  // As on Linux, though it would be empty at once.
  override var canFillPipes: Bool { false }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int { 0 }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    Int(source.byteCount)
  }
}

/// `/dev/zero`: takes everything, has zeros.
class ZeroDevice: Device {
  /// How much is cleared at once, in bytes.
  private static let pieceByteCount = 16 * UserSpace.pageSize

  override var mapsZeros: Bool { true }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    var rest = target
    while rest.byteCount > 0 {
      let piece = rest.prefix(Self.pieceByteCount)
      let cleared = memory.clear(piece)
      rest = rest.dropping(UInt(cleared))
      if cleared < Int(piece.byteCount) { break }
      memory.turns?.spend(Int(Self.pieceByteCount / UserSpace.pageSize))
    }
    let done = target.byteCount - rest.byteCount
    guard done > 0 || target.byteCount == 0 else { throw .badAddress }
    return Int(done)
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    Int(source.byteCount)
  }
}

/// `/dev/full`: has zeros, and no room.
final class FullDevice: ZeroDevice {
  override var mapsZeros: Bool { false }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .noSpace
  }
}

/// `/dev/random` and `/dev/urandom`, the same once the generator is seeded, as it always is here.
final class RandomDevice: Device {
  private let source: RandomSource

  init(source: RandomSource) { self.source = source }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    let done = source.copy(to: target, of: memory)
    guard done > 0 || target.byteCount == 0 else { throw .badAddress }
    return done
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    let source = source.prefix(RandomSource.maximumByteCount)
    var done = 0
    var piece = InlineArray<256, UInt8>(repeating: 0)
    while done < Int(source.byteCount) {
      let place = source.dropping(UInt(done)).prefix(256)
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let copied = memory.copy(from: place, into: &bytes)
      self.source.mix(RawSpan(_elements: piece.span).extracting(0..<copied))
      done += copied
      if copied < Int(place.byteCount) { break }
      memory.turns?.spend(Scheduler.stepsBetweenPoints / 4)
    }
    guard done > 0 || source.byteCount == 0 else { throw .badAddress }
    return done
  }
}
