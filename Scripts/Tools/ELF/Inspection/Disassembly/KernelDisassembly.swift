// All of a kernel's instructions, read once for those that must not be there.

/// What a kernel's code is found to hold.
struct KernelDisassembly {
  /// An instruction that must not be there.
  struct Offender: Equatable {
    /// Its address.
    let address: UInt64
    /// What it is.
    let verdict: Instruction.Verdict
    /// Its text in AT&T syntax.
    let text: String
  }

  /// In ascending order, section by section.
  private(set) var offenders: [Offender] = []

  /// Disassembles every section of code: the one with the PVH entry as 32-bit code, for in that mode a kernel is
  /// entered, all others as 64-bit code.
  init(of image: ELFImage, toolchain: Toolchain) throws(ImageError) {
    let entry = image.pvhEntry
    let isEntered = { (section: ELFImage.Section) in entry.map { section.contains($0) } ?? false }
    let code = image.codeSections
    // 64-bit code has no data in between, so what nasm was given as bytes is read too. The code of the PVH entry has.
    try disassemble(
      code.filter { !isEntered($0) }, isAll: true, of: image, triple: "x86_64-unknown-none-elf", toolchain)
    try disassemble(code.filter(isEntered), isAll: false, of: image, triple: "i386-unknown-none-elf", toolchain)
  }

  private mutating func disassemble(
    _ sections: [ELFImage.Section], isAll: Bool, of image: ELFImage, triple: String, _ toolchain: Toolchain
  ) throws(ImageError) {
    guard !sections.isEmpty else { return }
    let output = try toolchain.run(
      "llvm-objdump",
      [isAll ? "--disassemble-all" : "--disassemble", "--no-show-raw-insn", "--triple=\(triple)"]
        + sections.map { "--section=\($0.name)" }
        // It takes no `--`, so a path must not look like an option.
        + [image.path.hasPrefix("-") ? "./" + image.path : image.path])
    var unread = Set(sections.map(\.name))
    let heading = Array("Disassembly of section ".utf8)
    var instructionCount = 0
    for line in output.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: heading) {
        unread.remove(String(decoding: line.dropFirst(heading.count).dropLast(), as: UTF8.self))
        continue
      }
      // `7f8000108000:  <tab>movq<tab>%rsp, %rbp   # comment`. Other lines are labels, and the file's name at first.
      guard unread.count < sections.count, let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      instructionCount += 1
      let comment = line[tab...].firstIndex(of: UInt8(ascii: "#")) ?? line.endIndex
      let instruction = Instruction(text: line[(tab + 1)..<comment])
      let verdict = instruction.verdict
      if verdict == .permitted { continue }
      offenders.append(Offender(address: Self.address(line), verdict: verdict, text: Self.text(instruction.text)))
    }
    guard unread.isEmpty, instructionCount > 0 else {
      throw ImageError("llvm-objdump showed no instructions of \(sections.map(\.name).joined(separator: ", "))")
    }
  }

  private static func address(_ line: ArraySlice<UInt8>) -> UInt64 {
    let digits = line.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: ":") }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
  }

  /// The instruction with one space where the disassembler has tabs.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }
}
