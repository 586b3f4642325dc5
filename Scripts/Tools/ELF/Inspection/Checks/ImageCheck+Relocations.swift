// Whether the kernel can be moved at boot: its table names each word that holds an address, and nothing else.

extension ImageCheck {
  /// The image's table against what lies at its places, and against all other words.
  static func relocationFindings(_ image: ELFImage) -> [Finding] {
    guard let range = RelocationTable.imageRange(of: image), let start = image.address(of: "relocationsStart"),
      let end = image.address(of: "relocationsEnd"), start < end, (end - start) % 4 == 0,
      let bytes = image.bytes(at: start, count: end - start)
    else { return [.error("has no table of relocations, without which it cannot be moved")] }
    let places = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { index in
      bytes[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    let wrong = places.filter { place in
      image.address(ofPhysical: place).flatMap { RelocationTable.word(at: $0, in: image) }.map(range.touches) != true
    }
    return Finding.errors(wrong) {
      "would move what is no address, by a table of relocations that is of another link: physical \(hexadecimal($0))"
    }
      + Finding.errors(missingPlaces(in: image, range, named: Set(places))) {
        "holds an address that its table of relocations does not name: at \(hexadecimal($0))"
      }
  }

  /// The aligned words of the image's constants and data that look like addresses in it, and are not in its table.
  private static func missingPlaces(in image: ELFImage, _ range: Range<UInt64>, named: Set<UInt64>) -> [UInt64] {
    var missing: [UInt64] = []
    for segment in image.loadedSegments where range.contains(segment.address) {
      guard !segment.protection.contains(.execute) else { continue }
      let start = Int(segment.fileOffset)
      // The segment was found to lie in the file when that was read.
      for offset in stride(from: 0, to: Int(segment.fileByteCount & ~7), by: 8) {
        // Few words have this byte of an address, and those are looked at as a whole.
        guard image.contents[start + offset + 5] == UInt8(truncatingIfNeeded: range.lowerBound >> 40) else { continue }
        let address = segment.address &+ UInt64(offset)
        guard let word = RelocationTable.word(at: address, in: image), range.contains(word),
          !named.contains(segment.physicalAddress &+ UInt64(offset))
        else { continue }
        missing.append(address)
      }
    }
    return missing
  }
}

extension ELFImage {
  /// Where the image has what is loaded at a physical address, boot code and all that is not moved apart.
  fileprivate func address(ofPhysical physical: UInt64) -> UInt64? {
    let segment = loadedSegments.first {
      physical >= $0.physicalAddress && physical - $0.physicalAddress < $0.byteCount
        && $0.address != $0.physicalAddress
    }
    return segment.map { $0.address &+ (physical - $0.physicalAddress) }
  }
}
