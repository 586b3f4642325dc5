// Memory for bytes inside the frame or value that holds it, where a mapping would be too much.

/// Zeroed memory of a size known beforehand. It lies where the value lies: a local one is on the stack.
public struct InlineBuffer<let byteCount: Int>: ~Copyable {
  @usableFromInline var storage: [byteCount of UInt8]

  @inlinable @inline(always) public init() { storage = [byteCount of UInt8](repeating: 0) }

  /// The memory, for writing.
  @inlinable public var mutableBytes: MutableRawSpan {
    @inline(always) @_lifetime(&self) mutating get {
      var elements = storage.mutableSpan
      // Bytes have no padding that a raw span could uncover, and take any value; the span lasts as long as the access
      // to `self` does.
      let memory = unsafe elements.withUnsafeMutableBufferPointer { UnsafeMutableRawBufferPointer($0) }
      return unsafe _overrideLifetime(MutableRawSpan(_unsafeBytes: memory), mutating: &self)
    }
  }
}
