// The kernel's result line and the exit statuses that it leads to.

import Testing

@testable import MachineRunner

@Suite struct MachineOutcomeTests {
  @Test(arguments: [
    ("exited 0\n", MachineOutcome.exited(status: 0)), ("exited 255\n", .exited(status: 255)),
    ("signaled 11\n", .signaled(11)), ("panicked\n", .panicked),
  ])
  func aResultLineIsUnderstood(line: String, outcome: MachineOutcome) {
    #expect(MachineOutcome(resultLine: Array(line.utf8)) == outcome)
  }

  @Test(arguments: [
    "", "\n", "exited 0", "exited 256\n", "exited -1\n", "exited\n", "exited 0 \n", "exited  0\n", "signaled 0\n",
    "signaled 128\n", "panicked 1\n", "exited 0\nexited 0\n", "exited 0\npanicked\n", "Exited 0\n",
  ])
  func anythingElseIsNoResult(line: String) {
    #expect(MachineOutcome(resultLine: Array(line.utf8)) == nil)
  }

  @Test(arguments: [
    (MachineOutcome.exited(status: 7), Int32(7)), (.signaled(11), 139), (.timedOut, 124), (.panicked, 125),
    (.failed("why"), 125), (.outputClosed, 141), (.interrupted(2), 130),
  ])
  func theExitStatusFollowsTheOutcome(outcome: MachineOutcome, status: Int32) {
    #expect(outcome.exitStatus == status)
  }
}
