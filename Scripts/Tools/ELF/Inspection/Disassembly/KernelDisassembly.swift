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

  /// Looks at every section of code.
  init(of image: ELFImage, toolchain: Toolchain) throws(ImageError) {
    let code = try [Disassembly(of64BitCodeOf: image, toolchain), Disassembly(of32BitCodeOf: image, toolchain)]
    for line in code.lazy.flatMap(\.lines) {
      let verdict = Instruction(text: line.instruction).verdict
      if verdict == .permitted { continue }
      // One space where the disassembler has tabs.
      let text = line.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
      offenders.append(Offender(address: line.address, verdict: verdict, text: text))
    }
  }
}
