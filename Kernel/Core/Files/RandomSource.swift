// Where random bytes come from, so that the policy need not know.

import Shared

/// A source of bytes that cannot be predicted. The kernel's subclass holds its generator.
open class RandomSource {
  public init() {}

  /// Overwrites all of `bytes` with random ones.
  open func fill(_ bytes: inout MutableRawSpan) {}

  /// Stirs bytes that a program wrote to `/dev/random` into the state. They add, they never replace.
  open func mix(_ bytes: RawSpan) {}

  /// The most bytes one call hands out, so that it ends soon (`random(4)` and `getrandom(2)`: 32 MiB − 1).
  static let maximumByteCount: UInt = 33_554_431

  /// Stores random bytes in a program's memory, up to that many.
  /// - Returns: how many it took before a page could not be written.
  final func copy(to target: UserRange, of memory: UserMemory) -> Int {
    let target = target.prefix(Self.maximumByteCount)
    var done = 0
    // On the stack: large enough that the generator's change of keys does not count.
    var piece = InlineArray<1024, UInt8>(repeating: 0)
    while done < Int(target.byteCount) {
      let place = target.dropping(UInt(done)).prefix(1024)
      let count = Int(place.byteCount)
      var span = piece.mutableSpan
      var whole = MutableRawSpan(_elements: &span)
      var bytes = whole._mutatingExtracting(first: count)
      fill(&bytes)
      let copied = memory.copy(RawSpan(_elements: piece.span).extracting(0..<count), to: place)
      done += copied
      if copied < count { break }
      memory.turns?.spend(Scheduler.stepsBetweenPoints / 4)
    }
    // What a program took for its keys must not stay on the stack.
    piece = InlineArray(repeating: 0)
    Self.look(at: RawSpan(_elements: piece.span))
    return done
  }

  /// Does nothing that the compiler could know of: what was stored before this is really stored.
  @inline(never) @_optimize(none) private static func look(at bytes: RawSpan) {}
}
