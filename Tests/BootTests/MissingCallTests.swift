// What a program asks for and does not get is in the log, once for each call, and nowhere else.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct MissingCallTests {
  private static let program = StrangerProgram(source: "missing", kind: .musl)

  @Test(arguments: [[], ["trace"]])
  func `calls and flags that are missing are logged once, and others are not`(words: [String]) async throws {
    let run = try await Machine.run(Self.program.built(), machine: .microvm) { $0.kernelWords = words }
    #expect(run.status == 0)
    #expect(run.errorText == "")
    let missing = run.log.split(separator: "\n").filter { $0.hasPrefix("missing: ") }
    // 1023 is no call; the two others are, and their numbers do not change.
    #expect(
      missing == [
        "missing: call 1023, which Linux 6.1 does not have either", "missing: io_uring_setup (425)",
        "missing: clock_gettime (228), clockid 8", "missing: mremap (25), flags dontUnmap",
      ])
  }
}
