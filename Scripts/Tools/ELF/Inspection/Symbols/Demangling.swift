// Swift's names as people write them.

import Glibc

/// The Swift runtime's own demangler, as `swift demangle` uses it (swift/Demangling/Demangle.h).
@_silgen_name("swift_demangle")
private func swiftDemangle(
  _ name: UnsafePointer<CChar>?, _ nameByteCount: UInt, _ buffer: UnsafeMutablePointer<CChar>?,
  _ bufferByteCount: UnsafeMutablePointer<UInt>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// Names from symbol tables, made readable.
enum Demangling {
  /// A mangled name demangled, any other as it is.
  static func demangled(_ name: String) -> String {
    guard name.hasPrefix("$") || name.hasPrefix("_$") else { return name }
    var name = name
    let result = name.withUTF8 { bytes in
      // The name's length is told, so that it need not end in a NUL; the answer is ours to free.
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe swiftDemangle(characters.baseAddress, UInt(characters.count), nil, nil, 0)
      }
    }
    guard let result = unsafe result else { return name }
    defer { unsafe free(result) }
    return unsafe abridged(String(cString: result))
  }

  /// A name demangled, without what the optimizer made of the function: `generic specialization <…> of`, `merged`.
  static func unspecialized(_ name: String) -> String {
    var shown = Substring(demangled(name))
    while true {
      if shown.hasPrefix("merged ") { shown = shown.dropFirst(7) }
      let words = shown.prefix { $0 != "<" }
      guard words.hasSuffix("specialization "), let start = specializedName(in: shown) else { return String(shown) }
      shown = start
    }
  }

  /// What follows the ` of ` behind the angle brackets that a name begins with.
  private static func specializedName(in name: Substring) -> Substring? {
    var depth = 0
    var last: Character = " "
    for index in name.indices {
      if name[index] == "<" { depth += 1 }
      // An arrow closes nothing.
      if name[index] == ">", last != "-" { depth -= 1 }
      if depth == 0, name[index...].hasPrefix(" of ") { return name[index...].dropFirst(4) }
      last = name[index]
    }
    return nil
  }

  /// Leaves out what says nothing to people: the module's name in `Swift.Int`, and what tells files apart in
  /// `(name in _0123456789ABCDEF0123456789ABCDEF)`, as private names come.
  static func abridged(_ name: String) -> String {
    let bytes = Array(name.utf8)
    var result: [UInt8] = []
    // Where each parenthesis that is still open has gone in the result.
    var open: [Int] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: " "), let start = open.last, isDiscriminator(bytes[index...].prefix(38)) {
        result.remove(at: start)
        open.removeLast()
        index += 38
        continue
      }
      if byte == UInt8(ascii: "S"), bytes[index...].starts(with: "Swift.".utf8), !isIdentifier(result.last) {
        index += 6
        continue
      }
      if byte == UInt8(ascii: "(") { open.append(result.count) }
      if byte == UInt8(ascii: ")") { _ = open.popLast() }
      result.append(byte)
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a byte can stand in the middle of a qualified name.
  private static func isIdentifier(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    let character = UnicodeScalar(byte)
    return character.properties.isAlphabetic || ("0"..."9").contains(character) || character == "_" || character == "."
      || byte >= 0x80
  }

  /// ` in _`, 32 hexadecimal digits and a closing parenthesis.
  private static func isDiscriminator(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 38 && bytes.starts(with: " in _".utf8) && bytes.last == UInt8(ascii: ")")
      && bytes.dropFirst(5).dropLast().allSatisfy { UnicodeScalar($0).properties.isASCIIHexDigit }
  }
}
