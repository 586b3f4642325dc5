// Where each instruction leads, for questions about every way through a piece of code.

/// The instructions of a kernel's 64-bit code, each with those that may come after it.
struct CodeFlow {
  /// What an instruction does with the flow of control (Intel SDM 1, 6 and 7.3.8).
  enum Step: Equatable {
    /// The next instruction follows.
    case on
    /// It goes there, or also on.
    case jump(UInt64)
    case branch(UInt64)
    /// It calls, returns, or goes where only a register knows.
    case away
    /// STAC or CLAC itself, which stand in no kernel: they are put in at boot.
    case accessChange
  }

  struct Instruction: Equatable {
    let step: Step
    let next: UInt64?
    let mnemonic: String
  }

  /// By their addresses.
  private(set) var instructions: [UInt64: Instruction] = [:]

  init(of image: ELFImage, toolchain: Toolchain) throws(ImageError) {
    let lines = try Disassembly(of64BitCodeOf: image, toolchain).lines
    for (index, line) in lines.enumerated() {
      let words = line.words
      let mnemonic = words.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
      instructions[line.address] = Instruction(
        step: Self.step(mnemonic, to: words.dropFirst().first.flatMap(Disassembly.prefixedNumber)),
        next: index + 1 < lines.count ? lines[index + 1].address : nil, mnemonic: mnemonic)
    }
  }

  private static func step(_ mnemonic: String, to target: UInt64?) -> Step {
    if mnemonic == "stac" || mnemonic == "clac" { return .accessChange }
    if mnemonic.hasPrefix("call") || mnemonic.hasPrefix("ret") || mnemonic.hasPrefix("lret")
      || mnemonic.hasPrefix("iret") || mnemonic.hasPrefix("sys") || mnemonic == "ud2" || mnemonic == "hlt"
    {
      return .away
    }
    guard mnemonic.hasPrefix("j") || mnemonic.hasPrefix("loop") else { return .on }
    guard let target else { return .away }
    return mnemonic.hasPrefix("jmp") ? .jump(target) : .branch(target)
  }
}
