// From a path to an image: what is no whole ELF file for x86-64 is told apart, reason by reason, before all else.

extension ELFImage {
  /// Reads a file.
  /// - Throws: what is wrong with it, when it is no whole ELF file for x86-64.
  public init(path: String) throws(ImageError) {
    let contents = try HostFile.contents(path) { beginning throws(ImageError) in try Self.check(beginning: beginning) }
    self.init(path: path, contents: contents)
    try LibELF.decode(&self)
    try checkWholeness()
  }

  /// Looks at the identification and the machine (System V ABI, "ELF Header") in the first bytes of a file.
  private static func check(beginning: [UInt8]) throws(ImageError) {
    guard !beginning.isEmpty else { throw ImageError("is empty") }
    let magic: [UInt8] = [0x7f, UInt8(ascii: "E"), UInt8(ascii: "L"), UInt8(ascii: "F")]
    guard beginning.starts(with: magic) else {
      let shown = beginning.prefix(4).map { (0x20...0x7e).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
      throw ImageError("is not an ELF file: it begins with \"\(shown)\"")
    }
    guard beginning.count == 64 else {
      throw ImageError("is truncated: its ELF header has 64 bytes, the file \(beginning.count)")
    }
    guard beginning[4] == 2 else { throw ImageError("is a 32-bit ELF file, and Martlet is for x86-64") }
    guard beginning[5] == 1 else { throw ImageError("is a big-endian ELF file, and Martlet is for x86-64") }
    let machine = UInt16(beginning[18]) | UInt16(beginning[19]) << 8
    guard machine == 62 else { throw ImageError("is for \(machineName(machine)), and Martlet is for x86-64") }
  }

  private static func machineName(_ machine: UInt16) -> String {
    switch machine {
    case 3: "i386"
    case 8: "MIPS"
    case 20, 21: "PowerPC"
    case 22: "S/390"
    case 40: "32-bit ARM"
    case 183: "AArch64"
    case 243: "RISC-V"
    case 247: "BPF"
    case 258: "LoongArch"
    default: "another machine (e_machine \(machine))"
    }
  }

  /// Makes sure that what the headers promise is there, so that nobody after this has to ask.
  private func checkWholeness() throws(ImageError) {
    for (index, segment) in segments.enumerated() {
      let (fileEnd, wraps) = segment.fileOffset.addingReportingOverflow(segment.fileByteCount)
      guard !wraps, fileEnd <= UInt64(contents.count) else {
        throw ImageError(
          "is truncated: segment \(index) (\(SegmentType.name(segment.type))) is \(segment.fileByteCount) bytes at "
            + "\(segment.fileOffset), the file has \(contents.count)")
      }
      guard !segment.address.addingReportingOverflow(segment.byteCount).overflow else {
        throw ImageError("has a segment \(index) that does not end before the end of the address space")
      }
    }
  }
}
