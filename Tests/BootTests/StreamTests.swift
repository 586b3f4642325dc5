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
