// Every way from a program into the kernel, read from the machine bit by bit, and tried.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct WaysInTests {
  static let cpus = ["qemu64", "max", "EPYC", "Haswell"]

  /// The words that the CPU goes by, by name.
  private static func words(_ machine: MachineKind, cpu: String) async throws -> [String: UInt64] {
    let run = try await Machine.run("useless", machine: machine) {
      $0.cpu = cpu
      $0.kernelWords = ["log=debug"]
    }
    var words: [String: UInt64] = [:]
    for line in run.log.split(separator: "\n") where line.hasPrefix("way-in ") {
      let parts = line.split(separator: " ").dropFirst()
      guard let last = parts.last else { continue }
      words[parts.dropLast().joined(separator: " ")] =
        last.hasPrefix("0x") ? UInt64(last.dropFirst(2), radix: 16) : UInt64(last)
    }
    return words
  }

  // What each bit means is written here again, from the manuals (Intel SDM 3, 3.4.5, 6.11 and 2.5; SDM 4), and not taken
  // from the kernel's sources.

  @Test(arguments: MachineKind.allCases, cpus)
  func `the machine has the ways in that there should be and no others`(machine: MachineKind, cpu: String) async throws
  {
    let words = try await Self.words(machine, cpu: cpu)

    // Null, null, kernel code and data, an empty one, the program's data and code, an empty one, and the task state.
    #expect(words["gdt-limit"] == 0x4F)
    let segments: [UInt64] = [
      0, 0, 0x00AF_9B00_0000_FFFF, 0x00CF_9300_0000_FFFF, 0, 0x00CF_F300_0000_FFFF, 0x00AF_FB00_0000_FFFF, 0,
    ]
    for (index, segment) in segments.enumerated() {
      #expect(words["gdt \(index * 8)"] == segment, "descriptor \(index)")
    }
    let task = try #require(words["gdt 64"])
    #expect(task >> 40 & 0xFF == 0x8B, "present, DPL 0, a busy TSS")
    #expect(task >> 48 & 0xFF == 0, "its limit is less than 64 KiB, in bytes")
    #expect(task & 0xFFFF == 103)
    #expect(words["tr"] == 0x40)
    #expect(words["ldtr"] == 0)
    #expect(words["io-map"] == 104, "past the TSS's limit")

    #expect(words["idt-limit"] == 256 * 16 - 1)
    for vector in 0..<256 {
      let gate = try #require(words["idt \(vector)"])
      #expect(gate >> 16 & 0xFFFF == 0x10, "vector \(vector): the kernel's code")
      #expect(gate >> 47 & 1 == 1, "vector \(vector): present")
      #expect(gate >> 45 & 3 == (vector == 3 || vector == 4 ? 3 : 0), "vector \(vector): its privilege")
      #expect(gate >> 40 & 0x1F == 0x0E, "vector \(vector): an interrupt gate")
      let stack: UInt64 = [8: 1, 2: 2, 18: 3][vector] ?? 0
      #expect(gate >> 32 & 0xFF == stack, "vector \(vector): its stack")
    }

    #expect(words["msr 3221225600"] == 1 << 0 | 1 << 8 | 1 << 10 | 1 << 11, "EFER: SCE, LME, LMA, NXE")
    #expect(words["msr 3221225601"] == 0x0023_0010_0000_0000, "STAR")
    #expect(words["entry 3221225602"] == 1, "LSTAR is in the kernel's text")
    #expect(words["entry 3221225603"] == 1, "CSTAR is in the kernel's text")
    for register in 0x174...0x176 { #expect(words["msr \(register)"] == 0, "SYSENTER") }

    let mask = try #require(words["msr 3221225604"])
    let cleared: [(bit: UInt64, name: String)] = [
      (0, "CF"), (8, "TF"), (9, "IF"), (10, "DF"), (12, "IOPL"), (13, "IOPL"), (14, "NT"), (16, "RF"), (18, "AC"),
    ]
    for flag in cleared { #expect(mask >> flag.bit & 1 == 1, "FMASK does not clear \(flag.name)") }
    #expect(mask.nonzeroBitCount == cleared.count)

    // PE, MP, ET, NE, WP, AM, PG.
    #expect(words["cr0"] == 0x8005_0033)
    let cr4 = try #require(words["cr4"])
    // PAE, PGE, OSFXSR, OSXMMEXCPT everywhere; what protects the kernel where the CPU has it.
    var expected: UInt64 = 0x6A0
    if cpu == "max" { expected |= 1 << 11 }  // UMIP
    if cpu != "qemu64" { expected |= 1 << 16 | 1 << 20 }  // FSGSBASE, SMEP
    if cpu == "max" || cpu == "EPYC" { expected |= 1 << 21 }  // SMAP
    #expect(cr4 == expected, "CR4 is \(String(cr4, radix: 16))")
  }

  /// Only in 32-bit code; and SYSENTER in both.
  static let entries = [
    "compatibility-syscall", "compatibility-sysenter", "compatibility-interrupt", "compatibility-fault",
    "iret-to-compatibility-mode", "sysenter",
  ]

  @Test(arguments: MachineKind.allCases, cpus)
  func `no program gets into thirty two bit code`(machine: MachineKind, cpu: String) async throws {
    for name in Self.entries {
      let run = try await Machine.run("faults", arguments: [name], machine: machine) { $0.cpu = cpu }
      let isUnknown = name == "sysenter" && cpu != "Haswell"
      #expect(run.outcome == .signaled(isUnknown ? 4 : 11), "\(name) on \(machine), \(cpu): \(run.log)")
    }
    let run = try await Machine.run("faults", arguments: ["visible-selectors"], machine: machine) { $0.cpu = cpu }
    #expect(run.outcome == .exited(status: 0), "some other selector is of use to a program")
  }

  @Test(arguments: cpus)
  func `where thirty two bit code can run the second line holds`(cpu: String) async throws {
    for (name, signal) in zip(Self.entries, [4, 11, 11, 11] as [UInt8]) {
      let run = try await Machine.run("faults", arguments: [name], machine: .microvm) {
        $0.cpu = cpu
        $0.kernelWords = ["selftest=code32"]
      }
      #expect(run.outcome == .signaled(signal), "\(name) on \(cpu): \(run.log)")
    }
  }

  /// Programs of random instructions, which enter by random selectors with random registers.
  @Test(arguments: zip(0..<4, cpus))
  func `random instructions end the program alone`(index: Int, cpu: String) async throws {
    var ended = 0
    for seed in 1...6 {
      do {
        let run = try await Machine.run("leap", arguments: ["\(index * 100 + seed)"], machine: .microvm, timeout: 5) {
          $0.cpu = cpu
          $0.kernelWords = ["log=info"]
        }
        guard case .signaled = run.outcome else { continue }
        ended += 1
      } catch let failure as MachineFailure where failure.outcome == .timedOut {
        // A loop is as good an end as any.
      }
    }
    #expect(ended >= 3, "too few ended by a fault to have tried anything")
  }
}
