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

  @OptionGroup var table: TableOptions

  func run() throws {
    try table.make { kernel, output in try BacktraceTable(of: kernel).write(to: output) }
  }
}
