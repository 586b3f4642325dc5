// Which registers an instruction touches, by its text in AT&T syntax.

/// A line of the disassembly.
struct Instruction {
  /// What it was found to be.
  enum Verdict: Equatable {
    /// Anything the kernel may do.
    case permitted
    /// It touches registers that belong to the program, those of the unit named.
    case forbidden(registers: String)
    /// The disassembler could not read it.
    case undecodable
  }

  /// The mnemonic with its prefixes, and the operands, without the disassembler's comments.
  let text: ArraySlice<UInt8>

  /// Saving and restoring the program's state is the kernel's work; these do nothing else with it.
  /// XSAVE and its kin name no register, and are not found in the first place.
  static let stateManagement: Set<String> = [
    "fxsave", "fxsave64", "fxrstor", "fxrstor64", "fninit", "fldcw", "ldmxcsr", "stmxcsr",
  ]

  /// These come in front of the mnemonic.
  private static let prefixes: Set<String> = [
    "lock", "rep", "repe", "repne", "repz", "repnz", "data16", "addr32", "rex64", "notrack", "bnd", "xacquire",
    "xrelease", "cs", "ds", "es", "fs", "gs", "ss",
  ]

  /// What the instruction is.
  var verdict: Verdict {
    if let registers = namedRegisters { return .forbidden(registers: registers) }
    var rest = text
    while true {
      let word = rest.prefix { !Self.isSpace($0) }
      guard let first = word.first else { return .permitted }
      // Only these begin names that matter, and few do: x87's all begin with an f.
      guard first == UInt8(ascii: "<") || "fvlwecdbrnxgas".utf8.contains(first) else { return .permitted }
      let mnemonic = String(decoding: word, as: UTF8.self)
      if Self.prefixes.contains(mnemonic) {
        rest = rest[word.endIndex...].drop(while: Self.isSpace)
        continue
      }
      return Self.verdict(mnemonic)
    }
  }

  /// The verdict on instructions that touch registers without naming one.
  private static func verdict(_ mnemonic: String) -> Verdict {
    if mnemonic.hasPrefix("<") { return .undecodable }
    if stateManagement.contains(mnemonic) { return .permitted }
    if mnemonic == "emms" || mnemonic == "femms" { return .forbidden(registers: "MMX") }
    if mnemonic.hasPrefix("f") || mnemonic == "wait" { return .forbidden(registers: "x87") }
    if mnemonic.hasPrefix("vzero") || mnemonic.hasSuffix("mxcsr") { return .forbidden(registers: "AVX") }
    return .permitted
  }

  /// The unit whose register is among the operands.
  private var namedRegisters: String? {
    var rest = text
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      rest = rest[(percent + 1)...]
      let name = rest.prefix { $0 >= UInt8(ascii: "0") }
      guard name.count >= 2 else { continue }
      switch (name[name.startIndex], name[name.startIndex + 1]) {
      case (UInt8(ascii: "x"), UInt8(ascii: "m")): return "SSE"
      case (UInt8(ascii: "y"), UInt8(ascii: "m")): return "AVX"
      case (UInt8(ascii: "z"), UInt8(ascii: "m")): return "AVX-512"
      case (UInt8(ascii: "k"), _): return "AVX-512"
      case (UInt8(ascii: "t"), UInt8(ascii: "m")): return "AMX"
      case (UInt8(ascii: "m"), UInt8(ascii: "m")): return "MMX"
      case (UInt8(ascii: "s"), UInt8(ascii: "t")): return "x87"
      default: continue
      }
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
