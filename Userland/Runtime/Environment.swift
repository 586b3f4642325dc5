// The variables that the program was started with.

import Shared

/// The environment: names and values, in the order in which they were handed over.
@safe public struct Environment: Sequence {
  @usableFromInline let first: UnsafePointer<UnsafePointer<UInt8>?>

  /// The environment that this program was started with.
  @inlinable public init() { unsafe first = ProgramStack.environment }

  /// The value of a variable, the first of that name, or `nil` where there is none.
  @inlinable public subscript(name: CString) -> CString? {
    for entry in self {
      if let value = entry.value(ofName: name) { return value }
    }
    return nil
  }

  @inlinable public func makeIterator() -> Iterator { unsafe Iterator(next: first) }

  /// Goes through the variables one by one.
  @safe public struct Iterator: IteratorProtocol {
    @usableFromInline var place: UnsafePointer<UnsafePointer<UInt8>?>

    @unsafe @inlinable init(next place: UnsafePointer<UnsafePointer<UInt8>?>) { unsafe self.place = place }

    @inlinable public mutating func next() -> Entry? {
      // The array ends in a null, which `place` never passes; its strings live as long as the program.
      guard let text = unsafe place.pointee else { return nil }
      unsafe place += 1
      return unsafe Entry(text: CString(immortal: text))
    }
  }

  /// One variable, as it was handed over.
  public struct Entry {
    /// "NAME=value", usually: nobody has checked.
    public let text: CString

    @inlinable init(text: CString) { self.text = text }

    /// The value, if the variable has this name.
    @inlinable public func value(ofName name: CString) -> CString? {
      var index = 0
      // Neither is read past its NUL: the loop ends there, or before it where they differ.
      while unsafe name.start[index] != 0 {
        if unsafe text.start[index] != name.start[index] { return nil }
        index &+= 1
      }
      guard unsafe text.start[index] == UInt8(ascii: "=") else { return nil }
      return unsafe CString(immortal: text.start + index + 1)
    }
  }
}
