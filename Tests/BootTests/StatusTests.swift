// What a run's exit status says: the program's own status, the signal that ended it, a time-out, a panic.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct StatusTests {
  /// Both ends, each bit alone and all but it, and those that the runner has uses of its own for.
  static let statuses = [
    0, 1, 2, 3, 4, 8, 16, 32, 64, 123, 124, 125, 126, 127, 128, 129, 130, 137, 139, 141, 143, 191, 223, 239, 247, 251,
    253, 254, 255,
  ]

  @Test(arguments: statuses)
  func theStatusIsTheProgramsOwn(status: Int) async throws {
    let run = try await exit(with: "\(status)")
    #expect(run.outcome == .exited(status: UInt8(status)))
    #expect(run.error.isEmpty)
  }

  @Test(arguments: [(256, 0), (257, 1), (-1, 255), (65535 + 43, 42)])
  func onlyTheLowEightBitsOfAStatusCount(status: Int, seen: UInt8) async throws {
    #expect(try await exit(with: "\(status)").outcome == .exited(status: seen))
  }

  @Test(arguments: [
    ("cat", "", "", 0, ""), ("cat", "/nonesuch", "", 1, ""), ("faults", "invalid-opcode", "", 132, ""),
    ("faults", "divide", "", 136, ""), ("faults", "read-null", "", 139, ""),
    ("faults", "nonesuch", "", 2, ""), ("cat", "", "--timeout 2", 124, "cat: timed out after 2.0 s"),
    ("useless", "", "--append selftest=panic", 125, "the kernel panicked"),
    ("useless", "", "--memory 3", 125, "the kernel panicked"),
  ])
  func theToolEndsAsTheRunDid(
    program: String, argument: String, options: String, status: Int32, message: String
  ) async throws {
    try await BuiltProject.ready()
    // Standard input has no end where the time is to run out, and ends at once elsewhere.
    let input = status == 124 ? "sleep 30 |" : ": |"
    let options = options.contains("--timeout") ? options : options + " --timeout 60"
    let command = "\(input) \(try BuiltProject.runner) \(options) \(program) \(argument); exit ${PIPESTATUS[1]}"
    let run = try await HostCommand.run(["bash", "-c", command])
    #expect(run.status == status, "\(run.errorText)")
    #expect(run.output.isEmpty)
    if message.isEmpty {
      #expect(!run.errorText.contains("martlet"))
    } else {
      #expect(run.errorText.hasSuffix("martlet-run: \(message)\n"), "\(run.errorText)")
    }
  }

  /// A program in C that exits with a number of one's choice, through whichever way its library takes.
  private func exit(with status: String) async throws -> MachineRun {
    let program = try await StrangerProgram.exit.built()
    return try await Machine.run(program, arguments: [status], machine: .microvm)
  }
}
