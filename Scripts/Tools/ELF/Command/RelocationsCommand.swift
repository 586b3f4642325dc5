// `martlet-elf relocations`: the table by which a kernel moves its image at boot.

import ArgumentParser
import ELFInspection

/// Makes the table.
struct RelocationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relocations",
    abstract: "Writes the table of a kernel's words that hold addresses in it, in assembly.",
    discussion: """
      The kernel is linked without the table and with --emit-relocs, the table is made from it, and the kernel is \
      linked again with it: Scripts/build-kernel.
      """)

  @Argument(help: ArgumentHelp("The kernel, linked without the table.", valueName: "kernel"))
  var kernel: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write, for nasm.", valueName: "file"))
  var output: String

  func run() throws {
    do {
      try RelocationTable(of: ELFImage(path: kernel)).write(to: output)
    } catch {
      complain(kernel, "error: \(error)")
      throw ExitCode(1)
    }
  }
}
