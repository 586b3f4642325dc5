// Standard streams: what goes in comes out, byte for byte, the end included.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct StreamTests {
  /// Every byte, and runs of those that terminals, telnet and text would change.
  private static let everyByte =
    (UInt8.min...UInt8.max).flatMap { [$0, $0] } + Array("\r\n\n\r\u{4}\u{3}\u{1a}\0\0".utf8) + [255, 255, 243, 255]

  @Test(arguments: ["cat", "cat-typed"], ConsoleKind.allCases)
  func catEchoesStandardInputToItsEnd(program: String, console: ConsoleKind) async throws {
    let run = try await Machine.run(program, input: .bytes(Self.everyByte), console: console)
    #expect(difference(between: run.output, and: Self.everyByte) == nil)
    #expect(run.error.isEmpty)
    #expect(run.status == 0)
  }

  @Test(arguments: ["cat", "cat-typed"], ConsoleKind.allCases)
  func anInputThatIsEmptyEnds(program: String, console: ConsoleKind) async throws {
    let run = try await Machine.run(program, input: .bytes([]), console: console)
    #expect(run.output.isEmpty && run.error.isEmpty)
    #expect(run.status == 0)
  }

  @Test(arguments: ConsoleKind.allCases)
  func catWaitsWhileNobodyTypes(console: ConsoleKind) async throws {
    let failure = await #expect(throws: MachineFailure.self) {
      _ = try await Machine.run("cat", input: .silence, console: console, timeout: 4)
    }
    #expect(failure?.outcome == .timedOut)
  }

  @Test(arguments: ["cat", "cat-naive", "cat-typed"])
  func catCopiesFilesOfEverySize(program: String) async throws {
    for size in [0, 1, 4095, 4096, 65535, 65536, 65537, 1_000_003] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
      let run = try await Machine.run(program, arguments: ["/file"], files: [.bytes(bytes, at: "/file")])
      #expect(difference(between: run.output, and: bytes) == nil, "\(size) bytes")
      #expect(run.status == 0)
    }
  }

  @Test(arguments: ["cat", "cat-naive", "cat-typed"])
  func aPathThatDoesNotExistIsAnErrorOnStandardError(program: String) async throws {
    let run = try await Machine.run(program, arguments: ["/nonesuch"])
    #expect(run.output.isEmpty)
    #expect(run.errorText.contains("/nonesuch"))
    #expect(run.errorText.hasSuffix("\n"))
    #expect(run.status != 0 && run.status < 124)
  }

  @Test(arguments: ["cat", "cat-naive", "cat-typed"])
  func aDirectoryIsAnErrorOnStandardError(program: String) async throws {
    let run = try await Machine.run(program, arguments: ["/folder"], files: [.folder(at: "/folder")])
    #expect(run.output.isEmpty)
    #expect(run.errorText.contains("/folder"))
    #expect(run.errorText.contains("Is a directory") || program == "cat-naive")
    #expect(run.status != 0 && run.status < 124)
  }

  @Test(arguments: ["cat", "cat-typed"])
  func oneBadPathAmongGoodOnesSpoilsOnlyTheStatus(program: String) async throws {
    let run = try await Machine.run(
      program, arguments: ["/one", "/nonesuch", "/two"],
      files: [.text("first\n", at: "/one"), .text("second\n", at: "/two")])
    #expect(run.outputText == "first\nsecond\n")
    #expect(run.errorText == "\(program): /nonesuch: No such file or directory\n")
    #expect(run.status == 1)
  }

  @Test(arguments: ["/one", "/nonesuch", "/"])
  func theSameCatDoesTheSameOnTheHostsLinux(path: String) async throws {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    let name = String(path.dropFirst())
    let contents = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ $0 >> 7) }
    try folder.write(contents, to: "one")
    let program = "\(try ProjectFolder.current().programs)/cat"
    let host = try await HostCommand.run([program, name.isEmpty ? "/" : name], in: folder.url)
    let guest = try await Machine.run(
      "cat", arguments: [name.isEmpty ? "/" : name], files: [.bytes(contents, at: "/one")])
    #expect(difference(between: guest.output, and: host.output) == nil)
    #expect(guest.errorText == host.errorText)
    #expect(guest.status == host.status)
  }

  @Test(arguments: ConsoleKind.allCases)
  func standardErrorIsApartFromStandardOutput(console: ConsoleKind) async throws {
    let script = "echo one; echo two >&2; echo three; echo four >&2; echo five > /dev/null; echo six > /dev/console"
    let run = try await Machine.run(
      "/bin/busybox", arguments: ["sh", "-c", script], files: [.host("/bin/busybox", at: "/bin/busybox")],
      console: console
    ) { $0.kernelWords = ["log=debug"] }
    #expect(run.outputText == "one\nthree\nsix\n")
    #expect(run.errorText == "two\nfour\n")
    #expect(run.status == 0)
  }

  @Test(arguments: ConsoleKind.allCases)
  func aReaderOfStandardOutputThatGoesAwayEndsTheRun(console: ConsoleKind) async throws {
    try await BuiltProject.ready()
    let command =
      "\(try BuiltProject.runner) --timeout 60 --console \(console) cat /dev/zero | head -c 100000 | sha256sum; echo ${PIPESTATUS[0]}"
    let run = try await HostCommand.run(["bash", "-c", command])
    let zeros = try await HostCommand.run(["bash", "-c", "head -c 100000 /dev/zero | sha256sum"])
    #expect(run.outputText == zeros.outputText + "141\n")
    #expect(run.errorText == "")
  }

  @Test(arguments: ConsoleKind.allCases)
  func outputLeavesTheMachineBeforeItIsOff(console: ConsoleKind) async throws {
    // More than any FIFO or queue holds, right before the end.
    let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 17 &+ $0 >> 8) }
    let run = try await Machine.run("cat", arguments: ["/file"], files: [.bytes(bytes, at: "/file")], console: console)
    #expect(difference(between: run.output, and: bytes) == nil)
    #expect(run.status == 0)
  }

  @Test func aFileOf200MegabytesArrivesAsItWas() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/large"
    // Bytes that repeat with no power of two: a lost or doubled block would shift what follows.
    let make = "yes 'a line of the large file' | head -c 200000003 > \(file)"
    #expect(try await HostCommand.run(["bash", "-c", make]).status == 0)
    let command = "\(try BuiltProject.runner) --timeout 120 --file \(file) cat /large | sha256sum"
    try await BuiltProject.ready()
    let guest = try await HostCommand.run(["bash", "-o", "pipefail", "-c", command])
    let host = try await HostCommand.run(["bash", "-c", "sha256sum < \(file)"])
    #expect(guest.status == 0, "\(guest.errorText)")
    #expect(guest.outputText == host.outputText)
  }
}
