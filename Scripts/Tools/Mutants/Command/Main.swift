// What Scripts/mutants needs to know of the list, and the table that is made from it.

import ArgumentParser
import Foundation
import MutantList

@main struct MutantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "martlet-mutants", abstract: "Lists mutants, and puts them into copies of the sources.",
    subcommands: [List.self, Apply.self, Table.self])

  static var project: URL { URL(filePath: FileManager.default.currentDirectoryPath) }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints a line for each: name, level, suites.")

    func run() throws {
      for mutant in try MutantList(in: project).mutants {
        print(mutant.name, mutant.level.rawValue, mutant.tests.joined(separator: "|"))
      }
    }
  }

  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Changes a copy of the sources.")
    @Argument(help: "the copy") var folder: String
    @Argument(help: "the mutant; without one, all of the host's level, behind switches") var name: String?

    func run() throws {
      let list = try MutantList(in: project)
      let tree = SourceTree(URL(filePath: folder))
      if let name { try tree.apply(list.named(name)) } else { try tree.applySwitched(list) }
    }
  }

  struct Table: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes the table in Kernel/SECURITY.md anew.")

    func run() throws {
      let file = project.appending(path: MutantList.documentPath)
      let text = try MutantList(in: project).refresh(String(contentsOf: file, encoding: .utf8))
      try Data(text.utf8).write(to: file)
    }
  }
}
