// `martlet-elf traps`: where could a program make the kernel trap?

import ArgumentParser
import ELFInspection
import MachineRunner

/// Compares a kernel's traps with the list of those that were looked at.
struct TrapsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "traps",
    abstract: "Finds the lines at which user input might make the kernel trap or panic.",
    discussion: """
      Follows all calls in the kernel's code from where user input comes in (SYSCALL, traps, a program's file, an \
      archive), indirect ones to every function whose address is taken anywhere, and puts each trap instruction and \
      panic down to its line of source. Traps that are not in Kernel/Traps.txt are errors: each must be shown never \
      to happen, whatever a program does, or be mended. Then --update adds it, below the reason for its file.

      The kernel must have been built in this project's folder, where its sources are.
      """)

  @Flag(help: "Write Kernel/Traps.txt as the kernel is now; reasons in it stay.")
  var update = false

  @Flag(help: "List what is found, and compare nothing.")
  var list = false

  func run() throws {
    let project = try ProjectFolder.current()
    let kernel = "\(project.kernel)"
    let listPath = "\(project.path.appending("Kernel/Traps.txt"))"
    do {
      let search = try TrapSearch(of: ELFImage(path: kernel), project: "\(project.path)", toolchain: Toolchain())
      let known = try TrapList(path: listPath)
      if list {
        for trap in search.traps.sorted() { print("\(trap.file): \(trap.kind.rawValue): \(trap.text)") }
        return
      }
      if update {
        try known.updated(for: search.traps, hasLine: search.hasLine).write(to: listPath)
        return
      }
      let problems = known.problems(with: search.traps)
      for problem in problems { complain("Kernel/Traps.txt", "error: \(problem)") }
      print(search.summary)
      if !problems.isEmpty { throw ExitCode(1) }
    } catch let error as ImageError {
      complain(kernel, "error: \(error)")
      throw ExitCode(1)
    }
  }
}
