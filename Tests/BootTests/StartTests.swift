// How a program starts: its arguments, its environment, the files beside it; and what cannot start.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct StartTests {
  @Test(arguments: ["hello", "hello-raw", "hello-thin"])
  func everyHelloSaysHello(program: String) async throws {
    let run = try await Machine.run(program)
    #expect(run.outputText.lowercased().hasPrefix("hello"))
    #expect(run.outputText.hasSuffix("\n"))
    #expect(run.status == 0)
  }

  @Test func aStrangersStaticProgramRuns() async throws {
    let arguments = ["sh", "-c", "echo \"$0|$1|$GREETING\"; read line < /etc/motd; echo \"$line\"; exit 42", "a b", ""]
    let run = try await Machine.run(
      "/bin/busybox", arguments: arguments,
      files: [.host("/bin/busybox", at: "/bin/busybox"), .text("the day's message\n", at: "/etc/motd")],
      environment: ["GREETING=good day"])
    #expect(run.outputText == "a b||good day\nthe day's message\n")
    #expect(run.status == 42)
  }

  @Test func aProgramBehindALinkInTheRootStarts() async throws {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    let make = "mkdir -p root/usr/bin; ln -s usr/bin root/bin; ln -s /bin/busybox root/bin/sh; cp /bin/busybox root/bin"
    #expect(try await HostCommand.run(["bash", "-c", make], in: folder.url).status == 0)
    let command = [try BuiltProject.runner, "--timeout", "60", "--root", "root", "/bin/sh", "-c", "echo $0; exit 3"]
    let run = try await HostCommand.run(command, in: folder.url)
    #expect(run.outputText == "/bin/sh\n")
    #expect(run.status == 3)
  }
}
