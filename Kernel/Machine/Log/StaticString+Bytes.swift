// A literal's bytes, without a pointer in sight.

extension StaticString {
  /// The UTF-8 bytes, which are in the image for good.
  var bytes: Span<UInt8> {
    @_lifetime(immortal) get {
      let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(span, borrowing: ())
    }
  }
}
