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
    let lines = run.outputText.split(separator: "\n")
    #expect(lines.count == kinds.count + 1)
    for (line, kind) in zip(lines, kinds) {
      // A page or two of the heap may have been begun or given back; eight bytes a round would be more.
      let words = line.split(separator: " ")
      #expect(words.first == "\(kind):")
      #expect(words.count == 4 && Int(words[1]).map { $0 <= 8 } ?? false, "\(line)")
    }
    #expect(lines.last == "next descriptor: 3")
    #expect(run.log.contains("heap bytes are as they were"), "\(run.log)")
  }
}
