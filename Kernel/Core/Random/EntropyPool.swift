// Where measurements wait until they are a seed.

/// A running hash of everything unpredictable that the machine has seen, with a way to draw seeds from it.
///
/// It is built as Linux's input pool is since 5.18 (drivers/char/random.c, `extract_entropy`): a keyed hash is a
/// pseudorandom function, so a seed tells nothing of the pool, and what the pool is afterwards nothing of the seed.
/// Whatever is absorbed can only add: who chooses it without knowing the rest learns nothing and takes nothing away.
struct EntropyPool {
  private var hash = BLAKE2s()

  mutating func absorb(_ bytes: RawSpan) { hash.absorb(bytes) }
  mutating func absorb(_ word: UInt64) { hash.absorb(word) }

  /// A seed of 256 bits. The pool goes on, from a key that does not give the seed away.
  mutating func extract() -> BLAKE2s.Digest {
    let root = hash.finish()
    var next = BLAKE2s(key: root)
    next.absorb(0 as UInt64)
    hash = BLAKE2s(key: next.finish())
    var seed = BLAKE2s(key: root)
    seed.absorb(1 as UInt64)
    return seed.finish()
  }
}
