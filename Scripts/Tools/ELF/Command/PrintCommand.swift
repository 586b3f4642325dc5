// `martlet-elf print`: what is in a file?

import ArgumentParser
import ELFInspection

/// Shows a file.
struct PrintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print", abstract: "Shows what is in a kernel or program: entry points, notes, segments, sections.")

  @Argument(help: ArgumentHelp("A kernel or a program.", valueName: "file"))
  var file: String

  func run() throws {
    do {
      print(try ELFImage(path: file).report, terminator: "")
    } catch {
      complain(file, "error: \(error)")
      throw ExitCode(1)
    }
  }
}
