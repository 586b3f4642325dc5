// The classic door against the real thing: one binary, the same files, and what Linux answers line by line.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct ConformanceTests {
  @Test(arguments: ["max", "qemu64"])
  func theClassicDoorAnswersAsTheHostsLinux(cpu: String) async throws {
    try await BuiltProject.ready()
    let project = try ProjectFolder.current()
    let folder = try TemporaryFolder()
    // Each run changes its files, so each has its own. Standard output is a pipe for both, and nobody types.
    let make = "\(project.path)/Scripts/make-conformance-root"
    let host = try await HostCommand.run(
      [
        "bash", "-o", "pipefail", "-c",
        "\(make) host && \(project.programs)/conformance host </dev/null | cat && mkdir root && \(make) root/guest",
      ], in: folder.url)
    #expect(host.status == 0, "\(host.errorText)")
    let guest = try await HostCommand.run(
      [
        "bash", "-o", "pipefail", "-c",
        "\(try BuiltProject.runner) --timeout 90 --cpu \(cpu) --root root conformance guest </dev/null | cat",
      ], in: folder.url)
    #expect(guest.status == 0, "\(guest.errorText)")
    #expect(guest.errorText == "")

    let hostLines = host.outputText.split(separator: "\n", omittingEmptySubsequences: false)
    let guestLines = guest.outputText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(hostLines.count > 500)
    #expect(hostLines.count == guestLines.count)
    for (guestLine, hostLine) in zip(guestLines, hostLines) where guestLine != hostLine {
      // In Martlet the kernel's image is there; in Linux, for all it cares, anything may be.
      if guestLine.contains("top of user half"), guestLine.hasSuffix("= -EFAULT") { continue }
      Issue.record("Martlet says \"\(guestLine)\", Linux \"\(hostLine)\"")
    }
  }
}
