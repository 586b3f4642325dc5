// Files that are no program that can run here: each is refused with one line that names it and says why, and with a
// shell's status. 126: it cannot be run; 127: it is not there.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ProgramFileTests {
  /// A change to a good program's file.
  struct Change: CustomTestStringConvertible {
    let testDescription: String
    let message: String
    let apply: @Sendable (inout [UInt8]) -> Void

    init(_ name: String, _ message: String, _ apply: @Sendable @escaping (inout [UInt8]) -> Void) {
      testDescription = name
      self.message = message
      self.apply = apply
    }

    /// A little-endian number put in at an offset.
    init(_ name: String, _ message: String, at offset: Int, _ byteCount: Int, _ value: UInt64) {
      self.init(name, message) { $0.store(value, byteCount: byteCount, at: offset) }
    }
  }

  // Offsets of elf(5): Elf64_Ehdr, and from 64 on, where our programs have it, the first Elf64_Phdr, of PT_LOAD.
  static let changes: [Change] = [
    Change("empty", "too short to be an ELF program") { $0 = [] },
    Change("one byte", "too short to be an ELF program") { $0 = [0x7f] },
    Change("magic alone", "too short to be an ELF program") { $0 = Array($0.prefix(4)) },
    Change("cut inside the header", "too short to be an ELF program") { $0 = Array($0.prefix(63)) },
    Change("cut inside the program headers", "program headers lie outside the file") { $0 = Array($0.prefix(100)) },
    Change("cut inside a segment", "a segment lies outside the file", truncate: 8),
    Change("a text", "not an ELF file") { $0 = Array("just text\n".utf8) },
    Change("a script", "not an ELF file") { $0 = Array("#!/bin/sh\necho hello\n".utf8) },
    Change("zeros", "not an ELF file") { $0 = [UInt8](repeating: 0, count: 10000) },
    Change("a magic that is off by a bit", "not an ELF file", at: 0, 1, 0x7e),
    Change("32-bit", "32-bit", at: 4, 1, 1),
    Change("neither 32-bit nor 64-bit", "32-bit", at: 4, 1, 9),
    Change("big-endian", "big-endian", at: 5, 1, 2),
    Change("another version", "version", at: 6, 1, 2),
    Change("another version in the header", "version", at: 20, 4, 2),
    Change("relocatable", "an object file", at: 16, 2, 1),
    Change("a core dump", "a core dump", at: 16, 2, 4),
    Change("of no type", "unknown type", at: 16, 2, 0),
    Change("for AArch64", "another processor", at: 18, 2, 183),
    Change("for i386", "another processor", at: 18, 2, 3),
    Change("entry in nowhere", "entry point", at: 24, 8, 0x10),
    Change("entry in the kernel", "entry point", at: 24, 8, 0x7f80_0010_0000),
    Change("program headers past the end", "program headers lie outside", at: 32, 8, 1 << 40),
    Change("program headers past all numbers", "program headers lie outside", at: 32, 8, .max - 7),
    Change("program headers of another size", "wrong size", at: 54, 2, 32),
    Change("no program headers", "no program headers", at: 56, 2, 0),
    Change("65535 program headers", "too many program headers", at: 56, 2, 65535),
    Change("an interpreter of no name", "which interpreter", loadAs: 3),
    Change("nothing to load", "nothing to load", loadAs: 0),
    Change("a segment past the end of the file", "lies outside the file", at: 64 + 8, 8, 1 << 32),
    Change("a segment that wraps in the file", "lies outside the file", at: 64 + 8, 8, .max & ~4095),
    Change("a segment larger in the file than in memory", "smaller in memory", at: 64 + 40, 8, 1),
    Change("a segment in the kernel", "user space", load: 0x7f80_0000_0000),
    Change("a segment in the direct map", "user space", load: 0x6000_0000_0000),
    Change("a segment at the null page", "user space", load: 0),
    Change("a segment in the high half", "user space", load: 0xffff_8000_0000_0000),
    Change("a segment that is written and executed", "both writable and executable", at: 64 + 4, 4, 7),
  ]

  @Test(arguments: changes)
  func aFileThatIsNoProgramIsRefusedByName(change: Change) async throws {
    var file = try await program()
    change.apply(&file)
    let run = try await Machine.run(
      guestPath: "/bin/changed", files: [.program(file, at: "/bin/changed")], machine: .microvm)
    #expect(run.outcome == .exited(status: 126))
    #expect(run.output.isEmpty)
    #expect(run.errorText.hasPrefix("martlet: /bin/changed: "))
    #expect(run.errorText.contains(change.message), "\(run.errorText)")
    #expect(run.errorText.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "one line, and its end")
    #expect(run.log.contains("/bin/changed"))
  }

  @Test func theFileThatTheOthersAreMadeOfIsGood() async throws {
    let run = try await Machine.run(guestPath: "/bin/good", files: [.program(program(), at: "/bin/good")])
    #expect(run.status == 0)
    #expect(run.outputText.lowercased().hasPrefix("hello"))
  }

  @Test func aProgramLargerThanMemoryIsRefused() async throws {
    var file = try await program()
    // The last segment becomes 32 TiB, which fit into user space. What is asked for alone is more than there is.
    file.store(1 << 45, byteCount: 8, at: try #require(file.loads.last) + 40)
    let large = file
    let run = try await Machine.run(guestPath: "/large", files: [.program(large, at: "/large")])
    // A shell's status for what cannot be run: that the machine is too small for it is no failure of the machine's.
    #expect(run.outcome == .exited(status: 126))
    #expect(run.errorText == "martlet: /large: not enough memory to load the program\n")
  }

  @Test(arguments: [
    ("/nonesuch", 127, "No such file or directory"), ("/none/such", 127, "No such file or directory"),
    ("relative", 127, "No such file or directory"), ("/dangling", 127, "No such file or directory"),
    ("/text/inside", 127, "Not a directory"), ("/folder", 126, "Permission denied"), ("/", 126, "Permission denied"),
    ("/text", 126, "Permission denied"), ("/dev/null", 126, "Permission denied"),
    ("/" + String(repeating: "x", count: 256), 126, "File name too long"),
  ])
  func aPathWithoutAProgramIsAShellsStatusAndALine(path: String, status: UInt8, message: String) async throws {
    let run = try await Machine.run(
      guestPath: path, files: [.folder(at: "/folder"), .text("text\n", at: "/text")], machine: .microvm)
    #expect(run.outcome == .exited(status: status))
    #expect(run.output.isEmpty)
    #expect(run.errorText == "martlet: \(path): \(message)\n")
  }

  @Test(arguments: ConsoleKind.allCases)
  func theLineIsOnStandardErrorWhateverTheConsole(console: ConsoleKind) async throws {
    let run = try await Machine.run(guestPath: "/nonesuch", console: console)
    #expect(run.outcome == .exited(status: 127))
    #expect(run.output.isEmpty)
    #expect(run.errorText == "martlet: /nonesuch: No such file or directory\n")
  }

  @Test(arguments: [("text", "just text\n", 126), ("empty", "", 126), ("elf", "\u{7f}ELF", 126)])
  func theToolSaysItToo(name: String, contents: String, status: Int32) async throws {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    try folder.write(Array(contents.utf8), to: name)
    let run = try await HostCommand.run([BuiltProject.runner, "--timeout", "60", "./\(name)"], in: folder.url)
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errorText.hasPrefix("martlet: /bin/\(name): "))
    #expect(run.errorText.contains("ELF"))
  }

  /// A small program of this project's, whose first program header is a PT_LOAD.
  private func program() async throws -> [UInt8] {
    try await BuiltProject.ready()
    let file = try await HostCommand.run(["cat", "\(try ProjectFolder.current().programs)/hello-raw"]).output
    try #require(file.loads.first == 64)
    return file
  }
}

