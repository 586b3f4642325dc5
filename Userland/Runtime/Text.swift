// Text as Swift programs know it: what the standard library has on a Mac and Embedded Swift leaves out.

import Shared

extension CString: CustomStringConvertible {
  /// The text; what is no UTF-8 shows as U+FFFD.
  public var description: String { String(self) }
}

extension String {
  /// A copy of an argument's, a variable's or a literal's text; what is no UTF-8 becomes U+FFFD.
  public init(_ text: CString) {
    let bytes = text.bytes
    var units: [UInt8] = []
    units.reserveCapacity(bytes.byteCount)
    // Offsets of the span itself lie in it.
    for offset in bytes.byteOffsets { units.append(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) }
    self = String(decoding: units, as: UTF8.self)
  }
}

extension Errno: CustomStringConvertible {
  /// What the C library says of the error (`strerror(3)`).
  public var description: String { "\(message)" }
}

extension Arguments {
  /// How many there are, the program's own name among them.
  public var count: Int {
    var count = 0
    for _ in self { count += 1 }
    return count
  }
}

#if hasFeature(Embedded)
  // Embedded Swift has neither existentials, as Swift's own print takes them, nor loops over packs of values.

  /// Writes two values and what goes between them to standard output.
  public func print<A: CustomStringConvertible, B: CustomStringConvertible>(
    _ a: A, _ b: B, separator: String = " ", terminator: StaticString = "\n"
  ) {
    print("\(a)\(separator)\(b)", terminator: terminator)
  }

  /// Writes three values and what goes between them to standard output.
  public func print<A: CustomStringConvertible, B: CustomStringConvertible, C: CustomStringConvertible>(
    _ a: A, _ b: B, _ c: C, separator: String = " ", terminator: StaticString = "\n"
  ) {
    print("\(a)\(separator)\(b)\(separator)\(c)", terminator: terminator)
  }

  /// Writes four values and what goes between them to standard output.
  public func print<
    A: CustomStringConvertible, B: CustomStringConvertible, C: CustomStringConvertible, D: CustomStringConvertible
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, separator: String = " ", terminator: StaticString = "\n"
  ) {
    print("\(a)\(separator)\(b)\(separator)\(c)\(separator)\(d)", terminator: terminator)
  }

  /// Writes five values and what goes between them to standard output.
  public func print<
    A: CustomStringConvertible, B: CustomStringConvertible, C: CustomStringConvertible, D: CustomStringConvertible,
    E: CustomStringConvertible
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, separator: String = " ", terminator: StaticString = "\n"
  ) {
    print("\(a)\(separator)\(b)\(separator)\(c)\(separator)\(d)\(separator)\(e)", terminator: terminator)
  }

  /// Writes six values and what goes between them to standard output.
  public func print<
    A: CustomStringConvertible, B: CustomStringConvertible, C: CustomStringConvertible, D: CustomStringConvertible,
    E: CustomStringConvertible, F: CustomStringConvertible
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, separator: String = " ", terminator: StaticString = "\n"
  ) {
    print(
      "\(a)\(separator)\(b)\(separator)\(c)\(separator)\(d)\(separator)\(e)\(separator)\(f)", terminator: terminator)
  }

  /// Writes an array as Swift does: `[1, 2, 3]`.
  public func print<Element: CustomStringConvertible>(_ array: [Element]) {
    var line = "["
    for (index, element) in array.enumerated() { line += index == 0 ? "\(element)" : ", \(element)" }
    print("\(line)]")
  }

  /// Writes an array of strings as Swift does: `["a", "b"]`.
  public func print(_ array: [String]) {
    print("[\(array.map { "\"\($0)\"" }.joined(separator: ", "))]")
  }
#endif
