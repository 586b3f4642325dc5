// Flags and values by their names.

import Shared

extension TracedCall {
  /// Appends flags as a Swift set: `readOnly`, `[writeOnly, create]`, `[]`. Bits without a name are one number.
  static func append(_ word: UInt64, of kind: FlagKind, to text: inout TraceText) {
    let choice = word & kind.choiceMask
    let choiceName = kind.choiceMask == 0 ? nil : kind.name(ofChoice: choice)
    var unknown = kind.choiceMask != 0 && choiceName == nil ? choice : 0
    var names = 0
    var rest = word & ~kind.choiceMask
    while rest != 0 {
      let bit = rest & (0 &- rest)
      rest &= rest - 1
      if kind.name(ofBit: bit) == nil { unknown |= bit } else { names += 1 }
    }
    let count = names + (choiceName == nil ? 0 : 1) + (unknown == 0 ? 0 : 1)

    if count != 1 { text.append("[") }
    var isFirst = true
    func separate(_ text: inout TraceText) {
      if !isFirst { text.append(", ") }
      isFirst = false
    }
    if let choiceName {
      separate(&text)
      text.append(choiceName)
    }
    rest = word & ~kind.choiceMask
    while rest != 0 {
      let bit = rest & (0 &- rest)
      rest &= rest - 1
      guard let name = kind.name(ofBit: bit) else { continue }
      separate(&text)
      text.append(name)
    }
    if unknown != 0 {
      separate(&text)
      text.append(hexadecimal: unknown)
    }
    if count != 1 { text.append("]") }
  }

  /// Appends one of a list of values by its name, or as a number.
  func append(_ index: Int, of kind: ValueKind, to text: inout TraceText) {
    let whole = words[signature.firstWord(of: index)]
    // What does not fit is no value at the typed door, and cut off at the classic one.
    if isTyped, whole > UInt64(UInt32.max) { return text.append(hexadecimal: whole) }
    let value = UInt32(truncatingIfNeeded: whole)
    if let name = kind.name(of: value) { return text.append(name) }
    let signed = Int32(bitPattern: value)
    if signed.magnitude < 4096 { text.append(signed: Int64(signed)) } else { text.append(hexadecimal: UInt64(value)) }
  }
}
