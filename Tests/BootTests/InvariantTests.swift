// What must hold of the kernel's own state, and that the kernel sees when it does not: each damage is done on purpose.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct InvariantTests {
  /// Damage to the kernel's own tables, and what is said about it.
  static let kernelDamage = [
    ("writable-text", "a page of the kernel's is both writable and executable"),
    ("executable-data", "a page of the kernel's is both writable and executable"),
    ("user-page", "a page of the kernel's is open to programs"),
    ("unguarded-stack", "a stack has no guard page"),
    ("image-in-direct-map", "the direct map shows the kernel's image"),
    ("open-gate", "a gate is open to others than it should be"),
    ("call-gate", "the GDT has a gate or a system segment"),
    ("flag-mask", "SYSCALL clears other flags"),
    ("sysenter", "SYSENTER leads somewhere"),
    ("local-descriptors", "the GDT has a gate or a system segment"),
  ]

  /// Damage that takes a program.
  static let programDamage = [
    ("code32", "a 32-bit code segment is usable"),
    ("lost-frame", "a frame is neither free nor anybody's"),
    ("heap-bytes", "the heap's bytes in use are not its blocks'"),
    ("freed-frame", "a frame that is in use is free"),
    ("stray-page", "a page is mapped where no region is"),
    ("writable-code", "a page is not protected as its region"),
    ("heap-list", "a free block of the heap leads nowhere"),
  ]

  @Test(arguments: kernelDamage)
  func theKernelDoesNotStartOnTablesThatAreWrong(damage: (word: String, message: String)) async throws {
    let log = try await lastWords(["selftest=\(damage.word)"])
    #expect(log.contains("panic: \(damage.message)"), "\(log)")
  }

  @Test(arguments: kernelDamage + programDamage)
  func aCheckFindsWhatIsWrongWhileAProgramRuns(damage: (word: String, message: String)) async throws {
    let log = try await lastWords(["selftest=\(damage.word)", "check=2"])
    #expect(log.contains("panic: \(damage.message)"), "\(log)")
  }

  @Test(arguments: ["lost-frame", "heap-bytes"])
  func aProgramThatLosesMemoryFailsItsTest(word: String) async throws {
    let failure = await #expect(throws: MachineFailure.self) {
      try await Machine.run("useless", machine: .microvm) { $0.kernelWords = ["selftest=\(word)"] }
    }
    #expect(failure?.description.contains("memory lost: ") == true, "\(String(describing: failure))")
  }

  @Test(arguments: ["max", "qemu64"])
  func `a frame that IRETQ refuses ends the program alone`(cpu: String) async throws {
    let run = try await Machine.run("useless", machine: .microvm) {
      $0.cpu = cpu
      $0.kernelWords = ["selftest=missing-code", "log=info"]
    }
    #expect(run.outcome == .signaled(11))
    #expect(run.log.contains("useless[2] cannot go on where it is to"), "\(run.log)")
    expectBalance(run)
  }

  @Test(arguments: MachineKind.allCases, ["max", "qemu64"])
  func nothingIsWrongWhereNothingWasDone(machine: MachineKind, cpu: String) async throws {
    let run = try await Machine.run("batch", machine: machine) {
      $0.cpu = cpu
      $0.kernelWords = ["check=1"]
    }
    #expect(run.outcome == .exited(status: 0))
    #expect(run.log == "")
  }

  /// How a program can come to its end: the words to run, and the status.
  static let ends: [(program: String, arguments: [String], status: Int32)] = [
    ("useless", [], 0), ("cat", ["/nowhere"], 1), ("faults", ["read-null"], 139), ("faults", ["divide"], 136),
    ("faults", ["stack-overflow"], 139), ("faults", ["invalid-opcode"], 132), ("records", [], 0),
  ]

  @Test(arguments: ends)
  func whateverTheEndAllMemoryIsBack(end: (program: String, arguments: [String], status: Int32)) async throws {
    let run = try await Machine.run(end.program, arguments: end.arguments, machine: .microvm) {
      $0.kernelWords = ["log=info"]
    }
    #expect(run.status == end.status)
    expectBalance(run)
  }

  @Test(arguments: ["/nowhere", "/text", "/garbage", "/short", "/", "/dev/null"])
  func aProgramThatCannotBeStartedKeepsNothing(path: String) async throws {
    let header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]
    let run = try await Machine.run(
      guestPath: path,
      files: [
        .text("no program", at: "/text"), .program(Array("no program".utf8), at: "/garbage"),
        .program(header + [UInt8](repeating: 0, count: 20), at: "/short"),
      ], machine: .microvm
    ) { $0.kernelWords = ["log=info"] }
    #expect([126, 127].contains(run.status))
    expectBalance(run)
  }

  @Test(arguments: [4, 5, 6, 7, 8])
  func aMachineThatIsTooSmallForItsFilesSaysSoAndKeepsNothing(megabytes: Int) async throws {
    // Small files are copied out of the archive; one large file has to be there once only.
    let small = (0..<1500).map { GuestFile.bytes([UInt8](repeating: 7, count: 3000), at: "/small\($0)") }
    let large = GuestFile.bytes([UInt8](repeating: 7, count: 2 << 20), at: "/large")
    let failure = await #expect(throws: MachineFailure.self) {
      try await Machine.run("useless", files: megabytes < 6 ? [large] : small, machine: .microvm) {
        $0.memory = megabytes
        $0.kernelWords = ["log=info"]
      }
    }
    #expect(failure?.outcome == .panicked)
    let log = failure?.transcript.log ?? ""
    #expect(log.contains("memory") && !log.contains("memory lost"), "\(log)")
  }

  private func expectBalance(_ run: MachineRun) {
    #expect(run.log.contains(/memory: all \d+ frames and \d+ heap bytes are as they were/), "\(run.log)")
  }

  /// The log of a run that must end in a panic.
  private func lastWords(_ words: [String]) async throws -> String {
    let failure = await #expect(throws: MachineFailure.self) {
      try await Machine.run("records", machine: .microvm) { $0.kernelWords = words }
    }
    #expect(failure?.outcome == .panicked)
    return failure?.transcript.log ?? ""
  }
}
