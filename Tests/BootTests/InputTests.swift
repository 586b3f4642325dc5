// Standard input as it comes: typed line by line, in bursts, while the program does something else.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct InputTests {
  @Test(arguments: MachineKind.allCases, ConsoleKind.allCases)
  func whatIsTypedIsAnsweredBeforeMoreIsTyped(machine: MachineKind, console: ConsoleKind) async throws {
    try await BuiltProject.ready()
    // The next line is typed only once the last one has come back.
    let command = """
      coproc run { \(try BuiltProject.runner) --timeout 60 --machine \(machine) --console \(console) cat; }
      pid=$run_PID; exec 3<&${run[0]} 4>&${run[1]}; eval "exec ${run[0]}<&- ${run[1]}>&-"
      for line in first second '' third; do
        echo "$line" >&4; IFS= read -r -t 30 back <&3; echo "typed '$line', read '$back'"
      done
      printf 'no end' >&4; exec 4>&-; cat <&3; echo; wait $pid; exit $?
      """
    let run = try await HostCommand.run(["bash", "-c", command])
    #expect(run.status == 0, "\(run.errorText)")
    let lines = ["first", "second", "", "third"].map { "typed '\($0)', read '\($0)'\n" }.joined()
    #expect(run.outputText == lines + "no end\n")
  }

  @Test(arguments: MachineKind.allCases)
  func aSerialPortLosesNothingOfALongInput(machine: MachineKind) async throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let run = try await Machine.run("cat", input: .bytes(bytes), machine: machine, console: .serial)
    #expect(difference(between: run.output, and: bytes) == nil)
    #expect(run.error.isEmpty)
    #expect(run.status == 0)
  }

  @Test(arguments: ConsoleKind.allCases)
  func inputWaitsForAProgramThatIsBusy(console: ConsoleKind) async throws {
    let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let program = try await StrangerProgram(source: "late", kind: .musl).built()
    let run = try await Machine.run(program, input: .bytes(bytes), console: console)
    #expect(difference(between: run.output, and: bytes) == nil)
    #expect(run.status == 0)
  }

  @Test(arguments: ConsoleKind.allCases)
  func inputThatNobodyReadsDoesNoHarm(console: ConsoleKind) async throws {
    let run = try await Machine.run("useless", input: .bytes([UInt8](repeating: 0x55, count: 50_000)), console: console)
    #expect(run.outputText == "The syscall has sent back : 30\n")
    #expect(run.outcome == .exited(status: 0))
  }
}
