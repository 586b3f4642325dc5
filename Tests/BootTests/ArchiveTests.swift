// Initial RAM disks that cannot be used: the kernel can start nothing then, says why, and the run fails.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ArchiveTests {
  /// A disk made from a good archive.
  struct Disk: CustomTestStringConvertible {
    let testDescription: String
    let message: String
    let make: @Sendable ([UInt8]) -> MachineTask.InitialRAMDisk

    init(_ name: String, _ message: String, _ make: @Sendable @escaping ([UInt8]) -> [UInt8]) {
      testDescription = name
      self.message = message
      self.make = { .bytes(make($0)) }
    }

    init(missing name: String, _ message: String) {
      testDescription = name
      self.message = message
      make = { _ in .none }
    }
  }

  // Each header is 110 bytes: a magic number of 6 and 13 fields of 8 hexadecimal digits (cpio(5)); the name follows.
  static let disks = [
    Disk(missing: "missing", "no initial RAM disk"),
    Disk("empty", "no initial RAM disk") { _ in [] },
    Disk("zeros", "no cpio archive") { _ in [UInt8](repeating: 0, count: 4096) },
    Disk("noise", "no cpio archive") { _ in (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 0x9e37 >> 7) | 1 } },
    Disk("compressed", "compressed") { [0x1f, 0x8b, 8, 0] + $0 },
    Disk("old format", "no cpio archive") { Array("070707".utf8) + $0.dropFirst(6) },
    Disk("cut inside the first header", "ends inside a header") { Array($0.prefix(50)) },
    Disk("cut inside the first name", "ends inside a name") { Array($0.prefix(111)) },
    Disk("cut in its middle", "the archive ends") { Array($0.prefix($0.count / 2 & ~3)) },
    Disk("without its end", "the archive ends") { Array($0.prefix($0.count - 512)) },
    Disk("no hexadecimal digits", "not a hexadecimal number") { $0.replacing("xyz", at: 54) },
    Disk("a name of no bytes", "size of a name") { $0.replacing("00000000", at: 94) },
    Disk("a name of 4 GiB", "size of a name") { $0.replacing("ffffffff", at: 94) },
    Disk("a name without an end", "does not end with a zero") { $0.replacing("x", at: 111) },
    Disk("a file of 4 GiB", "ends inside the data") { $0.replacing("ffffffff", at: 54) },
    Disk("a mode of no type", "names no type") { $0.replacing("00000000", at: 14) },
    Disk("noise behind the end", "no cpio archive") { $0 + Array("noise".utf8) },
  ]

  @Test(arguments: disks, [MachineKind.pc, .microvm])
  func aDiskThatCannotBeUnpackedEndsTheRunWithAReason(disk: Disk, machine: MachineKind) async throws {
    let archive = try await Self.archive()
    let failure = await #expect(throws: MachineFailure.self) {
      try await Machine.boot(machine: machine) {
        var task = Self.task
        task.initialRAMDisk = disk.make(archive)
        return task
      }
    }
    #expect(failure?.outcome == .panicked)
    let said = failure?.transcript
    #expect(said?.output.isEmpty == true)
    #expect(said?.errorText.hasPrefix("martlet: ") == true)
    #expect(said?.errorText.contains(disk.message) == true, "\(said?.errorText ?? "")")
    #expect(said?.errorText.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    // The log has it as well: it is what the tool shows as the last words.
    #expect(said?.log.contains(disk.message) == true, "\(said?.log ?? "")")
  }

  @Test func theArchiveThatTheOthersAreMadeOfIsGood() async throws {
    let archive = try await Self.archive()
    let run = try await Machine.boot {
      var task = Self.task
      task.initialRAMDisk = .bytes(archive)
      return task
    }
    #expect(run.outputText.contains("30"))
    #expect(run.status == 0)
  }

  @Test func aFileInThePlaceOfDevGivesWayToTheDevices() async throws {
    let run = try await Machine.run(guestPath: "/dev", files: [.text("", at: "/dev")])
    #expect(run.outcome == .exited(status: 126))
  }

  @Test func namingNoProgramIsSaid() async throws {
    let failure = await #expect(throws: MachineFailure.self) { try await Machine.run(guestPath: "") }
    #expect(failure?.outcome == .panicked)
    #expect(failure?.transcript.errorText.contains("no program named") == true)
    #expect(failure?.transcript.log.contains("no program named") == true)
  }

  /// What is to run.
  private static var task: MachineTask {
    MachineTask(files: FileTree(), program: "/bin/useless", arguments: [Array("useless".utf8)], environment: [])
  }

  /// An archive as cpio(1) makes it of a folder with the program and what the command line names.
  private static func archive() async throws -> [UInt8] {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    let script = """
      mkdir bin .martlet && cp \(try ProjectFolder.current().programs)/useless bin
      printf 'useless\\0' > .martlet/argv && : > .martlet/envp && find . | sort | cpio --quiet -o -H newc
      """
    let made = try await HostCommand.run(["bash", "-e", "-c", script], in: folder.url)
    try #require(made.status == 0, "\(made.errorText)")
    return made.output
  }
}

extension [UInt8] {
  /// The bytes with a text put in at an offset.
  fileprivate func replacing(_ text: String, at offset: Int) -> [UInt8] {
    prefix(offset) + Array(text.utf8) + dropFirst(offset + text.utf8.count)
  }
}
