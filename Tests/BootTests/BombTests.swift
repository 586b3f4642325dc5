// Programs that make processes or threads until there is no room for more: they are refused, and all of it comes back.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("musl-gcc"), "there is no kernel yet, or no musl-gcc"))
struct BombTests {
  @Test(
    arguments: [
      ("threads", "many threads: Resource temporarily unavailable\n"), ("processes", "end them: 0\none more: 3\n"),
      ("memory", "modest: 4\nmodest: 4\nhoarder: signal 9\n"),
    ], [64, 256])
  func whatHasNoEndIsRefusedAndAllMemoryIsBack(bomb: (way: String, says: String), megabytes: Int) async throws {
    let program = try await StrangerProgram(source: "bombs", kind: .musl).built()
    let run = try await Machine.run(program, arguments: [bomb.way], machine: .microvm) {
      $0.memory = megabytes
      $0.kernelWords = ["log=info"]
    }
    #expect(run.outputText == bomb.says)
    #expect(run.status == 0)
    #expect(run.log.contains("heap bytes are as they were"), "\(run.log)")
  }
}
