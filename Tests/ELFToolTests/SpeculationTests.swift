import Foundation
import MachineRunner
import MachineTesting
import Testing

@testable import ELFInspection

/// What keeps the CPU's guesses inside a table, as it was really compiled.
@Suite struct SpeculationTests {
  @Test func `an index is clamped without a branch`() async throws {
    try await BuiltProject.ready()
    let path = "\(try ProjectFolder.current().kernel)"
    let kernel = try ELFImage(path: path)
    let name = try #require(kernel.symbols?.first { $0.name.contains("clamped_5below") }?.name)
    let output = try Toolchain().run("llvm-objdump", ["--disassemble-symbols=\(name)", "--no-show-raw-insn", path])
    let mnemonics = String(decoding: output, as: UTF8.self).split(separator: "\n")
      .compactMap { line in line.split(separator: "\t").dropFirst().first.map(String.init) }
    // Behind the function's end the linker fills up with int3.
    let body = try mnemonics[..<#require(mnemonics.firstIndex { $0.hasPrefix("ret") })]
    #expect(body.contains { $0.hasPrefix("and") })
    #expect(body.allSatisfy { !$0.hasPrefix("j") && !$0.hasPrefix("cmov") })
  }
}
