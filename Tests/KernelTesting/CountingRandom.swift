// Random bytes that a test knows.

import KernelCore

/// 1, 2, 3 and so on: no more random than it must be.
public final class CountingRandom: RandomSource {
  private var last: UInt8 = 0
  /// What was stirred in.
  public private(set) var mixed: [UInt8] = []

  public override init() {}

  public override func fill(_ bytes: inout MutableRawSpan) {
    for offset in bytes.byteOffsets {
      last &+= 1
      bytes.storeBytes(of: last, toByteOffset: offset, as: UInt8.self)
    }
  }

  public override func mix(_ bytes: RawSpan) {
    for offset in bytes.byteOffsets { mixed.append(Span<UInt8>(_bytes: bytes)[offset]) }
  }
}
