// What files and programs weigh: in little memory there is a run, a full file system is told of and emptied again, and
// programs have their text in common.

import MachineRunner
import MachineTesting
import Testing

@Suite(
  .enabled(if: BuiltProject.hasKernel, "there is no kernel yet"),
  .enabled(if: isInstalled("busybox"), "there is no busybox-static"))
struct StorageTests {
  /// Runs a script that finds nothing but busybox.
  private func shell(_ script: String, megabytes: Int) async throws -> MachineRun {
    try await Machine.run(
      "/bin/busybox", arguments: ["sh", "-c", script],
      files: [.host("/bin/busybox", at: "/bin/busybox")], machine: .microvm
    ) {
      $0.memory = megabytes
    }
  }

  @Test func `busybox echoes in 6 MiB`() async throws {
    let run = try await Machine.run(
      "/bin/busybox", arguments: ["echo", "hello"], files: [.host("/bin/busybox", at: "/bin/busybox")],
      machine: .microvm
    ) {
      $0.memory = 6
    }
    #expect(run.outputText == "hello\n")
    #expect(run.status == 0)
  }

  @Test(arguments: [16, 64, 256])
  func `a file that fills the file system ends with ENOSPC, and everything else goes on`(megabytes: Int) async throws {
    let script = """
      busybox dd if=/dev/zero of=/x bs=16k; echo $?
      busybox rm /x && busybox dd if=/dev/zero of=/dev/null bs=1M count=1; echo $?; exit 0
      """
    let run = try await shell(script, megabytes: megabytes)
    #expect(run.outputText == "1\n0\n")
    #expect(run.errorText.contains("dd: error writing '/x': No space left on device"))
    #expect(run.status == 0)
  }

  @Test func `processes that run one program have its text in common`() async throws {
    let script = """
      free() { while read -r name count unit; do [ $name = MemFree: ] && echo $count; done </proc/meminfo; }
      free; for i in 1 2 3 4 5 6 7 8; do busybox sleep 2 & done; busybox sleep 1; free; exit 0
      """
    let run = try await shell(script, megabytes: 64)
    let free = run.outputText.split(separator: "\n").compactMap { Int($0) }
    #expect(free.count == 2, "\(run.outputText)\(run.errorText)")
    // The program has 1.6 MB of text: eight copies would take 13 MB.
    let taken = (free.first ?? 0) - (free.last ?? 0)
    #expect(taken > 0 && taken < 8 * 300, "\(taken) KiB")
  }
}
