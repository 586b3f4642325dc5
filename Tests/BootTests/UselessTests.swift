// The first promise: the typed call made with 15 answers 30, on every machine that the kernel knows.

import Foundation
import MachineRunner
import MachineTesting
import Testing

/// Where the kernel is to work.
struct Platform: CustomTestStringConvertible {
  let machine: MachineKind
  let console: ConsoleKind
  let cpu: String

  static let all = MachineKind.allCases.flatMap { machine in
    ConsoleKind.allCases.flatMap { console in
      ["max", "qemu64"].map { Platform(machine: machine, console: console, cpu: $0) }
    }
  }

  var testDescription: String { "\(machine), \(console) console, CPU \(cpu)" }
}

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct UselessTests {
  private static let answer = "The syscall has sent back : 30\n"

  @Test(arguments: Platform.all)
  func theAnswerIs30Everywhere(platform: Platform) async throws {
    let run = try await Machine.run("useless", machine: platform.machine, console: platform.console) {
      $0.cpu = platform.cpu
    }
    #expect(run.outputText == Self.answer)
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
    // Quiet by default.
    #expect(run.log == "")
  }

  @Test(arguments: MachineKind.allCases, [2, 4])
  func moreThanOneCPUDoesNoHarm(machine: MachineKind, cpuCount: Int) async throws {
    let run = try await Machine.run("useless", machine: machine) { $0.cpuCount = cpuCount }
    #expect(run.outputText == Self.answer)
    #expect(run.outcome == .exited(status: 0))
  }

  @Test(arguments: MachineKind.allCases, [16, 64, 3000, 6144])
  func itRunsInLittleAndInMuchMemory(machine: MachineKind, megabytes: Int) async throws {
    let run = try await Machine.run("useless", machine: machine) { $0.memory = megabytes }
    #expect(run.outputText == Self.answer)
    #expect(run.outcome == .exited(status: 0))
  }

  @Test(arguments: MachineKind.allCases)
  func itRunsWithCountedInstructions(machine: MachineKind) async throws {
    let run = try await Machine.run("useless", machine: machine) { $0.countsInstructions = true }
    #expect(run.outputText == Self.answer)
    #expect(run.status == 0)
  }

  @Test func nothingButTheProgramIsHeardOnTheConsole() async throws {
    let run = try await Machine.run("useless")
    #expect(run.serial.isEmpty)
  }

  @Test(arguments: ConsoleKind.allCases, ["trace", "log=debug"])
  func aLoudKernelLogMixesIntoNeitherStream(console: ConsoleKind, word: String) async throws {
    let run = try await Machine.run("useless", console: console) { $0.kernelWords = [word] }
    #expect(run.outputText == Self.answer)
    #expect(run.errorText == "")
    #expect(run.log != "")
    if word == "trace" { #expect(run.log.contains("useless(15)")) }
  }

  @Test func makeRunShowsTheAnswerAndNothingElse() async throws {
    let result = try await make("run")
    #expect(result.outputText == Self.answer)
    #expect(result.errorText == "")
    #expect(result.status == 0)
  }

  @Test func makeRunTakesAProgramAndItsArgumentsAndFailsAsItDoes() async throws {
    let result = try await make("run", "PROGRAM=cat", "ARGS=/nonesuch", "OPTIONS=--machine microvm --timeout 60")
    #expect(result.outputText == "")
    #expect(result.errorText.hasPrefix("cat: /nonesuch: No such file or directory\n"), "\(result.errorText)")
    // Make has a status of its own, and says the command's.
    #expect(result.errorText.contains("Error 1"))
    #expect(result.status == 2)
  }

  /// Make in this project's folder, where all is built already: a build inside a test would wait for the build lock.
  private func make(_ words: String...) async throws -> HostCommand {
    try await BuiltProject.ready()
    let folder = URL(filePath: "\(try ProjectFolder.current().path)")
    // The one that runs the tests, perhaps, tells its children to behave as part of it.
    let clean = ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "-u", "MFLAGS", "LC_ALL=C"]
    return try await HostCommand.run(clean + ["timeout", "120", "make", "--no-print-directory"] + words, in: folder)
  }
}
