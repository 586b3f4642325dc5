// The tree that a program finds is the folder that the run was given.

import MachineRunner
import MachineTesting
import Testing

@Suite(
  .enabled(if: BuiltProject.hasKernel, "there is no kernel yet"),
  .enabled(if: isInstalled("busybox"), "there is no busybox-static"))
struct TreeTests {
  private let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    let commands = """
      mkdir -p in/d && cd in && echo x > d/one && ln d/one d/two && chmod 2750 d && touch -d @1000000000 d/one
      truncate -s 1G holes && printf M | dd of=holes bs=1 seek=600000000 conv=notrunc
      """
    #expect(try await HostCommand.run(["bash", "-ec", commands], in: folder.url).status == 0)
  }

  private func busybox(_ words: [String]) async throws -> MachineRun {
    let path = HostPath(folder.path).appending("in")
    return try await Machine.boot(machine: .microvm) {
      let tree = try FileTree(copyOf: path)
      let program = try ProgramFinder(builtPrograms: path).place("/bin/busybox", into: tree, guestFirst: false)
      return MachineTask(
        files: tree, program: program, arguments: (["busybox"] + words).map { Array($0.utf8) }, environment: [])
    } configure: {
      $0.memory = 64
    }
  }

  @Test func `hard links, modes and times arrive`() async throws {
    let run = try await busybox(["stat", "-c", "%n %h %a %Y", "/d/one", "/d/two", "/d"])
    #expect(run.outputText.hasPrefix("/d/one 2 644 1000000000\n/d/two 2 644 1000000000\n/d 2 2750 "))
    #expect(run.status == 0)
  }

  @Test func `a file of 1 GiB with one byte fits into 64 MiB, and has its byte`() async throws {
    let status = try await busybox(["stat", "-c", "%s %b", "/holes"])
    #expect(status.outputText == "1073741824 8\n")
    let byte = try await busybox(["dd", "if=/holes", "bs=1", "skip=599999999", "count=3"])
    #expect(byte.output == [0, UInt8(ascii: "M"), 0])
  }

  @Test func `the tool's own files do not show`() async throws {
    let run = try await busybox(["ls", "-A", "/"])
    #expect(run.outputText == "bin\nd\ndev\nholes\nproc\ntmp\n")
  }
}
