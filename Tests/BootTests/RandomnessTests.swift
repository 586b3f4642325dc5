// What no two boots may have in common, and what they have when they are told to.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct RandomnessTests {
  private static let random = ["AT_RANDOM", "getrandom", "/dev/urandom", "/dev/random"]
  private static let addresses = ["stack", "strings", "break", "mapping"]

  /// What addresses.c says, by name.
  private func lines(
    _ kind: StrangerProgram.Kind, machine: MachineKind = .pc, cpu: String = "max", words: [String] = []
  ) async throws -> [String: String] {
    let program = StrangerProgram(source: "addresses", kind: kind)
    let run = try await Machine.run(try await program.built(), machine: machine) {
      $0.cpu = cpu
      $0.kernelWords = words
    }
    #expect(run.status == 0)
    let pairs = run.outputText.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(uniqueKeysWithValues: pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) })
  }

  private func address(_ name: String, in lines: [String: String]) throws -> UInt {
    try #require(lines[name].flatMap { UInt($0, radix: 16) }, "\(lines)")
  }

  /// The plain CPU has neither RDRAND nor RDSEED: there it is the timers' jitter that makes the difference.
  @Test(arguments: MachineKind.allCases, ["max", "qemu64"])
  func noTwoBootsHaveTheSameRandomBytes(machine: MachineKind, cpu: String) async throws {
    async let first = lines(.musl, machine: machine, cpu: cpu)
    async let second = lines(.musl, machine: machine, cpu: cpu)
    let (one, other) = try await (first, second)
    let all = Self.random.flatMap { [one[$0], other[$0]] }.compactMap { $0 }
    #expect(all.count == 8 && Set(all).count == 8, "\(one) \(other)")
    // Bytes that nobody has filled would be equal.
    #expect(all.allSatisfy { Set($0).count > 4 }, "\(all)")
  }

  @Test(
    .enabled(if: isInstalled("musl-gcc"), "there is no musl-gcc"),
    arguments: [StrangerProgram.Kind.musl, .muslPIE])
  func aProgramIsElsewhereOnEachBoot(kind: StrangerProgram.Kind) async throws {
    async let first = lines(kind)
    async let second = lines(kind, cpu: "qemu64")
    let (one, other) = try await (first, second)
    for name in Self.addresses { #expect(one[name] != nil && one[name] != other[name], "\(name): \(one) \(other)") }
    // A program that is linked to its addresses stays there.
    #expect((one["main"] == other["main"]) == (kind == .musl), "\(one) \(other)")
    for lines in [one, other] {
      let (stack, heap) = (try address("stack", in: lines), try address("break", in: lines))
      let (main, mapping) = (try address("main", in: lines), try address("mapping", in: lines))
      #expect(stack % 16 == 0 && mapping % 4096 == 0 && heap % 4096 == 0)
      // Image, heap, mappings and stack, in this order.
      #expect(main < heap && heap - main < 1 << 30 + 1 << 20)
      #expect(heap < mapping && mapping < stack && stack < 0x4000_0000_0000)
      #expect(try address("strings", in: lines) > stack)
    }
  }

  @Test func withoutRandomnessEverythingIsWhereItWasButTheRandomBytes() async throws {
    async let first = lines(.muslPIE, words: ["norandmaps"])
    async let second = lines(.muslPIE, cpu: "qemu64", words: ["norandmaps"])
    let (one, other) = try await (first, second)
    for name in Self.addresses + ["main"] { #expect(one[name] != nil && one[name] == other[name], "\(one) \(other)") }
    for name in Self.random { #expect(one[name] != nil && one[name] != other[name], "\(one) \(other)") }
  }

  /// What a panic says: its slide, its backtrace's addresses, and its functions.
  private func lastWords(
    machine: MachineKind, cpu: String, words: String
  ) async throws -> (slide: UInt, addresses: [UInt], functions: [String]) {
    try await BuiltProject.ready()
    let run = try await HostCommand.run([
      try BuiltProject.runner, "--timeout", "60", "--machine", machine.rawValue, "--cpu", cpu, "--append",
      "selftest=panic \(words)", "useless",
    ])
    try #require(run.status == 125)
    let lines = run.errorText.split(separator: "\n")
    let slides = lines.compactMap { $0.firstMatch(of: /^slide 0x([0-9a-f]+)$/).map { UInt($0.1, radix: 16) } ?? nil }
    try #require(slides.count == 1)
    let frames = lines.compactMap { $0.firstMatch(of: /^  at 0x([0-9a-f]+) (.+ \+ \d+)$/) }
    return (slides[0], frames.compactMap { UInt($0.1, radix: 16) }, frames.map { String($0.2) })
  }

  @Test(arguments: MachineKind.allCases, ["max", "qemu64"])
  func theKernelIsElsewhereOnEachBootAndKnowsItsFunctionsStill(machine: MachineKind, cpu: String) async throws {
    async let first = lastWords(machine: machine, cpu: cpu, words: "")
    async let second = lastWords(machine: machine, cpu: cpu, words: "")
    async let still = lastWords(machine: machine, cpu: cpu, words: "nokaslr")
    let (one, other, fixed) = try await (first, second, still)
    #expect(one.slide != other.slide, "of 131072 places")
    #expect(fixed.slide == 0)
    #expect(fixed.functions.count >= 3)
    for words in [one, other] {
      #expect(words.slide % (2 << 20) == 0 && words.slide < 512 << 30)
      #expect(words.functions == fixed.functions)
      #expect(words.addresses.map { $0 - words.slide } == fixed.addresses)
    }
  }

  /// SGDT and SIDT are a program's where the CPU has no UMIP. They may give away what never changes, and nothing else.
  @Test func aProgramThatAsksForTheKernelsTablesLearnsNothing() async throws {
    let program = try await StrangerProgram(source: "tables", kind: .musl).built()
    for _ in 0..<2 {
      let run = try await Machine.run(program) { $0.cpu = "qemu64" }
      #expect(run.outputText == "GDT 7f0000000000\nIDT 7f0000001000\n")
    }
    let run = try await Machine.run(program) { $0.cpu = "max" }
    #expect(run.status == 128 + 11)
  }

  /// The stack's address is in the registers that a fault shows.
  @Test func theKernelsStacksAreElsewhereTooUnlessToldNotTo() async throws {
    func stack(_ words: String) async throws -> String {
      try await BuiltProject.ready()
      let run = try await HostCommand.run([
        try BuiltProject.runner, "--timeout", "60", "--append", "selftest=null \(words)", "useless",
      ])
      return String(try #require(run.errorText.firstMatch(of: /rsp (0x[0-9a-f]+)/), "\(run.errorText)").1)
    }
    async let moved = [stack(""), stack("")]
    async let fixed = [stack("nokaslr"), stack("nokaslr")]
    let (different, same) = try await (moved, fixed)
    #expect(different[0] != different[1])
    #expect(same[0] == same[1])
  }
}
