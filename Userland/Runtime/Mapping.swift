// Memory straight from the kernel, in whole pages.

import Shared

/// Zeroed memory of this program alone, which goes back to the kernel when the mapping's life ends.
@safe public struct Mapping: ~Copyable {
  @usableFromInline let start: UnsafeMutableRawPointer
  /// How many bytes were asked for.
  public let byteCount: Int

  /// Maps `byteCount` bytes, rounded up to whole pages.
  /// - Throws: `invalidArgument` for 0 or fewer, `noMemory` when there is not so much; see `mmap(2)`.
  @inlinable @inline(always) public init(byteCount: Int) throws(Errno) {
    let address = try classicCall(
      .mmap, 0, byteCount, Self.readableAndWritable, Self.privateAndAnonymous, -1, 0)
    // The kernel promised memory there, and never maps page 0 unasked.
    unsafe start = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
    self.byteCount = byteCount
  }

  @inlinable @inline(always) deinit {
    _ = rawSystemCall(Int(LinuxSyscall.munmap.rawValue), unsafe Int(bitPattern: start), byteCount)
  }

  /// The memory, for reading.
  @inlinable public var bytes: RawSpan {
    @inline(always) @_lifetime(borrow self) get {
      // The mapping is there as long as `self` is, and only `mutableBytes` writes it, which borrows exclusively.
      let span = unsafe RawSpan(_unsafeStart: start, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The memory, for writing.
  @inlinable public var mutableBytes: MutableRawSpan {
    @inline(always) @_lifetime(&self) mutating get {
      // As above; nobody else has a span of it meanwhile.
      let span = unsafe MutableRawSpan(_unsafeStart: start, byteCount: byteCount)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// `PROT_READ | PROT_WRITE`.
  @inlinable static var readableAndWritable: Int { 0x1 | 0x2 }
  /// `MAP_PRIVATE | MAP_ANONYMOUS`.
  @inlinable static var privateAndAnonymous: Int { 0x02 | 0x20 }
}
