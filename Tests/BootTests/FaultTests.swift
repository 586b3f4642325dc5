// Every way in which a program can be wrong ends it with the signal that Linux has for it, and nobody else.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct FaultTests {
  /// A line of `faults --list`.
  struct Fault {
    let name: String
    let exception: String
    let status: Int32
  }

  /// What QEMU 7.2's emulation does otherwise than a CPU, and the status that comes of it. Nor does it give the error
  /// code of a software interrupt right.
  static let emulated: [String: (status: Int32, exception: String, reason: String)] = [
    "debug-trap": (132, "#UD", "INT1 is not known"),
    "alignment": (0, "none", "alignment is never checked"),
    "sse": (0, "none", "SSE's exceptions are only noted"),
    "mxcsr-reserved": (0, "none", "reserved bits of MXCSR are let pass"),
    "stack-non-canonical": (139, "#GP", "it is not told apart as a stack fault"),
    "sysenter": (132, "#UD", "QEMU's own CPUs are AMD's"),
    "far-return": (139, "#PF", "the stack is read with the kernel's rights, which SMAP forbids"),
    "iret-to-compatibility-mode": (139, "#PF", "the stack is read with the kernel's rights, which SMAP forbids"),
    "iret-to-kernel": (139, "#PF", "the stack is read with the kernel's rights, which SMAP forbids"),
  ]

  /// The vectors by their names.
  static let vectors = [
    "#DE": 0, "#DB": 1, "#BP": 3, "#OF": 4, "#UD": 6, "#SS": 12, "#GP": 13, "#PF": 14, "#MF": 16, "#AC": 17, "#XM": 19,
  ]

  /// Of the 255 software interrupts: the exceptions, the interrupts in use and their neighbours, both ends.
  static let interrupts = Set(
    ([Int](0...33) + [48, 64, 127, 129, 254, 255]).map { "int-\($0)" })

  @Test(arguments: MachineKind.allCases)
  func everyFaultEndsTheProgramAloneAndAsListed(machine: MachineKind) async throws {
    // The smaller machine boots faster, and so tries all; the others a few, since the CPU is the same.
    let all = try await Self.list()
    #expect(all.count > 300)
    let sample: Set = [
      "divide", "int3", "invalid-opcode", "read-null", "write-kernel-half", "sysret", "stack-overflow",
    ]
    let chosen = all.filter {
      machine == .microvm ? !$0.name.hasPrefix("int-") || Self.interrupts.contains($0.name) : sample.contains($0.name)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for fault in chosen { group.addTask { try await Self.check(fault, on: machine, cpu: "max") } }
      try await group.waitForAll()
    }
  }

  @Test func aCPUWithoutSupervisorModeProtectionFaultsAlike() async throws {
    let chosen = try await Self.list().filter {
      !$0.name.hasPrefix("int-") && ($0.exception == "#PF" || $0.name.hasPrefix("syscall-") || $0.name.contains("iret"))
    }
    #expect(chosen.count > 20)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for fault in chosen { group.addTask { try await Self.check(fault, on: .microvm, cpu: "qemu64") } }
      try await group.waitForAll()
    }
  }

  @Test(arguments: [
    ("read-null", 14, 0x4, 0x0), ("write-null", 14, 0x6, 0x0), ("read-high-user-address", 14, nil, 0x7f80_0010_0000),
    ("write-high-user-address", 14, nil, 0x7f80_0010_0000), ("read-kernel-half", 14, nil, 0xffff_8000_0000_0000),
    ("jump-null", 14, 0x14, 0x0), ("hlt", 13, 0x0, 0x0), ("divide", 0, 0x0, 0x0), ("int-14", 13, nil, 0x0),
  ])
  func theLogSaysVectorErrorCodeAndAddresses(name: String, vector: Int, error: Int?, address: UInt64) async throws {
    let run = try await Machine.run("faults", arguments: [name])
    let line = try #require(run.log.split(separator: "\n").first)
    #expect(run.log.split(separator: "\n").count == 1)
    #expect(line.hasPrefix("faults[2] "))
    #expect(line.contains("vector \(vector),"), "\(line)")
    if let error { #expect(line.contains("error 0x\(String(error, radix: 16)),"), "\(line)") }
    #expect(line.contains("address 0x\(String(address, radix: 16)),"), "\(line)")
    let rip = try #require(line.firstMatch(of: /rip 0x([0-9a-f]+)/)?.1)
    let isInProgram = UInt64(rip, radix: 16).map { name == "jump-null" ? $0 == 0 : 0x20_0000..<0x1000_0000 ~= $0 }
    #expect(isInProgram == true, "\(line)")
  }

  private static func list() async throws -> [Fault] {
    try await BuiltProject.ready()
    let run = try await Machine.run("faults", arguments: ["--list"])
    #expect(run.status == 0)
    return run.outputText.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3, let status = Int32(words[2]) else { return nil }
      return Fault(name: words[0], exception: words[1], status: status)
    }
  }

  /// Runs one fault on a machine of its own.
  private static func check(_ fault: Fault, on machine: MachineKind, cpu: String) async throws {
    let place = "\(fault.name) on \(machine), CPU \(cpu)"
    do {
      let run = try await Machine.run("faults", arguments: [fault.name], machine: machine) { $0.cpu = cpu }
      let exception = emulated[fault.name]?.exception ?? fault.exception
      #expect(run.status == emulated[fault.name]?.status ?? fault.status, "\(place): \(run.log)")
      #expect(run.output.isEmpty && run.error.isEmpty, "\(place)")
      if exception == "none" {
        #expect(run.outcome == .exited(status: 0), "\(place)")
        #expect(run.log == "", "\(place)")
      } else {
        guard case .signaled = run.outcome else {
          Issue.record("\(place): no signal ended it: \(run.outcome)")
          return
        }
        // Where only the emulated exception is another, it is so under SMAP, which not every CPU has.
        let numbers = try [exception, fault.exception].map { try #require(vectors[$0]) }
        #expect(numbers.contains { run.log.contains("vector \($0),") }, "\(place): \(run.log)")
      }
    } catch let failure as MachineFailure {
      Issue.record("\(place): \(failure)")
    }
  }
}
