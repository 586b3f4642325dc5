// The one generator behind every random byte: getrandom(2), /dev/urandom, AT_RANDOM, keys of hashes, and addresses.

/// ChaCha20 with fast key erasure (D. J. Bernstein, "Fast-key-erasure random-number generators", 2017), which Linux uses
/// too: every request replaces the key it was answered from, so that who sees all of the kernel's memory later learns
/// nothing of what was given out before. Reseeding from the pool does the same for the other direction: who has seen the
/// memory once knows nothing any more after it.
///
/// What it holds are 32 bytes of key and the pool. Nothing of an answer stays in it; the CPU's registers and what the
/// compiler spilled of them onto the stack are not cleared.
public struct RandomGenerator {
  private var key = ChaCha20.Key(repeating: 0)
  private var pool = EntropyPool()
  /// Where the next key is made; zeros between requests.
  private var block = InlineArray<64, UInt8>(repeating: 0)
  private var byteCountSinceSeed = 0
  private var seedTime: UInt64 = 0

  /// Bytes after which a new seed is due. The cipher would allow for 256 GiB; seeds are cheap.
  static let reseedByteCount = 1 << 20
  /// Nanoseconds after which a new seed is due: a minute, as Linux's `CRNG_RESEED_INTERVAL`.
  static let reseedInterval: UInt64 = 60_000_000_000

  public init() {}

  /// Adds what may be unpredictable to the pool; the next seed has it.
  public mutating func absorb(_ bytes: RawSpan) { pool.absorb(bytes) }

  /// Adds a word to the pool.
  public mutating func absorb(_ word: UInt64) { pool.absorb(word) }

  /// Whether it is time to absorb something new and reseed.
  /// - Parameter time: nanoseconds on any clock that does not step back.
  public func wantsSeed(at time: UInt64) -> Bool {
    byteCountSinceSeed >= Self.reseedByteCount || time &- seedTime >= Self.reseedInterval
  }

  /// Takes a seed from the pool into the key. The old key counts on: a bad seed makes nothing worse.
  public mutating func reseed(at time: UInt64) {
    let seed = pool.extract()
    replaceKey()
    for index in 0..<8 { key[index] ^= seed[index] }
    clearBlock()
    byteCountSinceSeed = 0
    seedTime = time
  }

  /// Overwrites all of `bytes`, at most 256 GiB, with random ones.
  public mutating func fill(_ bytes: inout MutableRawSpan) {
    let count = bytes.byteCount
    var done = 0
    // Blocks from 1 on are the answer; block 0 is the next key, and has room for the answer's last 32 bytes.
    var number: UInt32 = 1
    while count &- done >= ChaCha20.blockByteCount {
      ChaCha20.block(key, number: number, into: &bytes, at: done)
      number &+= 1
      done &+= ChaCha20.blockByteCount
    }
    if count &- done > 32 {
      makeBlock(number)
      done = store(blockFrom: 0, in: &bytes, at: done)
    }
    replaceKey()
    _ = store(blockFrom: 32, in: &bytes, at: done)
    clearBlock()
    byteCountSinceSeed = byteCountSinceSeed &+ count
  }

  /// Makes block 0, whose first half becomes the key.
  private mutating func replaceKey() {
    makeBlock(0)
    let bytes = block.span
    for index in 0..<8 {
      var word: UInt32 = 0
      for byte in 0..<4 { word |= UInt32(bytes[4 * index + byte]) << UInt32(8 * byte) }
      key[index] = word
    }
  }

  private mutating func makeBlock(_ number: UInt32) {
    var span = block.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    ChaCha20.block(key, number: number, into: &bytes, at: 0)
  }

  /// Stores the block's bytes from one on, as many as there is room for.
  /// - Returns: the offset past the last of them.
  private func store(blockFrom start: Int, in bytes: inout MutableRawSpan, at offset: Int) -> Int {
    let source = block.span
    let count = min(source.count - start, bytes.byteCount - offset)
    for index in 0..<count {
      bytes.storeBytes(of: source[start + index], toByteOffset: offset + index, as: UInt8.self)
    }
    return offset + count
  }

  private mutating func clearBlock() { block = InlineArray(repeating: 0) }

  /// A random word.
  public mutating func word() -> UInt64 {
    var words = InlineArray<1, UInt64>(repeating: 0)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    fill(&bytes)
    return words[0]
  }
}
