// Follows Shared/AddingACall.md as a newcomer would, in a copy of the tree.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite struct TutorialTests {
  private static let page = "Shared/AddingACall.md"

  private static var project: URL {
    get throws { URL(filePath: "\(try ProjectFolder.current().path)", directoryHint: .isDirectory) }
  }

  /// It builds the kernel and the programs anew, which takes a minute or two.
  @Test(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
  func aCallThatIsAddedByTheTutorialAnswers() async throws {
    let page = try String(contentsOf: Self.project.appending(path: Self.page), encoding: .utf8)
    let tutorial = try Tutorial(page: page)
    let copy = try await Self.copyOfTheTree()
    var shown = 0
    for step in tutorial.steps {
      switch step {
      case .insert(_, let file, _, _), .replace(_, _, let file), .create(_, let file):
        let url = copy.url.appending(path: file)
        let old = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        try copy.write(Array(try Tutorial.edit(old, by: step).utf8), to: file)
      case .run(let commands):
        let result = try await Self.run(commands, in: copy)
        try #require(result.status == 0, "\(commands)\n\(result.outputText)\n\(result.errorText.suffix(4000))")
      case .show(let command, let lines):
        let result = try await Self.run(command, in: copy)
        // Standard error also tells that something is being built.
        let said = (result.outputText + result.errorText).split(separator: "\n").map(String.init)
        #expect(said.filter(lines.contains) == lines, "\(said.suffix(40).joined(separator: "\n"))")
        shown += 1
      }
    }
    #expect(shown == 1)

    // What has been added is in house style, and the ABI's files are as they should be.
    let sources = Set(tutorial.steps.compactMap(\.file)).sorted()
    for command in ["swift format lint --strict \(sources.joined(separator: " "))", "Scripts/abi"] {
      let result = try await Self.run(command, in: copy)
      #expect(result.status == 0, "\(command)\n\(result.errorText.suffix(4000))")
    }
    let header = try String(contentsOf: copy.url.appending(path: "Shared/C/martlet.h"), encoding: .utf8)
    #expect(header.contains("int martlet_remainder(uint64_t number, uint64_t divisor, uint64_t *answer)"))
  }

  /// The files of the tree that belong to the project, with the changes that are not committed yet.
  private static func copyOfTheTree() async throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    let source = try project.path(percentEncoded: false)
    let tools = URL(filePath: try BuiltProject.runner).deletingLastPathComponent().path(percentEncoded: false)
    let commands = """
      git -C '\(source)' ls-files -z --cached --others --exclude-standard |
        tar -C '\(source)' --null --files-from - --ignore-failed-read -c | tar -x
      # The tools are not what is taught: those that were built with the tests will do.
      mkdir -p .build/x86_64-unknown-linux-gnu/debug .build/state
      ln -s x86_64-unknown-linux-gnu/debug .build/debug
      cp '\(tools)/martlet-run' '\(tools)/martlet-elf' .build/debug/
      """
    let result = try await HostCommand.run(["bash", "-euo", "pipefail", "-c", commands], in: copy.url, goesFirst: true)
    try #require(result.status == 0, "\(result.errorText)")
    return copy
  }

  private static func run(_ commands: String, in copy: TemporaryFolder) async throws -> HostCommand {
    let script = "touch .build/state/tools\n\(commands)"
    return try await HostCommand.run(["bash", "-euo", "pipefail", "-c", script], in: copy.url, goesFirst: true)
  }

  @Test func aPageIsReadAsItsSteps() throws {
    let page = """
      Some words.

      In `A.swift`, after `let a = 1`:

      ```swift

        let b = 2
      ```

      In `B.swift`, before `}`:
      ```swift
      c
      ```
      In `Package.swift`, replace `[` with `["D", `.

      New file `D/D.swift`:
      ```swift
      d
      ```
      ```sh
      make
      make d
      ```
      ```console
      $ d
      1
      2
      ```
      """
    #expect(
      try Tutorial(page: page).steps == [
        .insert("\n  let b = 2\n", file: "A.swift", line: "let a = 1", isAfter: true),
        .insert("c\n", file: "B.swift", line: "}", isAfter: false),
        .replace("[", with: "[\"D\", ", file: "Package.swift"), .create("d\n", file: "D/D.swift"),
        .run("make\nmake d"), .show("d", lines: ["1", "2"]),
      ])
  }

  @Test(arguments: [
    "In `A`, somewhere:\n```swift\n```", "In `A`, after `b`:", "```swift\nlost\n```", "```sh\nmake",
    "In `A`, after `b`:\nIn `A`, after `c`:\n```\n```",
  ])
  func aPageThatCannotBeFollowedIsSaidSo(page: String) {
    #expect(throws: TutorialError.self) { _ = try Tutorial(page: page) }
  }

  @Test func anEditNeedsExactlyOnePlace() throws {
    let insert = Tutorial.Step.insert("new\n", file: "f", line: "here", isAfter: true)
    #expect(try Tutorial.edit("a\n  here\nb\n", by: insert) == "a\n  here\nnew\nb\n")
    for text in ["a\n", "here\nhere\n", "not here\n"] {
      #expect(throws: TutorialError.self) { _ = try Tutorial.edit(text, by: insert) }
    }
    let replace = Tutorial.Step.replace("[", with: "[x, ", file: "f")
    #expect(try Tutorial.edit("let a = [1]\n", by: replace) == "let a = [x, 1]\n")
    #expect(throws: TutorialError.self) { _ = try Tutorial.edit("[[", by: replace) }
    #expect(throws: TutorialError.self) { _ = try Tutorial.edit("there", by: .create("x", file: "f")) }
  }
}
