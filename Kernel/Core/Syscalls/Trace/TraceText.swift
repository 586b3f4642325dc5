// A line of text that is put together without the heap, however hostile what it shows.

/// At most `capacity` bytes of text. What does not fit is left out, and `isCut` says so.
public struct TraceText {
  /// The bytes that there is room for.
  public static let capacity = 512
  private var storage = InlineArray<512, UInt8>(repeating: 0)
  /// How many bytes there are.
  public private(set) var count = 0
  /// Where appending stops; may be raised up to `capacity` later.
  var limit = TraceText.capacity
  /// Whether something has been left out.
  private(set) var isCut = false

  /// Nothing yet.
  public init() {}

  /// The bytes: printable ASCII but for the `…` and `µ` of this kernel's own.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { storage.span.extracting(0..<count) }
  }

  mutating func append(byte: UInt8) {
    guard count < limit, count < Self.capacity else {
      isCut = true
      return
    }
    storage[count] = byte
    count += 1
  }

  /// Appends all of a literal or nothing, so that none is cut inside a character.
  mutating func append(_ text: StaticString) {
    guard text.utf8CodeUnitCount <= min(limit, Self.capacity) - count else {
      isCut = true
      return
    }
    text.withUTF8Buffer { bytes in
      for index in 0..<bytes.count { unsafe append(byte: bytes[index]) }
    }
  }

  /// Appends part of another text, byte for byte.
  mutating func append(_ other: borrowing TraceText, _ range: Range<Int>) {
    for index in range where index < other.count { append(byte: other.storage[index]) }
  }

  mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(byte: 48 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(signed value: Int64) {
    if value < 0 { append(byte: UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  mutating func append(hexadecimal value: UInt64) {
    append("0x")
    append(value, bitsPerDigit: 4)
  }

  mutating func append(octal value: UInt64) {
    append("0o")
    append(value, bitsPerDigit: 3)
  }

  private mutating func append(_ value: UInt64, bitsPerDigit: UInt64) {
    var shift = bitsPerDigit
    while shift < 64, value >> shift != 0 { shift += bitsPerDigit }
    while shift > 0 {
      shift -= bitsPerDigit
      let digit = UInt8(truncatingIfNeeded: value >> shift & (1 << bitsPerDigit - 1))
      append(byte: digit < 10 ? 48 + digit : 87 + digit)
    }
  }

  /// Appends a number with leading zeros.
  mutating func append(decimal value: UInt64, digits: Int) {
    var divisor: UInt64 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(byte: 48 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a byte as it stands in a Swift literal: nothing that a terminal would act on gets through. What is no
  /// ASCII is a byte, not a character, and is written `\xe9`.
  mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case UInt8(ascii: "\n"): append("\\n")
    case UInt8(ascii: "\r"): append("\\r")
    case UInt8(ascii: "\t"): append("\\t")
    case 0: append("\\0")
    case 0x20..<0x7F: append(byte: byte)
    case 0x80...:
      append("\\x")
      append(UInt64(byte), bitsPerDigit: 4)
    default:
      append("\\u{")
      append(UInt64(byte), bitsPerDigit: 4)
      append("}")
    }
  }
}
