// Many processes at a time on a machine with little memory, and what one of them takes that only rests.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("musl-gcc"), "there is no kernel yet, or no musl-gcc"))
struct CrowdTests {
  @Test func `a thousand processes live in 64 MiB`() async throws {
    let lines = try await crowd(of: 1000)
    #expect(lines.starts(with: ["alive: 1000", "answers: all"]), "\(lines)")
  }

  @Test func `a process that rests takes little beside its own pages and the tables that lead there`() async throws {
    let lines = try await crowd(of: 200)
    #expect(lines.starts(with: ["alive: 200", "answers: all"]), "\(lines)")
    let words = try #require(lines.last).split(separator: " ")
    #expect(words.count == 8 && words[4] == "heap" && words[6] == "stack", "\(words)")
    let numbers = words.compactMap { Int($0.filter(\.isNumber)) }
    try #require(numbers.count == 3)
    // Its stack and its data are two pages. From the root to where they lie in two far parts of its memory there are
    // seven tables.
    let (pages, tables) = (2 * 4096, 7 * 4096)
    #expect(numbers[0] - pages - tables <= 16384, "\(words)")
    #expect(numbers[1] + numbers[2] <= 16384, "\(words)")
  }

  /// What a number of processes say.
  private func crowd(of count: Int) async throws -> [Substring] {
    let program = try await StrangerProgram(source: "crowd", kind: .musl).built()
    let run = try await Machine.run(program, arguments: ["\(count)"], machine: .microvm) {
      $0.memory = 64
      // A stack that begins elsewhere may take a page more.
      $0.kernelWords = ["norandmaps"]
    }
    #expect(run.status == 0)
    return run.outputText.split(separator: "\n")
  }
}
