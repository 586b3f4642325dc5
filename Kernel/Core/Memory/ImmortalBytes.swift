// Memory that outlives everything: how the initial RAM disk reaches the policy without copies.

/// Bytes that are never freed, moved or changed, such as the initial RAM disk.
/// Holding one proves just that, so its spans may be kept and sliced freely.
@safe public struct ImmortalBytes: @unchecked Sendable {
  @usableFromInline let storage: UnsafeRawBufferPointer

  /// - Parameter storage: memory that is never written or released again.
  @unsafe @inlinable public init(storage: UnsafeRawBufferPointer) {
    unsafe self.storage = storage
  }

  @inlinable public var byteCount: Int { unsafe storage.count }

  @inlinable public var bytes: RawSpan {
    @_lifetime(immortal) get {
      // The initialiser's caller promised that the storage stays.
      let span = unsafe RawSpan(_unsafeBytes: storage)
      return unsafe _overrideLifetime(span, borrowing: ())
    }
  }

  /// The bytes of `range`, or `nil` where it does not lie inside.
  @inlinable public subscript(checked range: Range<Int>) -> ImmortalBytes? {
    guard range.lowerBound >= 0, range.upperBound <= byteCount else { return nil }
    return unsafe ImmortalBytes(storage: UnsafeRawBufferPointer(rebasing: storage[range]))
  }
}
