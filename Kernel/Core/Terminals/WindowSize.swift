// How large a terminal's window is.

/// `struct winsize` (`ioctl_tty(2)`, TIOCGWINSZ).
public struct WindowSize: Equatable, Sendable {
  public var rows: UInt16 = 0
  public var columns: UInt16 = 0
  /// In pixels, which programs keep here and the kernel does not use.
  public var width: UInt16 = 0
  public var height: UInt16 = 0

  public init(rows: UInt16 = 0, columns: UInt16 = 0) {
    self.rows = rows
    self.columns = columns
  }

  /// - Parameter text: `ROWSxCOLUMNS`, decimal.
  /// - Returns: `nil` for anything else.
  public init?(_ text: ArraySlice<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
    guard parts.count == 2, let rows = Self.number(parts[0]), let columns = Self.number(parts[1]) else { return nil }
    self.init(rows: rows, columns: columns)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard (1...5).contains(digits.count) else { return nil }
    var number: UInt32 = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number &* 10 &+ UInt32(digit &- 0x30)
    }
    return UInt16(exactly: number)
  }

  var word: UInt64 { UInt64(rows) | UInt64(columns) << 16 | UInt64(width) << 32 | UInt64(height) << 48 }

  init(word: UInt64) {
    rows = UInt16(truncatingIfNeeded: word)
    columns = UInt16(truncatingIfNeeded: word >> 16)
    width = UInt16(truncatingIfNeeded: word >> 32)
    height = UInt16(truncatingIfNeeded: word >> 48)
  }
}
