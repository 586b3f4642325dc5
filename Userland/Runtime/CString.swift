// Text that ends in a NUL, as the kernel takes paths and hands over arguments, without a pointer in sight.

import CRuntime
import Shared

/// Bytes that end before a NUL and live as long as the program: an argument, an entry of the environment, or a
/// literal. They are usually UTF-8, but nobody has checked.
// Memory that nobody ever writes may be read by all threads.
@safe public struct CString: Equatable, ExpressibleByStringLiteral, @unchecked Sendable {
  @usableFromInline let start: UnsafePointer<UInt8>

  /// Memory from `start` on is never written or freed again, and holds a NUL.
  @unsafe @inlinable init(immortal start: UnsafePointer<UInt8>) { unsafe self.start = start }

  /// The text of a literal, which must be of plain characters: no single scalar as its whole storage.
  @inlinable @inline(always) public init(stringLiteral literal: StaticString) {
    // A literal's text is immortal, and the compiler puts a NUL behind it.
    unsafe start = literal.utf8Start
  }

  /// The number of bytes before the NUL.
  @inlinable public var byteCount: Int {
    // There is a NUL, by what the initialisers ask.
    unsafe martlet_length(start)
  }

  /// The bytes before the NUL.
  @inlinable public var bytes: RawSpan {
    @_lifetime(immortal) get {
      // The bytes are there and immortal, by what the initialisers ask.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: byteCount))
      return unsafe _overrideLifetime(span, copying: ())
    }
  }

  /// The text as a path for a typed call.
  @inlinable public var pathBytes: PathBytes {
    PathBytes(address: UInt64(UInt(bitPattern: address)), byteCount: UInt64(byteCount))
  }

  /// Where the text starts, for a raw call that takes the address of a path.
  @inlinable public var address: Int { unsafe Int(bitPattern: start) }

  /// Whether both hold the same bytes.
  @inlinable public static func == (left: CString, right: CString) -> Bool {
    var index = 0
    // Neither is read past its NUL: the loop ends there, or before it where they differ.
    while unsafe left.start[index] == right.start[index] {
      if unsafe left.start[index] == 0 { return true }
      index &+= 1
    }
    return false
  }
}
