// `martlet-elf symbols`: the table by which a kernel's backtraces name functions.

import ArgumentParser
import ELFInspection

/// Makes the table.
struct SymbolsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "symbols",
    abstract: "Writes the table of a kernel's functions, in assembly, that its backtraces name them by.",
    discussion: """
      The kernel is linked without the table, the table is made from it, and the kernel is linked again with it: \
      Scripts/build-kernel.
      """)

  @Argument(help: ArgumentHelp("The kernel, linked without the table.", valueName: "kernel"))
  var kernel: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write, for nasm.", valueName: "file"))
  var output: String

  func run() throws {
    do {
      try BacktraceTable(of: ELFImage(path: kernel)).write(to: output)
    } catch {
      complain(kernel, "error: \(error)")
      throw ExitCode(1)
    }
  }
}
