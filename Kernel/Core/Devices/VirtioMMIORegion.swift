// Where the command line says that virtio devices are.

/// The registers of a virtio device in memory, as a word `virtio_mmio.device=<size>@<address>:<irq>` of the
/// kernel's command line gives them (Linux, `Documentation/admin-guide/kernel-parameters.txt`).
public struct VirtioMMIORegion: Equatable, Sendable {
  /// A physical address, a multiple of 4.
  public let address: UInt64
  /// In bytes.
  public let byteCount: UInt64

  public init(address: UInt64, byteCount: UInt64) {
    self.address = address
    self.byteCount = byteCount
  }

  /// The most that is believed of a device: more than any has.
  private static let largestByteCount: UInt64 = 1 << 20
  /// The fewest that can hold what every device has (virtio 1.2, 4.2.2).
  private static let smallestByteCount: UInt64 = 0x200

  /// Finds the next such word.
  /// - Parameter position: where to look on from; afterwards, behind the word that was found.
  /// - Returns: `nil` when there is none. Words that are not sound are passed over.
  public static func next(in commandLine: Span<UInt8>, from position: inout Int) -> VirtioMMIORegion? {
    while position < commandLine.count {
      let start = position
      while position < commandLine.count, commandLine[position] != UInt8(ascii: " ") { position += 1 }
      let word = commandLine.extracting(start..<position)
      position += 1
      if let region = VirtioMMIORegion(word: word) { return region }
    }
    return nil
  }

  private init?(word: Span<UInt8>) {
    let key = "virtio_mmio.device="
    guard word.hasPrefix(key) else { return nil }
    var position = key.utf8.count
    guard var size = Self.number(in: word, from: &position) else { return nil }
    if position < word.count, word[position] | 0x20 == UInt8(ascii: "k") {
      size = size > Self.largestByteCount ? size : size << 10
      position += 1
    }
    guard position < word.count, word[position] == UInt8(ascii: "@") else { return nil }
    position += 1
    guard let address = Self.number(in: word, from: &position),
      size >= Self.smallestByteCount, size <= Self.largestByteCount, address & 3 == 0, address != 0,
      address < 1 << 40, position == word.count || word[position] == UInt8(ascii: ":")
    else { return nil }
    self.init(address: address, byteCount: size)
  }

  /// A number, hexadecimal behind "0x" and else decimal.
  private static func number(in word: Span<UInt8>, from position: inout Int) -> UInt64? {
    var radix: UInt64 = 10
    if position + 1 < word.count, word[position] == UInt8(ascii: "0"), word[position + 1] | 0x20 == UInt8(ascii: "x") {
      radix = 16
      position += 2
    }
    let start = position
    var value: UInt64 = 0
    while position < word.count, let digit = digit(word[position]), digit < radix {
      let (product, overflows) = value.multipliedReportingOverflow(by: radix)
      let (sum, overflowsToo) = product.addingReportingOverflow(digit)
      guard !overflows, !overflowsToo else { return nil }
      value = sum
      position += 1
    }
    return position > start ? value : nil
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte) - 0x61 + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte) - 0x41 + 10
    default: nil
    }
  }
}
