// The kernel called with everything that it should not be called with: it stays what it is, and no run is lost.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct FuzzTests {
  /// Calls that no program can be told to make and go on, and one that no device answers yet.
  static let unmade: Set = [
    "fuzz: never made: exit", "fuzz: never made: exit_group", "fuzz: never succeeded: ioctl",
  ]

  @Test func aHundredThousandCallsBreakNothing() async throws {
    let lines = try await fuzz(seed: 1, calls: 100_000, machine: .microvm, cpu: "max")
    // Each call that there is was made and succeeded, so that the rest of the calls had something to work on.
    for line in lines where line.contains(": never ") { #expect(Self.unmade.contains(line), "\(line)") }
    for error in ["EFAULT", "EINVAL", "EBADF", "ENOSYS", "ENOMEM", "ENOENT", "ELOOP", "ENAMETOOLONG", "EOVERFLOW"] {
      #expect(lines.contains { $0.hasPrefix("fuzz: \(error) ") }, "\(error) never came")
    }
  }

  @Test func aCPUWithoutSupervisorModeProtectionIsNoEasierPrey() async throws {
    _ = try await fuzz(seed: 2, calls: 40_000, machine: .pc, cpu: "qemu64")
  }

  @Test(arguments: [10, 12, 16, 24, 48])
  func littleMemoryIsNoEasierPrey(megabytes: Int) async throws {
    _ = try await fuzz(seed: megabytes, calls: 20_000, machine: .microvm, cpu: "max", memory: megabytes)
  }

  @Test func theSameSeedMakesTheSameRun() async throws {
    let first = try await fuzz(seed: 4, calls: 20_000, machine: .microvm, cpu: "max")
    // Also where the kernel does not look at itself, and calls leave by the quickest way.
    let second = try await fuzz(seed: 4, calls: 20_000, machine: .q35, cpu: "qemu64", check: 0)
    #expect(first == second)
    let other = try await fuzz(seed: 5, calls: 20_000, machine: .microvm, cpu: "max")
    #expect(first.last != other.last)
  }

  /// Runs the fuzzer while the kernel checks itself.
  /// - Returns: what it says.
  private func fuzz(
    seed: Int, calls: Int, machine: MachineKind, cpu: String, memory: Int = 256, check: Int = 1000
  ) async throws -> [String] {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    let script = try ProjectFolder.current().path.appending("Scripts/make-fuzz-root")
    let made = try await HostCommand.run(["\(script)", "root"], in: folder.url)
    try #require(made.status == 0, "\(made.errorText)")
    let run = try await HostCommand.run(
      [
        try BuiltProject.runner, "--root", "root", "--machine", machine.rawValue, "--cpu", cpu, "--memory", "\(memory)",
        "--timeout", "300", "--append", "check=\(check)", "--append", "log=info", "--log", "log", "fuzz", "\(seed)",
        "\(calls)",
      ], in: folder.url)
    let log = try String(contentsOf: folder.url.appending(component: "log"), encoding: .utf8)
    let what = "Scripts/fuzz --seed \(seed) --calls \(calls): \(run.outputText.suffix(2000)) \(log.suffix(2000))"
    #expect(run.status == 0, "\(what)")
    // A call may have ended the program with a status of 0, which is no pass.
    let lines = run.outputText.split(separator: "\n").map(String.init)
    #expect(lines.first == "fuzz: seed \(seed)")
    #expect(lines.contains("fuzz: calls \(calls)"), "\(what)")
    #expect(log.contains("heap bytes are as they were"), "\(what)")
    return lines
  }
}
