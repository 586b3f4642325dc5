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

  @OptionGroup var table: TableOptions

  func run() throws {
    try table.make { kernel, output in try RelocationTable(of: kernel).write(to: output) }
  }
}
