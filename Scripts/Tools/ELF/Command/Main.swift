// martlet-elf, the tool that looks into the ELF files that Martlet is made of.

import ArgumentParser
import ELFInspection
import Glibc

/// The tool.
@main
struct MartletELF: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "martlet-elf",
    abstract: "Checks and shows Martlet's kernel and programs, and makes the tables that the kernel holds of itself.",
    subcommands: [
      CheckCommand.self, PrintCommand.self, SymbolsCommand.self, RelocationsCommand.self, TrapsCommand.self,
    ])
}

/// Standard error, as a stream that `print` can write to.
struct StandardError: TextOutputStream {
  mutating func write(_ text: String) {
    let bytes = Array(text.utf8)
    // A closed standard error is nobody's loss.
    _ = unsafe Glibc.write(2, bytes, bytes.count)
  }
}

/// Writes a line about a file to standard error, as compilers do.
func complain(_ path: String, _ text: String) {
  var stream = StandardError()
  print("\(path): \(text)", to: &stream)
}
