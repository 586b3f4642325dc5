// What a program gets to see of its command line and environment, and how much of that there may be.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ArgumentTests {
  /// Prints each argument and each variable, ended by a zero. In bash-like words: `"$@"`, and env -0.
  private static let echo = StrangerProgram(source: "arguments", kind: .musl)

  @Test(arguments: [
    [], [""], ["", "", ""], ["a b", "  ", "\t", "\n", "*", "$HOME", "'\""], ["é", "\u{1F426}", "\u{1}\u{7f}"],
    ["--", "-x", "="],
    [String(repeating: "x", count: 131_000)],
  ])
  func argumentsArriveAsTheyAre(arguments: [String]) async throws {
    let run = try await Machine.run(Self.echo.built(), arguments: arguments, environment: [], machine: .microvm)
    #expect(run.status == 0)
    let expected = Self.form(arguments, [])
    #expect(difference(between: run.output, and: expected) == nil)
  }

  @Test(arguments: [
    ["A=b"], ["EMPTY=", "A==", "B=c=d", "SPACE= "], ["A=1", "A=2"], (0..<500).map { "VARIABLE_\($0)=value \($0)" },
  ])
  func theEnvironmentArrivesAsItIs(environment: [String]) async throws {
    let run = try await Machine.run(Self.echo.built(), environment: environment, machine: .microvm)
    #expect(run.status == 0)
    #expect(difference(between: run.output, and: Self.form([], environment)) == nil)
  }

  @Test(arguments: MachineKind.allCases)
  func thousandsOfArgumentsArrive(machine: MachineKind) async throws {
    let arguments = (0..<2000).map { "argument number \($0)" }
    let run = try await Machine.run(Self.echo.built(), arguments: arguments, environment: ["A=b"], machine: machine)
    #expect(run.status == 0)
    #expect(difference(between: run.output, and: Self.form(arguments, ["A=b"])) == nil)
  }

  @Test(arguments: [
    [String(repeating: "x", count: 131_072)], [String](repeating: String(repeating: "y", count: 100_000), count: 30),
    [String](repeating: "", count: 300_000),
  ])
  func whatIsTooLongIsRefused(arguments: [String]) async throws {
    let run = try await Machine.run(Self.echo.built(), arguments: arguments, environment: [], machine: .microvm)
    #expect(run.outcome == .exited(status: 126))
    #expect(run.output.isEmpty)
    #expect(run.errorText == "martlet: /bin/arguments-musl: the arguments and the environment are too long\n")
  }

  @Test func argumentsThatAreNoTextArriveThroughTheTool() async throws {
    let command = "\(try BuiltProject.runner) --timeout 60 \(try await Self.echo.built()) $'\\xff\\x80' '' $'a\\tb'"
    try await BuiltProject.ready()
    let run = try await HostCommand.run(["bash", "-c", command])
    #expect(run.status == 0)
    #expect(run.output.contains([0, 0xff, 0x80, 0, 0, 0x61, 9, 0x62, 0]))
  }

  @Test func aCommandLineThatIsTooLongIsRefused() async throws {
    try await BuiltProject.ready()
    let words = String(repeating: "w", count: 4096)
    let run = try await HostCommand.run([try BuiltProject.runner, "--append", words, "useless"])
    #expect(run.status == 125)
    #expect(run.output.isEmpty)
    #expect(run.errorText.hasPrefix("martlet-run: the kernel's command line would be "))
    #expect(run.errorText.contains("4095 is the limit"))
  }

  @Test func aCommandLineOfTheGreatestLengthIsNotTooLong() async throws {
    // The runner's own words come to fewer than 100 bytes.
    let run = try await Machine.run("useless") { $0.kernelWords = [String(repeating: "w", count: 3900), "log=debug"] }
    #expect(run.outputText.contains("30"))
    // The last word was read, too.
    #expect(run.log != "")
  }

  /// What the program prints: counts, and each string with its zero. The program's own name is left out.
  private static func form(_ arguments: [String], _ environment: [String]) -> [UInt8] {
    Array("\(arguments.count) \(environment.count)\0".utf8) + (arguments + environment).flatMap { Array($0.utf8) + [0] }
  }
}
