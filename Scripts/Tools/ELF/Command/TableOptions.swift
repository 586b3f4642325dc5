// What the commands have in common that make a table which the kernel holds of itself.

import ArgumentParser
import ELFInspection

/// The kernel that a table is made from, and the file that it is written to.
struct TableOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The kernel, linked without the table.", valueName: "kernel"))
  var kernel: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write, for nasm.", valueName: "file"))
  var output: String

  /// Makes the table, or says what is wrong with the kernel.
  func make(_ make: (_ kernel: ELFImage, _ output: String) throws -> Void) throws {
    do {
      try make(ELFImage(path: kernel), output)
    } catch {
      complain(kernel, "error: \(error)")
      throw ExitCode(1)
    }
  }
}
