// Reading the initial RAM disk: entry after entry of a cpio archive, in place.

import Shared

/// One or more cpio archives in a row, in the "new ASCII" format with or without checksums
/// (`cpio(5)`; Linux `Documentation/driver-api/early-userspace/buffer-format.rst`). The bytes may be anything.
public struct CpioArchive {
  private let image: ImmortalBytes
  private var offset = 0
  private var archiveNumber: UInt32 = 0
  private var isInside = false

  /// - Parameter image: archives, with any number of zeros before, between and after them.
  public init(_ image: ImmortalBytes) {
    self.image = image
  }

  /// The next entry, or `nil` after the last archive's trailer.
  public mutating func next() throws(CpioError) -> CpioEntry? {
    while true {
      if !isInside {
        skipZeros()
        guard offset < image.byteCount else {
          guard archiveNumber > 0 else { throw CpioError(.noArchive, at: 0) }
          return nil
        }
        isInside = true
      }
      guard offset < image.byteCount else { throw CpioError(.missingTrailer, at: offset) }
      let entry = try readEntry()
      // Not an array in a global, which would come to be with the first archive and stay.
      guard entry.name.elementsEqual("TRAILER!!!".utf8) else { return entry }
      isInside = false
      archiveNumber &+= 1
    }
  }

  private mutating func skipZeros() {
    let bytes = image.bytes
    while bytes.byte(at: offset) == 0 { offset += 1 }
  }

  /// Reads the entry at the offset, and moves to the next. No sum can overflow: fields have 32 bits.
  private mutating func readEntry() throws(CpioError) -> CpioEntry {
    let start = offset
    let header = try CpioHeader(in: image.bytes, at: start)
    let nameStart = start + CpioHeader.byteCount
    let nameSize = Int(header.nameSize)
    guard nameSize > 0, nameSize <= Path.maximumByteCount else { throw CpioError(.badNameSize, at: start) }
    guard nameSize <= image.byteCount - nameStart else { throw CpioError(.truncatedName, at: start) }
    let name = try readName(nameStart..<nameStart + nameSize, start: start)

    // Header with name, and data, are each padded to a multiple of four bytes; at the very end the
    // padding may be missing.
    let dataStart = min(start + Self.padded(CpioHeader.byteCount + nameSize), image.byteCount)
    let dataSize = Int(header.fileSize)
    guard let content = image[checked: dataStart..<dataStart + dataSize] else {
      throw CpioError(.truncatedData, at: start)
    }
    if header.hasChecksum, Self.sum(content.bytes) != header.checksum {
      throw CpioError(.badChecksum, at: start)
    }
    offset = min(dataStart + Self.padded(dataSize), image.byteCount)
    return CpioEntry(header: header, name: name, content: content, offset: start, archiveNumber: archiveNumber)
  }

  /// A name up to its first zero. Some archivers pad names with more of them, to align the data.
  private func readName(_ range: Range<Int>, start: Int) throws(CpioError) -> [UInt8] {
    let bytes = image.bytes
    var name: [UInt8] = []
    name.reserveCapacity(range.count)
    for index in range {
      guard let byte = bytes.byte(at: index) else { break }
      if byte == 0 { return name }
      name.append(byte)
    }
    throw CpioError(.unterminatedName, at: start)
  }

  private static func padded(_ byteCount: Int) -> Int { (byteCount + 3) & ~3 }

  private static func sum(_ bytes: RawSpan) -> UInt32 {
    var sum: UInt32 = 0
    for offset in bytes.byteOffsets { sum &+= UInt32(bytes.byte(at: offset) ?? 0) }
    return sum
  }
}

/// One file of an archive.
public struct CpioEntry {
  let header: CpioHeader
  /// As it stands in the archive, without its terminating zero.
  public let name: [UInt8]
  /// The file's data, or a symbolic link's target.
  public let content: ImmortalBytes
  /// Where the entry begins, in bytes from the start of the image.
  public let offset: Int
  /// How many archives came before this one in the image.
  let archiveNumber: UInt32
}

/// The fixed part of an entry: a magic number and thirteen fields of eight hexadecimal digits.
struct CpioHeader {
  static let byteCount = 110

  let hasChecksum: Bool
  private let fields: InlineArray<13, UInt32>

  init(in bytes: RawSpan, at start: Int) throws(CpioError) {
    guard bytes.byteCount - start >= Self.byteCount else {
      // A short tail that is no header at all is better called by its name.
      throw CpioError(bytes.byte(at: start) == UInt8(ascii: "0") ? .truncatedHeader : .badMagic, at: start)
    }
    // "070701", or "070702" with checksums.
    for (index, digit) in [UInt8]("07070".utf8).enumerated() {
      guard bytes.byte(at: start + index) == digit else { throw CpioError(.badMagic, at: start) }
    }
    switch bytes.byte(at: start + 5) {
    case UInt8(ascii: "1"): hasChecksum = false
    case UInt8(ascii: "2"): hasChecksum = true
    default: throw CpioError(.badMagic, at: start)
    }
    var fields = InlineArray<13, UInt32>(repeating: 0)
    for field in 0..<13 {
      for digit in 0..<8 {
        guard let value = Self.value(ofDigit: bytes.byte(at: start + 6 + field * 8 + digit)) else {
          throw CpioError(.badHexadecimal, at: start)
        }
        fields[field] = fields[field] << 4 | value
      }
    }
    self.fields = fields
  }

  var inodeNumber: UInt32 { fields[0] }
  var mode: FileMode { FileMode(rawValue: fields[1]) }
  var owner: UInt32 { fields[2] }
  var group: UInt32 { fields[3] }
  var linkCount: UInt32 { fields[4] }
  /// In seconds since 1970.
  var modified: UInt32 { fields[5] }
  var fileSize: UInt32 { fields[6] }
  /// What the archiver read the file from.
  var source: DeviceNumber { DeviceNumber(major: fields[7], minor: fields[8]) }
  /// For a device node.
  var device: DeviceNumber { DeviceNumber(major: fields[9], minor: fields[10]) }
  /// With the terminating zero.
  var nameSize: UInt32 { fields[11] }
  var checksum: UInt32 { fields[12] }

  private static func value(ofDigit byte: UInt8?) -> UInt32? {
    switch byte {
    case .some(let digit) where digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9"):
      UInt32(digit - UInt8(ascii: "0"))
    case .some(let digit) where digit >= UInt8(ascii: "a") && digit <= UInt8(ascii: "f"):
      UInt32(digit - UInt8(ascii: "a")) + 10
    case .some(let digit) where digit >= UInt8(ascii: "A") && digit <= UInt8(ascii: "F"):
      UInt32(digit - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
