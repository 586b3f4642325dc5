// What is in /proc, as programs that everyone has read it.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ProcTests {
  @Test(
    .enabled(if: isInstalled("busybox"), "busybox is not installed"),
    arguments: [
      ("ps", "busybox sh -c"), ("top -b -n1", "% idle"), ("pidof sh exe busybox", "2"), ("free", "Mem: "),
      ("uptime", "load average"), ("mount", "proc on /proc type proc"), ("df", "devtmpfs"),
      ("df /proc", "/proc"), ("cat /dev/fd/0 </proc/sys/kernel/ostype", "Linux"),
      ("ls -l /dev/stdin", "/proc/self/fd/0"),
    ])
  func busyboxFindsWhatItAsksFor(command: String, expected: String) async throws {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    // The shell goes on after the command, so that it is there to be found.
    let run = try await HostCommand.run(
      [BuiltProject.runner, "--timeout", "90", "/bin/busybox", "sh", "-c", "\(command); exit $?"], in: folder.url)
    #expect(run.status == 0, "\(run.outputText)\(run.errorText)")
    #expect(run.outputText.contains(expected), "\(run.outputText)")
    #expect(run.errorText == "")
  }
}
