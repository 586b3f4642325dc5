// Moving bytes through open files, by spans: no count to get wrong, and no address to outlive its memory.

import Shared

extension FileDescriptor where Access: Reading {
  /// Reads into the start of `bytes`.
  /// - Returns: the bytes that came, which lie in `bytes`; none at the end of the file.
  /// - Throws: what `read(2)` lists.
  @inlinable @inline(always) @_lifetime(&bytes)
  public borrowing func read(into bytes: inout MutableRawSpan) throws(Errno) -> RawSpan {
    let capacity = bytes.byteCount
    // The span is borrowed for the whole call, and any byte the kernel stores in it is a value.
    let address = unsafe bytes.withUnsafeMutableBytes { $0.baseAddress }
    let count = try Way.read(
      number, into: WritableBytes(address: UInt64(UInt(bitPattern: address)), byteCount: UInt64(capacity)))
    // The kernel filled `count` bytes, no more than `capacity`.
    let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: address, count: count))
    return unsafe _overrideLifetime(span, mutating: &bytes)
  }
}

extension FileDescriptor where Access: Writing {
  /// Writes from the start of `bytes`.
  /// - Returns: how many bytes went, perhaps fewer than there are.
  /// - Throws: what `write(2)` lists.
  @inlinable @inline(always) public borrowing func write(_ bytes: RawSpan) throws(Errno) -> Int {
    try Way.write(number, ReadableBytes(bytes))
  }

  /// Writes all of `bytes`, in as many calls as that takes.
  /// - Throws: what `write(2)` lists; `ioError` where the file takes nothing and does not say why.
  @inlinable @inline(never) public borrowing func writeAll(_ bytes: RawSpan) throws(Errno) {
    var rest = ReadableBytes(bytes)
    while rest.byteCount > 0 {
      let count = UInt64(truncatingIfNeeded: try Way.write(number, rest))
      // One comparison: 0 wraps to the largest number.
      guard count &- 1 < rest.byteCount else { throw .ioError }
      rest = ReadableBytes(address: rest.address &+ count, byteCount: rest.byteCount &- count)
    }
  }
}

extension ReadableBytes {
  /// The memory of a span, for calls that end before its lifetime does.
  @inlinable @inline(always) public init(_ bytes: RawSpan) {
    let address = unsafe bytes.withUnsafeBytes { $0.baseAddress }
    self.init(address: UInt64(UInt(bitPattern: address)), byteCount: UInt64(truncatingIfNeeded: bytes.byteCount))
  }
}

extension WritableBytes {
  /// The memory of a span, for calls that end before its lifetime does.
  @inlinable @inline(always) public init(_ bytes: inout MutableRawSpan) {
    let byteCount = bytes.byteCount
    // Any byte that the kernel stores there is a value.
    let address = unsafe bytes.withUnsafeMutableBytes { $0.baseAddress }
    self.init(address: UInt64(UInt(bitPattern: address)), byteCount: UInt64(truncatingIfNeeded: byteCount))
  }
}
