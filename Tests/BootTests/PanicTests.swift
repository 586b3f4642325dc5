// When the kernel itself is wrong: what it shows, and that the run fails. Each word on the kernel's command line makes
// it do one wrong thing on purpose.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct PanicTests {
  /// Each wrong thing, the exception that it raises, and who does it.
  static let faults: [(word: String, vector: String, function: String)] = [
    ("null", "vector 14, error 0x2, address 0x8", "SelfTest.run"),
    ("write-text", "vector 14, error 0x3", "SelfTest.run"), ("write-rodata", "vector 14, error 0x3", "SelfTest.run"),
    ("execute-data", "vector 14, error 0x11", "startConsole"),
    // The guard page's fault finds no stack to be reported on.
    ("stack-overflow", "vector 8", "SelfTest.recurse"),
  ]

  @Test(arguments: faults, MachineKind.allCases)
  func aFaultInTheKernelShowsRegistersAndNames(
    fault: (word: String, vector: String, function: String), machine: MachineKind
  ) async throws {
    let words = try await lastWords(of: fault.word, on: machine)
    #expect(words.hasPrefix("panic: "))
    #expect(words.contains(fault.vector), "\(words)")
    for register in ["rip", "rsp", "rflags", "cr3", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r15"] {
      #expect(words.contains("\(register) 0x"), "\(register) is missing: \(words)")
    }
    expectBacktrace(in: words, naming: fault.function)
  }

  @Test(arguments: [("panic", "SelfTest.run"), ("double-free", "PhysicalMemory.free")])
  func aPanicShowsWhoCalledWhom(word: String, function: String) async throws {
    let words = try await lastWords(of: word, on: .pc)
    #expect(words.hasPrefix("panic: "))
    expectBacktrace(in: words, naming: function)
  }

  @Test func `a copy recovers from a fault at an address of the kernel's never`() async throws {
    let words = try await lastWords(of: "copy-kernel", on: .microvm)
    #expect(words.hasPrefix("panic: #PF page fault, vector 14, error 0x0, address 0x7efffffff000"), "\(words)")
    expectBacktrace(in: words, naming: "copyUserBytes")
  }

  @Test func aBufferThatOverflowsOnTheStackIsNoticed() async throws {
    let words = try await lastWords(of: "smash-stack", on: .pc)
    #expect(words.hasPrefix("panic: "))
    #expect(words.contains("stack"), "\(words)")
    #expect(!words.contains("nothing stopped it"), "\(words)")
  }

  /// The tool's standard error for a kernel that is to do a wrong thing; nothing of the program may be heard.
  private func lastWords(of word: String, on machine: MachineKind) async throws -> String {
    try await BuiltProject.ready()
    let run = try await HostCommand.run([
      try BuiltProject.runner, "--timeout", "60", "--machine", machine.rawValue, "--append", "selftest=\(word)",
      "useless",
    ])
    try #require(run.status == 125)
    #expect(run.output.isEmpty)
    #expect(run.errorText.hasSuffix("martlet-run: the kernel panicked\n"), "\(run.errorText)")
    return run.errorText
  }

  /// Frames with addresses, names and offsets, one of them of that function in Swift.
  private func expectBacktrace(in words: String, naming function: String) {
    let frames = words.split(separator: "\n").filter { $0.contains(/^  at 0x[0-9a-f]+ .+ \+ \d+$/) }
    #expect(frames.count >= 3, "\(words)")
    #expect(frames.contains { $0.contains(function) }, "no \(function): \(words)")
  }
}
