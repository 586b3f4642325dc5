// Time: it goes forwards, as fast as the host's, from the host's date.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ClockTests {
  @Test(arguments: MachineKind.allCases, ["max", "qemu64"])
  func theClocksGoAsTheHostsDo(machine: MachineKind, cpu: String) async throws {
    try await BuiltProject.ready()
    // Each line gets the host's time of its arrival in front.
    let command = """
      \(try BuiltProject.runner) --timeout 90 --machine \(machine) --cpu \(cpu) \(try await StrangerProgram.clock.built()) \\
        </dev/null | while read -r line; do echo "$EPOCHREALTIME $line"; done; exit ${PIPESTATUS[0]}
      """
    let run = try await HostCommand.run(["bash", "-c", command])
    #expect(run.status == 0, "\(run.errorText)")
    let lines = run.outputText.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    /// The number at the end of the line that begins so, and when it came.
    func line(_ start: String) throws -> (arrival: Double, value: Int) {
      let words = try #require(lines.first { $0.count == 2 && $0[1].hasPrefix(start) }, "\(run.outputText)")
      let value = words[1].split(separator: " ").last.flatMap { Int($0) } ?? 0
      return (try #require(Double(words[0])), value)
    }
    let date = try line("date")
    #expect(abs(date.arrival - Double(date.value)) < 60)
    #expect(try line("backwards").value == 0)
    // At least as long as asked for; not much longer either, but this host may be busy.
    #expect(50_000..<2_000_000 ~= (try line("pause of 50 ms").value))
    let before = try line("long pause")
    let after = try line("pause of 1500 ms")
    #expect(1_500_000..<5_000_000 ~= after.value)
    // A clock that is measured wrongly would show here: both saw the same pause.
    let seen = (after.arrival - before.arrival) * 1_000_000
    #expect(abs(seen - Double(after.value)) < 500_000, "the host saw \(seen) µs, the guest \(after.value)")
  }

  @Test func aRunWithCountedInstructionsRepeatsExactly() async throws {
    let program = try await StrangerProgram.clock.built()
    // Whatever the clocks said would differ if one instruction more or less had been carried out before.
    var pauses: Set<String> = []
    for _ in 0..<2 {
      let run = try await Machine.run(program, machine: .microvm) { $0.countsInstructions = true }
      #expect(run.status == 0)
      pauses.insert(run.outputText.split(separator: "\n").filter { $0.contains("took") }.joined(separator: "\n"))
    }
    #expect(pauses.count == 1, "\(pauses)")
  }
}
