// What calls cost, and how big programs are: counted in guest instructions, which repeat, so that a limit is a test.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct CostTests {
  @Test func nothingCostsMoreThanItsLimit() async throws {
    try await BuiltProject.ready()
    let bench = try ProjectFolder.current().path.appending("Scripts/bench")
    let result = try await HostCommand.run(["\(bench)", "--check"])
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.contains("typed useless, each of a batch of 32"))
    #expect(result.outputText.contains("map-unmap-60000-regions"))
  }
}
