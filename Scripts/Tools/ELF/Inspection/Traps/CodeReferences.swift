// Who calls whom in a kernel, and whose address is anywhere to be found.

/// What one pass over a kernel's 64-bit instructions and data finds.
struct CodeReferences {
  /// A direct call or jump from one function into another.
  struct Call: Equatable {
    /// The instruction's address.
    let address: UInt64
    /// The function that it leads to.
    let target: UInt64
  }

  /// The functions by their addresses.
  let functions: FunctionTable
  /// The direct calls of each function.
  private(set) var calls: [UInt64: [Call]] = [:]
  /// The functions that call what a register or a word of memory says.
  private(set) var indirectCallers: Set<UInt64> = []
  /// The functions whose address stands in an instruction or in data: vtables, witness tables, closures. Any
  /// of them may be what an indirect call calls.
  private(set) var addressTaken: Set<UInt64> = []
  /// The addresses of each function's `ud2`, which is how Swift traps.
  private(set) var traps: [UInt64: [UInt64]] = [:]

  init(of image: ELFImage, toolchain: Toolchain) throws(ImageError) {
    functions = FunctionTable(of: image)
    let starts = Set(functions.functions.map(\.address))
    // What is entered in 32-bit mode runs before there is anything to protect.
    try readInstructions(of: image, starts, toolchain)
    readData(of: image, starts)
  }

  private mutating func readInstructions(
    of image: ELFImage, _ starts: Set<UInt64>, _ toolchain: Toolchain
  ) throws(ImageError) {
    var index = 0
    for line in try Disassembly(of64BitCodeOf: image, toolchain).lines {
      let address = line.address
      // Instructions come in ascending order within a section.
      if index >= functions.functions.count || functions.functions[index].address > address { index = 0 }
      while index + 1 < functions.functions.count, functions.functions[index + 1].address <= address { index += 1 }
      guard index < functions.functions.count else { continue }
      read(line.text, at: address, in: functions.functions[index].address, starts)
    }
    guard !calls.isEmpty || !traps.isEmpty else { throw ImageError("has neither a call nor a trap: is it a kernel?") }
  }

  private mutating func read(
    _ text: ArraySlice<UInt8>, at address: UInt64, in function: UInt64, _ starts: Set<UInt64>
  ) {
    switch text.first {
    case UInt8(ascii: "u") where text.starts(with: "ud2".utf8): traps[function, default: []].append(address)
    case UInt8(ascii: "c") where text.starts(with: "call".utf8), UInt8(ascii: "j"):
      let operand = text.drop { $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: " ") }.drop { $0 <= 0x20 }
      guard let target = Disassembly.prefixedNumber(operand) else {
        // A jump by a table stays in its function, but may as well be a tail call.
        indirectCallers.insert(function)
        return
      }
      guard let callee = functions.function(at: target)?.address, callee != function else { return }
      calls[function, default: []].append(Call(address: address, target: callee))
    default:
      // `leaq 0x12(%rip), %rax  # 0x7f8000108040 <name>`, `movabsq $0x7f8000108040, %rax`, and whatever else has one.
      var rest = text
      while let mark = rest.firstIndex(of: UInt8(ascii: "x")) {
        if mark > rest.startIndex, rest[mark - 1] == UInt8(ascii: "0"),
          let number = Disassembly.prefixedNumber(rest[(mark - 1)...]), starts.contains(number)
        {
          addressTaken.insert(number)
        }
        rest = rest[(mark + 1)...]
      }
    }
  }

  private mutating func readData(of image: ELFImage, _ starts: Set<UInt64>) {
    // SHF_ALLOC and SHT_PROGBITS; the table of symbols has offsets, no addresses.
    for section in image.sections where section.flags & 2 != 0 && section.type == 1 && !section.isCode {
      guard section.name != ".symbols", let bytes = image.bytes(at: section.address, count: section.byteCount) else {
        continue
      }
      var place = bytes.startIndex
      while place + 8 <= bytes.endIndex {
        let word = bytes[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if starts.contains(word) { addressTaken.insert(word) }
        place += 8
      }
    }
  }
}
