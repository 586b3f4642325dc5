// What the program was started with.

import CRuntime
import Shared

/// The words of the command line, the program's own name first.
@safe public struct Arguments: Sequence {
  @usableFromInline let first: UnsafePointer<UnsafePointer<UInt8>?>

  /// The arguments that this program was started with.
  @inlinable @inline(always) public init() {
    unsafe first = ProgramStack.arguments
  }

  /// The arguments after the program's name.
  @inlinable @inline(always) public var operands: Iterator {
    // Without even a name there is nothing to skip.
    unsafe Iterator(next: first.pointee == nil ? first : first + 1)
  }

  /// The program's name as it was called, or `nil` when even that was left out.
  @inlinable public var programName: CString? {
    var all = makeIterator()
    return all.next()
  }

  @inlinable public func makeIterator() -> Iterator { unsafe Iterator(next: first) }

  /// Goes through arguments one by one; a sequence itself, of those that are left.
  @safe public struct Iterator: IteratorProtocol, Sequence {
    @usableFromInline var place: UnsafePointer<UnsafePointer<UInt8>?>

    @unsafe @inlinable init(next place: UnsafePointer<UnsafePointer<UInt8>?>) { unsafe self.place = place }

    /// Whether none is left.
    @inlinable public var isEmpty: Bool { unsafe place.pointee == nil }

    @inlinable public mutating func next() -> CString? {
      // The array ends in a null, which `place` never passes; its strings live as long as the program.
      guard let text = unsafe place.pointee else { return nil }
      unsafe place += 1
      return unsafe CString(immortal: text)
    }
  }
}
