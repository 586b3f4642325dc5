// Too little memory, for the kernel, for its files, for a program: said, and never a hang.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct MemoryTests {
  /// With this many MiB there is a run; it may become fewer.
  private static let leastMegabytes = 4

  @Test(arguments: MachineKind.allCases)
  func theLeastMemoryIsEnough(machine: MachineKind) async throws {
    let run = try await Machine.run("useless", machine: machine) { $0.memory = Self.leastMegabytes }
    #expect(run.outputText == "The syscall has sent back : 30\n")
    #expect(run.status == 0)
  }

  @Test(arguments: MachineKind.allCases, [2, 3])
  func tooLittleMemoryForTheKernelIsSaid(machine: MachineKind, megabytes: Int) async throws {
    let failure = await #expect(throws: MachineFailure.self) {
      try await Machine.run("useless", machine: machine) { $0.memory = megabytes }
    }
    #expect(failure?.outcome == .panicked)
    let log = failure?.transcript.log ?? ""
    #expect(log.contains("memory"), "\(log)")
    #expect(log.split(separator: "\n").count <= 3, "one reason, no fault: \(log)")
    #expect(!log.contains("vector"))
    #expect(failure?.transcript.output.isEmpty == true)
  }

  @Test(arguments: [0, 1, -5])
  func lessThanTheKernelCanSpeakInIsRefusedByTheTool(megabytes: Int) async throws {
    let run = try await HostCommand.run([try BuiltProject.runner, "--memory=\(megabytes)", "useless"])
    #expect(run.status == 125)
    #expect(run.errorText.contains("--memory \(megabytes): at least 2 MiB"), "\(run.errorText)")
  }

  @Test(arguments: MachineKind.allCases)
  func aDiskThatLeavesTooLittleMemoryIsSaid(machine: MachineKind) async throws {
    // 58 MiB of files in 64 MiB of memory: they stay where they are, and the rest is for kernel and program.
    let folder = try TemporaryFolder()
    let file = try folder.write([UInt8](repeating: 7, count: 58 << 20), to: "large")
    do {
      let run = try await Machine.run("useless", files: [.host(file, at: "/large")], machine: machine) {
        $0.memory = 64
      }
      #expect(run.outputText.contains("30"))
    } catch let failure as MachineFailure {
      // Whoever loads it may have no room for it either.
      #expect(failure.outcome != .timedOut)
      #expect(failure.description.contains("memory") || failure.description.contains("initrd"), "\(failure)")
    }
  }

  @Test func aProgramThatTakesAllMemoryIsToldOrEndedAndNobodyElse() async throws {
    let run = try await Machine.run(StrangerProgram(source: "hungry", kind: .musl).built(), machine: .microvm) {
      $0.memory = 32
    }
    // malloc says that there is no more, or the program ends as one that Linux kills.
    #expect(run.outcome == .exited(status: 9) || run.outcome == .signaled(9), "\(run.outcome) \(run.outputText)")
    #expect(run.outputText.hasPrefix("eating\n"))
  }
}
