// What is made and ended over and over leaves nothing behind: no frame, no byte of the heap, no descriptor.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("musl-gcc"), "there is no kernel yet, or no musl-gcc"))
struct CycleTests {
  @Test(arguments: [MachineKind.pc, .microvm])
  func `thousands of processes and channels leave nothing behind`(machine: MachineKind) async throws {
    let program = try await StrangerProgram(source: "cycles", kind: .musl).built()
    let run = try await Machine.run(
      guestPath: "/program", arguments: ["2000", "/program"], files: [.host(program, at: "/program")], machine: machine
    ) {
      $0.memory = 16
      $0.kernelWords = ["log=info", "check=5000"]
    }
    #expect(run.status == 0)
    let kinds = ["fork", "execve", "thread", "pipe", "socket", "signal", "open", "mmap", "epoll"]
    // A page of the heap may have been begun; two bytes a round would be more.
    let lines = kinds.map { kind in ["\(kind): 0 kB lost", "\(kind): 4 kB lost"] } + [["next descriptor: 3"]]
    let said = run.outputText.split(separator: "\n").map(String.init)
    #expect(said.count == lines.count)
    for (line, right) in zip(said, lines) { #expect(right.contains(line)) }
    #expect(run.log.contains("heap bytes are as they were"), "\(run.log)")
  }
}
