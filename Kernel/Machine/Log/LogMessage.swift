// Text that is put together without the heap, so that it can be logged when the heap is what has failed.

/// A line of at most `capacity` bytes; what is longer is cut.
///
/// It is written as an ordinary interpolated string: `"pid \(pid) at \(hex: address)"`.
public struct LogMessage: ExpressibleByStringInterpolation {
  public static let capacity = 240
  private(set) var bytes = InlineArray<240, UInt8>(repeating: 0)
  private(set) var count = 0

  public init(stringLiteral value: StaticString) { append(value) }
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.message }
  public init() {}

  public mutating func append(byte: UInt8) {
    guard count < Self.capacity else { return }
    bytes[count] = byte
    count += 1
  }

  public mutating func append(_ text: StaticString) {
    let bytes = text.bytes
    for index in bytes.indices { append(byte: bytes[index]) }
  }

  public mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(byte: UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
      divisor /= 10
    }
  }

  public mutating func append(hexadecimal value: UInt64, digits: Int = 1) {
    append("0x")
    var shift = 60
    while shift > 0, value >> UInt64(shift) == 0, shift / 4 >= digits { shift -= 4 }
    while shift >= 0 {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15)
      append(byte: digit < 10 ? 48 + digit : 87 + digit)
      shift -= 4
    }
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    var message = LogMessage()

    public init(literalCapacity: Int, interpolationCount: Int) {}
    public mutating func appendLiteral(_ literal: StaticString) { message.append(literal) }
    public mutating func appendInterpolation(_ text: StaticString) { message.append(text) }
    public mutating func appendInterpolation<Integer: BinaryInteger>(_ value: Integer) {
      if value < 0 { message.append(byte: UInt8(ascii: "-")) }
      message.append(decimal: UInt64(truncatingIfNeeded: value.magnitude))
    }
    public mutating func appendInterpolation<Integer: BinaryInteger>(hex value: Integer) {
      message.append(hexadecimal: UInt64(truncatingIfNeeded: value))
    }
    /// Bytes that a program may have chosen: what is not printable ASCII is escaped.
    public mutating func appendInterpolation(bytes: [UInt8]) {
      for byte in bytes {
        if byte >= 0x20, byte < 0x7F {
          message.append(byte: byte)
        } else {
          message.append("\\")
          message.append(hexadecimal: UInt64(byte), digits: 2)
        }
      }
    }
  }
}
