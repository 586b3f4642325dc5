// The kernel's own words, and numbers, in the form that names of files have: bytes.

/// Whether a name is the same as the kernel's own word for something.
func isSame(_ name: Span<UInt8>, _ word: StaticString) -> Bool {
  word.withUTF8Buffer { bytes in
    guard bytes.count == name.count else { return false }
    for index in bytes.indices {
      guard unsafe bytes[index] == name[index] else { return false }
    }
    return true
  }
}

/// The bytes of the kernel's own word for something.
func bytes(of word: StaticString) -> [UInt8] {
  var result: [UInt8] = []
  word.withUTF8Buffer { bytes in
    for index in bytes.indices { result.append(unsafe bytes[index]) }
  }
  return result
}

/// A name as a number, as it is written: without zeros in front and not above a limit.
func number(in name: Span<UInt8>, below limit: Int32) -> Int32? {
  guard (1...7).contains(name.count), name[0] != UInt8(ascii: "0") || name.count == 1 else { return nil }
  var number: Int32 = 0
  for index in name.indices {
    let byte = name[index]
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    // Seven digits at most.
    number = number &* 10 &+ Int32(byte &- UInt8(ascii: "0"))
  }
  return number < limit ? number : nil
}

/// A number as it is written.
func decimalDigits(of number: UInt64) -> [UInt8] {
  var digits: [UInt8] = []
  var rest = number
  repeat {
    digits.append(0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
    rest /= 10
  } while rest > 0
  digits.reverse()
  return digits
}
