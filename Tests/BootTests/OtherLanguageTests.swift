// Typed calls from languages that have never heard of a Swift enum.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct OtherLanguageTests {
  @Test func aCProgramMakesTypedCallsWithTheHeader() async throws {
    let run = try await Machine.run("chello")
    #expect(run.outputText == "Hello from C, through the typed door!\n")
    #expect(run.status == 0)
  }

  @Test func aCProgramStartsAnother() async throws {
    try await BuiltProject.ready()
    let hello = "\(try ProjectFolder.current().programs.appending("hello-raw"))"
    let run = try await Machine.run("cspawn", files: [.host(hello, at: "/bin/hello-raw")])
    #expect(run.outputText == "Hello from a raw system call!\n")
    #expect(run.status == 0)
  }

  @Test func anAssemblyProgramMakesTypedCallsWithTheInclude() async throws {
    let run = try await Machine.run("doors")
    #expect(run.outputText == "Hello through the classic door!\nHello through the typed door!\n")
    #expect(run.status == 0)
  }

  @Test func whereThereIsNoTypedDoorTheCProgramIsToldSo() async throws {
    try await BuiltProject.ready()
    let program = "\(try ProjectFolder.current().programs.appending("chello"))"
    let run = try await HostCommand.run([program])
    #expect(run.output.isEmpty)
    #expect(run.status == 1)
  }
}
