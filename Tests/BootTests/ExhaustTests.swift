// More than there is, of each thing that a program can ask for: it is told so, or ends alone, and the kernel goes on and
// has all of its memory afterwards.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ExhaustTests {
  /// What `exhaust` is told to take, and what it says at a machine of ordinary size.
  static let things: [(things: [String], answers: [String])] = [
    (["memory"], ["more than there is: ENOMEM at once", "memory: ENOMEM after some"]),
    (["zeros"], ["zeros: ok after some", "zeros: ok after some"]),
    (["break"], ["break: ENOMEM after some"]),
    (["regions"], ["regions: ENOMEM after some", "unmapping them: ok after some"]),
    // Nothing is kept, so there is no end to it.
    (["tables"], ["tables: ok after some"]),
    (["moves"], ["moves: ok after some"]),
    (["files"], ["files: ENOSPC after some", "files: ENOSPC after some"]),
    (["sparse"], ["sparse: ENOSPC after some"]),
    (["names"], ["names: ENOSPC after some"]),
    (
      ["descriptors"],
      ["descriptors: EMFILE after some", "raising the limit: ok at once", "descriptors: EMFILE after some"]
    ),
    (
      ["memory", "regions"],
      [
        "more than there is: ENOMEM at once", "memory: ENOMEM after some", "regions: ENOMEM after some",
        "unmapping them: ok after some",
      ]
    ),
    (
      ["memory", "files", "descriptors", "tables", "moves"],
      [
        "more than there is: ENOMEM at once", "memory: ENOMEM after some", "files: ENOSPC at once",
        "descriptors: EMFILE after some", "raising the limit: ENOMEM at once", "tables: ENOMEM at once",
        "moves: ENOMEM at once",
      ]
    ),
    (
      ["regions", "memory"],
      [
        "regions: ENOMEM after some", "unmapping them: ok after some", "more than there is: ENOMEM at once",
        "memory: ENOMEM after some",
      ]
    ),
  ]

  @Test(arguments: things, [32, 256])
  func whoAsksForTooMuchIsTold(thing: (things: [String], answers: [String]), megabytes: Int) async throws {
    let run = try await exhaust(thing.things, megabytes: megabytes)
    #expect(run.outputText.split(separator: "\n").map(String.init) == thing.answers)
    #expect(run.outcome == .exited(status: 0))
  }

  @Test(arguments: things)
  func withLittleMemoryTheProgramEndsAloneAtWorst(thing: (things: [String], answers: [String])) async throws {
    let run = try await exhaust(thing.things, megabytes: 8)
    #expect(run.outcome == .exited(status: 0) || run.outcome == .signaled(9), "\(run.outcome)")
  }

  @Test(arguments: [8, 32, 256])
  func aPromiseThatCannotBeKeptEndsTheProgram(megabytes: Int) async throws {
    let run = try await exhaust(["touch"], megabytes: megabytes)
    #expect(run.outcome == .signaled(9))
  }

  /// Runs `exhaust` while the kernel checks itself. A run after which memory is missing fails by itself.
  private func exhaust(_ things: [String], megabytes: Int) async throws -> MachineRun {
    let run = try await Machine.run("exhaust", arguments: things, machine: .microvm, timeout: 120) {
      $0.memory = megabytes
      $0.kernelWords = ["check=5000", "log=info"]
    }
    #expect(run.log.contains("heap bytes are as they were"), "\(run.log)")
    return run
  }
}
