// The kernel keeps frames for itself: a program that takes all others is told no before the kernel has to do without.

import Foundation
import MachineRunner
import MachineTesting
import Testing

/// A program that has taken all memory there is for programs asks for what the kernel itself must remember.
@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ReserveTests {
  @Test(
    .enabled(if: isInstalled("musl-gcc")),
    arguments: [
      ("regions", "Out of memory"), ("entries", "No space left on device"), ("tables", "Out of memory"),
      ("pipes", "Out of memory"), ("terminals", "No error information"),
      ("signals", "Resource temporarily unavailable"), ("files", "Too many open files in system"),
      ("inheritance", "No error information"), ("waiting", "Out of memory"), ("areas", "Out of memory"),
    ])
  func theKernelRefusesRatherThanRunsOutItself(way: String, error: String) async throws {
    let program = try await StrangerProgram(source: "reserve", kind: .musl).built()
    let run = try await Machine.run(program, arguments: [way], machine: .microvm) {
      $0.memory = 128
      $0.kernelWords = ["log=info"]
    }
    #expect(run.outputText == "Out of memory by \(way): \(error)\n")
    #expect(run.status == 0)
    #expect(run.log.contains("heap bytes are as they were"), "\(run.log)")
  }
}
