// Programs that talk to one another, beside themselves on the host's Linux, line by line.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("musl-gcc"), "there is no kernel yet, or no musl-gcc"))
struct ChannelTests {
  // Only root can try what other users may not.
  static let sources =
    ["pipes", "splice", "proc", "selectors", "threads", "times"]
    + (geteuid() == 0 ? ["sockets", "processes", "askings", "limits", "seals", "mappings", "files"] : [])

  @Test(arguments: sources)
  func programsTalkAsOnTheHostsLinux(source: String) async throws {
    try await BuiltProject.ready()
    let program = try await StrangerProgram(source: source, kind: .musl).built()
    let folder = try TemporaryFolder()
    let host = try await HostCommand.run(["bash", "-c", "\(program) \(program) </dev/null"], in: folder.url)
    let guest = try await HostCommand.run(
      [
        "bash", "-c",
        "\(try BuiltProject.runner) --timeout 90 --file \(program):/program \(program) /program </dev/null",
      ], in: folder.url)
    #expect(host.status == 0, "\(host.errorText)")
    #expect(guest.status == 0, "\(guest.errorText)")
    #expect(guest.errorText == "")
    let hostLines = host.outputText.split(separator: "\n")
    let guestLines = guest.outputText.split(separator: "\n")
    #expect(hostLines.count > 15)
    #expect(hostLines.count == guestLines.count)
    for (guestLine, hostLine) in zip(guestLines, hostLines) where guestLine != hostLine {
      Issue.record("Martlet says \"\(guestLine)\", Linux \"\(hostLine)\"")
    }
  }
}
