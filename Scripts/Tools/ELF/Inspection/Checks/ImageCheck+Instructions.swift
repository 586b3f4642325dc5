// No instruction of the kernel touches the registers of SSE, AVX, MMX or the x87: they hold the program's state.

extension ImageCheck {
  /// The kernel's instructions that use those registers, and bytes in its code that are no instructions.
  static func instructionFindings(_ image: ELFImage, toolchain: Toolchain) -> [Finding] {
    guard !image.codeSections.isEmpty else {
      return [.error("has no sections of code: give the file as it was before it was stripped")]
    }
    do {
      let offenders = try KernelDisassembly(of: image, toolchain: toolchain).offenders
      guard !offenders.isEmpty else { return [] }
      let functions = FunctionTable(of: image)
      return Finding.errors(offenders) { offender in
        let place = functions.place(of: offender.address).map { " in \($0)" } ?? ""
        return "\(offender.reason): \(hexadecimal(offender.address))\(place): \(offender.text)"
      }
    } catch {
      return [.error("could not be disassembled: \(error)")]
    }
  }
}

extension KernelDisassembly.Offender {
  /// What is wrong with it.
  fileprivate var reason: String {
    switch verdict {
    case .permitted: "is permitted"
    case .forbidden(let registers): "uses \(registers) registers, which are the program's"
    case .undecodable: "has bytes among its code that are no instruction"
    }
  }
}
