// Where random bytes come from, so that the policy need not know.

/// A source of bytes that cannot be predicted. The kernel's subclass holds its generator.
open class RandomSource {
  public init() {}

  /// Overwrites all of `bytes` with random ones.
  open func fill(_ bytes: inout MutableRawSpan) {}

  /// Stirs bytes that a program wrote to `/dev/random` into the state. They add, they never replace.
  open func mix(_ bytes: RawSpan) {}
}
