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
    let entry = image.pvhEntry
    let code = image.codeSections.filter { section in !(entry.map { section.contains($0) } ?? false) }
    guard !code.isEmpty else { return }
    // All: what nasm has been given as bytes, such as the places of STAC and CLAC, counts as data otherwise.
    let output = try toolchain.run(
      "llvm-objdump",
      ["--disassemble-all", "--no-show-raw-insn"] + code.map { "--section=\($0.name)" }
        + [image.path.hasPrefix("-") ? "./" + image.path : image.path])
    var last: (address: UInt64, step: Step, mnemonic: String)?
    for line in output.split(separator: UInt8(ascii: "\n")) {
      // `7f8000108000:  <tab>jne<tab>0x7f8000108040 <name>`.
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")),
        let colon = line[..<tab].firstIndex(of: UInt8(ascii: ":")),
        let address = UInt64(Self.text(line[..<colon].drop { $0 == UInt8(ascii: " ") }), radix: 16)
      else { continue }
      if let last {
        instructions[last.address] = Instruction(step: last.step, next: address, mnemonic: last.mnemonic)
      }
      let words = line[(tab + 1)...].split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
      let mnemonic = words.first.map(Self.text) ?? ""
      let target = words.dropFirst().first.flatMap { UInt64(Self.text($0.dropFirst(2)), radix: 16) }
      last = (address, Self.step(mnemonic, to: target), mnemonic)
    }
    if let last { instructions[last.address] = Instruction(step: last.step, next: nil, mnemonic: last.mnemonic) }
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

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
