// Whatever makes the kernel remember, on machines of every size from too small to ample: what does not fit is refused with
// a reason, and the kernel never runs out in the midst of its work.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct LittleMemoryTests {
  static let sizes = [4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64]

  /// Archives whose entries take as much of the kernel's memory as they can, with the machine's size in MiB.
  enum Hostile: String, CaseIterable {
    /// Names of files that have other names, of which the table of links knows.
    case links
    /// Empty files in one directory.
    case files
    /// Directories, each in the one before as deep as a name goes.
    case directories
    /// Symbolic links with long targets.
    case targets

    func archive(byteCount: Int) -> [UInt8] {
      var archive = Cpio()
      var index = 0
      while archive.bytes.count < byteCount {
        index += 1
        switch self {
        case .links: archive.add("\(index % 10)", mode: 0o100644, inode: index, linkCount: 2)
        case .files: archive.add("f\(index)", mode: 0o100644)
        case .directories:
          archive.add("\(index % 1000)/" + String(repeating: "d/", count: index / 1000), mode: 0o040755)
        case .targets:
          archive.add("l\(index)", mode: 0o120777, content: [UInt8](repeating: 0x61, count: 4000))
        }
      }
      return archive.closed
    }
  }

  @Test(arguments: Hostile.allCases, sizes)
  func `a hostile archive is unpacked or refused`(kind: Hostile, megabytes: Int) async throws {
    // Small machines have no room for more; large ones are filled below.
    let byteCount = min(megabytes << 17, 2 << 20)
    let disk = kind.archive(byteCount: byteCount)
    await boot(megabytes) { task in
      task.initialRAMDisk = .bytes(disk)
      task.program = "/none"
    }
  }

  @Test(arguments: ["argv", "envp", "both", "endless"], sizes)
  func `arguments as long as they may be are passed or refused`(what: String, megabytes: Int) async throws {
    var archive = Cpio()
    // The loader must find room for both lists.
    let count = megabytes < 10 ? 5 : 20
    let strings = [UInt8]((0..<count).map { _ in [UInt8](repeating: 0x61, count: 100_000) + [0] }.joined())
    let list = what == "endless" ? [UInt8](repeating: 0x61, count: 100_000 * count) : strings
    archive.add(".martlet", mode: 0o040755)
    archive.add(".martlet/argv", mode: 0o100644, content: what == "envp" ? [0x61, 0] : list)
    archive.add(".martlet/envp", mode: 0o100644, content: what == "argv" ? [] : list)
    archive.add("none", mode: 0o100755, content: Array("no program".utf8))
    let disk = archive.closed
    await boot(megabytes) { task in
      task.initialRAMDisk = .bytes(disk)
      task.program = "/none"
    }
  }

  @Test func `a table of links that does not fit is refused by its name`() async throws {
    // The same thousand entries over and over: each is one more to remember.
    let part = Hostile.links.archive(byteCount: 112_000).dropLast(Cpio().closed.count)
    let disk = Array(repeatElement(part, count: 450).joined()) + Cpio().closed
    let failure = await #expect(throws: MachineFailure.self) {
      try await Machine.boot(machine: .microvm) {
        var task = Self.task
        task.initialRAMDisk = .bytes(disk)
        return task
      } configure: {
        $0.memory = 64
      }
    }
    #expect(failure?.transcript.errorText == "martlet: there is not enough memory for the files\n")
  }

  private static var task: MachineTask {
    MachineTask(files: FileTree(), program: "/none", arguments: [], environment: [])
  }

  /// Boots a machine that has nothing to run: it must say one thing, without a panic or a fault, and lose nothing.
  private func boot(_ megabytes: Int, _ change: @Sendable @escaping (inout MachineTask) -> Void) async {
    let transcript: MachineTranscript
    do {
      transcript = try await Machine.boot(machine: .microvm) {
        var task = Self.task
        change(&task)
        return task
      } configure: {
        $0.memory = megabytes
        $0.kernelWords = ["log=info"]
      }.transcript
    } catch let failure as MachineFailure where failure.outcome == .panicked {
      transcript = failure.transcript
    } catch {
      Issue.record("\(megabytes) MiB: \(error)")
      return
    }
    let log = transcript.log
    let panics = log.split(separator: "\n").filter { $0.hasPrefix("panic: ") }
    // A machine that is too small for the kernel says that by a panic; it is the boot's own.
    let isTooSmall = panics.allSatisfy { $0.contains("memory") }
    #expect(isTooSmall, "\(megabytes) MiB: \(log)")
    #expect(panics.isEmpty || megabytes < 8, "\(megabytes) MiB: \(log)")
    #expect(!log.contains("vector") && !log.contains("memory lost"), "\(megabytes) MiB: \(log)")
  }
}

/// An archive in newc format, made in memory (cpio(5)).
private struct Cpio {
  private static let digits = Array("0123456789abcdef".utf8)
  private(set) var bytes: [UInt8] = []

  mutating func add(_ name: String, mode: Int, inode: Int = 0, linkCount: Int = 1, content: [UInt8] = []) {
    let fields = [inode, mode, 0, 0, linkCount, 0, content.count, 0, 0, 0, 0, name.utf8.count + 1, 0]
    bytes += Array("070701".utf8)
    for field in fields {
      for shift in stride(from: 28, through: 0, by: -4) { bytes.append(Self.digits[field >> shift & 15]) }
    }
    bytes += Array(name.utf8) + [0]
    while bytes.count % 4 != 0 { bytes.append(0) }
    bytes += content
    while bytes.count % 4 != 0 { bytes.append(0) }
  }

  /// With its end.
  var closed: [UInt8] {
    var copy = self
    copy.add("TRAILER!!!", mode: 0)
    return copy.bytes
  }
}
