// When the kernel itself is wrong: what it shows, and that the run fails. Each word on the kernel's command line makes
// it do one wrong thing on purpose.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct PanicTests {
  /// Each wrong thing, and the exception that it raises.
  static let faults = [
    ("null", "vector 14"), ("write-rodata", "vector 14"), ("execute-data", "vector 14"),
    // The guard page's fault finds no stack to be reported on.
    ("stack-overflow", "vector 8"),
  ]

  @Test(arguments: faults, MachineKind.allCases)
  func aFaultInTheKernelShowsRegistersAndNames(fault: (word: String, vector: String), machine: MachineKind) async throws
  {
    let words = try await lastWords(of: fault.word, on: machine)
    #expect(words.contains(/panic: .*\b/.ignoresCase()))
    #expect(words.contains(fault.vector), "\(words)")
    for register in ["rip", "rsp", "rflags", "cr3", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r15"] {
      #expect(words.contains("\(register) 0x"), "\(register) is missing: \(words)")
    }
    expectSwiftBacktrace(in: words)
  }

  @Test func aPanicShowsWhoCalledWhom() async throws {
    let words = try await lastWords(of: "panic", on: .pc)
    #expect(words.contains("panic: "))
    expectSwiftBacktrace(in: words)
  }

  /// The tool's standard error for a kernel that is to do a wrong thing; nothing of the program may be heard.
  private func lastWords(of word: String, on machine: MachineKind) async throws -> String {
    try await BuiltProject.ready()
    let run = try await HostCommand.run([
      try BuiltProject.runner, "--timeout", "60", "--machine", machine.rawValue, "--append", "selftest=\(word)",
      "useless",
    ])
    #expect(run.status == 125)
    #expect(run.output.isEmpty)
    #expect(run.errorText.hasSuffix("martlet-run: the kernel panicked\n"), "\(run.errorText)")
    return run.errorText
  }

  /// A frame of the kernel's own Swift, named, and the boot below it all.
  private func expectSwiftBacktrace(in words: String) {
    let frames = words.split(separator: "\n").filter { $0.contains(/^  at 0x[0-9a-f]+ .+ \+ \d+$/) }
    #expect(frames.contains { $0.contains("Kernel") && $0.contains("(") }, "no Swift function: \(words)")
    #expect(
      frames.contains { $0.contains("bootMain") || $0.contains("KernelMain") }, "no way back to the boot: \(words)")
  }
}
