// The options of Scripts/run, up to the machine and the task that they ask for.

import ArgumentParser
import MachineRunner
import MachineTesting
import Testing

@testable import martlet_run

@Suite struct RunCommandTests {
  @Test func optionsEndWithTheProgram() throws {
    let command = try RunCommand.parse(["--cpus", "2", "program", "--cpus", "3", "--", "-h", "--help"])
    #expect(command.cpus == 2)
    #expect(command.words == ["program", "--cpus", "3", "--", "-h", "--help"])
  }

  @Test func twoDashesBeforeTheProgramEndTheOptions() throws {
    #expect(try RunCommand.parse(["--trace", "--", "program", "--", "-x"]).words == ["program", "--", "-x"])
  }

  @Test(arguments: [
    [], ["--trace"], ["--nonsense", "program"], ["--cpus", "0", "program"], ["--cpus", "two", "program"],
    ["--memory", "0", "program"], ["--timeout", "-1", "program"], ["--timeout", "nan", "program"],
    ["--env", "novalue", "program"], ["--env", "=x", "program"], ["--machine", "vax", "program"],
  ])
  func whatCannotBeMeantIsRefused(words: [String]) {
    #expect(throws: (any Error).self) { try RunCommand.parse(words) }
  }

  @Test func valuesThatLookLikeOptionsAreValues() throws {
    let command = try RunCommand.parse(["--append", "-a --b", "--env", "-X=--y", "p"])
    #expect(command.append == ["-a --b"])
    #expect(command.environment == ["-X=--y"])
  }

  @Test func theMachineIsTheOneAskedFor() throws {
    let project = try ProjectFolder.current()
    let usual = try RunCommand.parse(["p"]).machineOptions(in: project)
    #expect(usual.machine == .pc && usual.console == .virtio && usual.cpuCount == 1 && usual.cpu == nil)
    #expect(usual.kernel == project.kernel && usual.kernelWords == [] && usual.timeout == nil)
    let words = "--machine microvm --console serial --cpu qemu64 --memory 99 --timeout 1.5 --icount --gdb --trace"
    let other = try RunCommand.parse(words.split(separator: " ").map(String.init) + ["--append", "a b", "p"])
      .machineOptions(in: project)
    #expect(other.machine == .microvm && other.console == .serial && other.cpu == "qemu64" && other.memory == 99)
    #expect(other.timeout == 1.5 && other.countsInstructions && other.waitsForDebugger)
    #expect(other.kernelWords == ["trace", "a b"])
  }

  @Test func theEnvironmentIsAddedToAndReplaced() throws {
    #expect(Environment.standard.adding([]) == ["PATH=/bin:/usr/bin", "HOME=/", "TERM=linux"])
    #expect(
      Environment.standard.adding(["A=1", "HOME=/root", "A=", "PATHS=x"])
        == ["PATH=/bin:/usr/bin", "TERM=linux", "HOME=/root", "A=", "PATHS=x"])
  }

  @Test func `a dash begins with an empty environment, wherever it stands`() throws {
    #expect(Environment.variables(adding: ["-"]) == [])
    #expect(Environment.variables(adding: ["A=1", "-", "B=2"]) == ["A=1", "B=2"])
    let command = try RunCommand.parse(["--env", "-", "--env", "HOME=/h", "p"])
    #expect(Environment.variables(adding: command.environment) == ["HOME=/h"])
  }

  @Test func filesGoWhereTheyAreSent() throws {
    let folder = try TemporaryFolder()
    let program = try folder.write([1], to: "program")
    let odd = try folder.write([2], to: "odd:name")
    let command = try RunCommand.parse([
      "--file", program, "--file", "\(program):/etc/renamed", "--file", "\(program):/lib/", "--file", odd, program,
    ])
    let task = try command.task(in: try ProjectFolder.current(), arguments: [])
    for path in ["/program", "/etc/renamed", "/lib/program", "/odd:name", "/bin/program"] {
      #expect(task.files.hasFile(at: path), "\(path)")
    }
    #expect(task.program == "/bin/program")
  }

  @Test func aPathInsideTheRootComesFirst() async throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "root/usr/bin/tool")
    let outside = try folder.write([2], to: "tool")
    #expect(try await HostCommand.run(["ln", "-s", "/usr/bin", "root/bin"], in: folder.url).status == 0)
    let project = try ProjectFolder.current()
    for program in ["/bin/tool", "bin/tool", "/usr/bin/tool"] {
      let command = try RunCommand.parse(["--root", "\(folder.path)/root", program])
      #expect(try command.task(in: project, arguments: []).program.hasSuffix(program))
    }
    let command = try RunCommand.parse(["--root", "\(folder.path)/root", outside])
    #expect(try command.task(in: project, arguments: []).program == "/bin/tool")
    for program in ["/bin/none", "/bin"] {
      let command = try RunCommand.parse(["--root", "\(folder.path)/root", program])
      // The host has a /bin of its own, which is no file either.
      #expect(throws: HostError.self) { try command.task(in: project, arguments: []) }
    }
  }
}
