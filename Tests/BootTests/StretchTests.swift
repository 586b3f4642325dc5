// How long the kernel keeps the CPU: calls with the largest arguments come, again and again, to points where others run.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("musl-gcc"), "there is no kernel yet, or no musl-gcc"))
struct StretchTests {
  /// How many instructions there may be between two points where others can run.
  static let limit = 200_000

  @Test(arguments: ["memory", "regions", "files", "randoms", "directories", "descriptors"])
  func `no call keeps the CPU for long`(kind: String) async throws {
    let program = try await StrangerProgram(source: "stretches", kind: .musl).built()
    let run = try await Machine.run(
      guestPath: "/program", arguments: [kind], files: [.host(program, at: "/program")], machine: .microvm,
      timeout: 240
    ) {
      $0.memory = 512
      $0.countsInstructions = true
      $0.kernelWords = ["stretches", "log=info"]
    }
    #expect(run.outputText == "done\n")
    #expect(run.status == 0)
    let line = try #require(run.log.split(separator: "\n").last { $0.hasPrefix("longest stretch: ") }, "\(run.log)")
    let ticks = try #require(Int(line.split(separator: " ")[2]))
    #expect(ticks <= Self.limit, "\(run.log)")
    // What was measured took place.
    #expect(ticks >= 20_000, "\(line)")
  }
}
