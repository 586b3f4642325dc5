// The disassembler's lines, as those who ask about a kernel's code want them.

/// An image's code as llvm-objdump writes it, in AT&T syntax.
struct Disassembly {
  /// An instruction: its address, and its text with the disassembler's comment, `movq<tab>%rsp, %rbp  # why`.
  struct Line {
    let address: UInt64
    let text: ArraySlice<UInt8>
  }

  /// Section by section, each in ascending order.
  private(set) var lines: [Line] = []

  /// The code that a kernel runs in 64-bit mode. There is no data in it, so that what nasm was given as bytes, such as the
  /// places of STAC and CLAC, is read too.
  init(of64BitCodeOf image: ELFImage, _ toolchain: Toolchain) throws(ImageError) {
    let sections = image.codeSections.filter { !image.isEntered(in: $0) }
    try self.init(
      sections, of: image, ["--disassemble-all", "--triple=x86_64-unknown-none-elf"], toolchain)
  }

  /// The code of the section with the PVH entry: 32-bit, for in that mode a kernel is entered, with data in between.
  init(of32BitCodeOf image: ELFImage, _ toolchain: Toolchain) throws(ImageError) {
    let sections = image.codeSections.filter { image.isEntered(in: $0) }
    try self.init(sections, of: image, ["--disassemble", "--triple=i386-unknown-none-elf"], toolchain)
  }

  private init(
    _ sections: [ELFImage.Section], of image: ELFImage, _ options: [String], _ toolchain: Toolchain
  ) throws(ImageError) {
    guard !sections.isEmpty else { return }
    let output = try toolchain.run(
      "llvm-objdump",
      options + ["--no-show-raw-insn"] + sections.map { "--section=\($0.name)" }
        // It takes no `--`, so a path must not look like an option.
        + [image.path.hasPrefix("-") ? "./" + image.path : image.path])
    var unread = Set(sections.map(\.name))
    let heading = Array("Disassembly of section ".utf8)
    for line in output.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: heading) {
        unread.remove(String(decoding: line.dropFirst(heading.count).dropLast(), as: UTF8.self))
        continue
      }
      // `7f8000108000:  <tab>movq<tab>%rsp, %rbp`. Other lines are labels, and the file's name at first.
      guard unread.count < sections.count, let tab = line.firstIndex(of: UInt8(ascii: "\t")),
        let address = Self.number(line.drop { $0 == UInt8(ascii: " ") })
      else { continue }
      lines.append(Line(address: address, text: line[(tab + 1)...]))
    }
    guard unread.isEmpty, !lines.isEmpty else {
      throw ImageError("llvm-objdump showed no instructions of \(sections.map(\.name).joined(separator: ", "))")
    }
  }

  /// The hexadecimal number that a text begins with.
  static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
    var result: UInt64?
    for byte in text {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return result
      }
      result = (result ?? 0) << 4 | UInt64(digit)
    }
    return result
  }

  /// The number after `0x` that a text begins with.
  static func prefixedNumber(_ text: ArraySlice<UInt8>) -> UInt64? {
    text.starts(with: "0x".utf8) ? number(text.dropFirst(2)) : nil
  }
}

extension Disassembly.Line {
  /// The mnemonic, prefixes included, and the operands, without what the disassembler has to say about them.
  var instruction: ArraySlice<UInt8> { text[..<(text.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex)] }

  /// The words that spaces and tabs part.
  var words: [ArraySlice<UInt8>] { instruction.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") } }
}

extension ELFImage {
  /// Whether a kernel is entered in a section.
  fileprivate func isEntered(in section: Section) -> Bool { pvhEntry.map { section.contains($0) } ?? false }
}
