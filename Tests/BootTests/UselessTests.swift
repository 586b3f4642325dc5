// The first promise: the typed call made with 15 answers 30, on every machine that the kernel knows.

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
  @Test(arguments: Platform.all)
  func theAnswerIs30Everywhere(platform: Platform) async throws {
    let run = try await Machine.run("useless", machine: platform.machine, console: platform.console) {
      $0.cpu = platform.cpu
    }
    #expect(run.outputText == "The syscall has sent back : 30\n")
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
  }

  @Test func itWorksWithMoreThanOneCPUAndWithCountedInstructions() async throws {
    for configure: @Sendable (inout MachineOptions) -> Void in [
      { $0.cpuCount = 2 }, { $0.countsInstructions = true },
    ] {
      let run = try await Machine.run("useless", configure: configure)
      #expect(run.outputText == "The syscall has sent back : 30\n")
      #expect(run.status == 0)
    }
  }

  @Test func nothingButTheProgramIsHeardOnTheConsole() async throws {
    let run = try await Machine.run("useless")
    #expect(run.serial.isEmpty)
  }

  @Test func aLoudKernelLogMixesIntoNeitherStream() async throws {
    let run = try await Machine.run("useless") { $0.kernelWords = ["trace"] }
    #expect(run.outputText == "The syscall has sent back : 30\n")
    #expect(run.errorText == "")
    #expect(run.log.contains("useless(15)"))
  }
}