extension ProgramFileTests.Change {
  /// The file without its last bytes, and without what no segment holds.
  init(_ name: String, _ message: String, truncate byteCount: Int) {
    self.init(name, "segment lies outside the file") { file in
      let ends = file.loads.map { file.number(at: $0 + 8) + file.number(at: $0 + 32) }
      file = Array(file.prefix((ends.max() ?? 0) - byteCount))
    }
  }

  /// Every PT_LOAD becomes a program header of another type.
  init(_ name: String, _ message: String, loadAs type: UInt64) {
    self.init(name, message) { file in for load in file.loads { file.store(type, byteCount: 4, at: load) } }
  }

  /// The first PT_LOAD goes to another address, as far into a page as before.
  init(_ name: String, _ message: String, load address: UInt64) {
    self.init(name, message) { file in
      file.store(address + UInt64(file.number(at: 64 + 16) & 4095), byteCount: 8, at: 64 + 16)
    }
  }
}

extension [UInt8] {
  /// Puts in a little-endian number.
  fileprivate mutating func store(_ value: UInt64, byteCount: Int, at offset: Int) {
    for index in 0..<byteCount { self[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
  }

  /// The little-endian number of eight bytes at an offset.
  fileprivate func number(at offset: Int) -> Int {
    (0..<8).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
  }

  /// Where the program headers of type PT_LOAD are.
  fileprivate var loads: [Int] {
    let start = number(at: 32)
    return (0..<Int(self[56])).map { start + 56 * $0 }.filter { self[$0] == 1 && self[$0 + 1] == 0 }
  }
}
