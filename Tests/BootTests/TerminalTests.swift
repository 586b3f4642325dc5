// A person at a terminal: what is typed and shown, line editing, job control, full-screen programs, and the host's terminal
// afterwards.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("busybox"), "there is no kernel yet, or no busybox-static"))
struct TerminalTests {
  private static let root = Task {
    let folder = try TemporaryFolder()
    let script = try ProjectFolder.current().path.appending("Scripts/make-shell-root")
    let result = try await HostCommand.run(["\(script)", "\(folder.path)/root"])
    guard result.status == 0 else { throw HostError(result.errorText) }
    return folder
  }

  private static let prompt = "martlet:/# "

  // Keys that are meant for a program are typed once it has said that it is ready: till then the terminal, or what is in
  // front, is the shell's.

  /// Runs a body beside an interactive shell that has shown its prompt.
  private func withShell(
    _ body: @Sendable @escaping (ScriptedTerminal) throws -> Void
  ) async throws {
    try await BuiltProject.ready()
    let folder = try await Self.root.value
    let words =
      [try BuiltProject.runner, "--timeout", "60", "--root", "\(folder.path)/root"]
      + ["HOME=/root", "ENV=/etc/shrc", "PATH=/bin"].flatMap { ["--env", $0] } + ["/bin/sh"]
    try await ScriptedTerminal.run(words) { terminal in
      try terminal.expect(Self.prompt)
      try body(terminal)
    }
  }

  /// - Parameter status: how the command ends, or `nil` if it only must not succeed.
  private func expectEnd(of terminal: ScriptedTerminal, status: Int32?) throws {
    let end = try terminal.end()
    if let status { #expect(end.status == status) } else { #expect(end.status != 0) }
    #expect(end.isAsBefore, "the host's terminal has other settings")
  }

  @Test func `a line is edited and the shell's status is the run's`() async throws {
    try await withShell { terminal in
      try terminal.type(line: "echo $((6*7))", expecting: "\n42\r\n\(Self.prompt)")
      try terminal.type("\u{1B}[A")
      try terminal.expect("echo $((6*7))")
      try terminal.type(line: "", expecting: "\n42\r\n\(Self.prompt)")
      try terminal.type("ls /etc/shr\t")
      try terminal.expect("/etc/shrc")
      try terminal.type(line: "", expecting: "\n/etc/shrc\r\n\(Self.prompt)")
      try terminal.type(line: "exit 7", expecting: "exit 7\r\n")
      try expectEnd(of: terminal, status: 7)
    }
  }

  @Test func `the kernel edits lines where the program does not`() async throws {
    try await withShell { terminal in
      try terminal.type(line: "echo ready; read line; echo \"<$line>\"", expecting: "\nready\r\n")
      try terminal.type("one twu\u{7F}o")
      try terminal.expect("one twu\u{8} \u{8}o")
      try terminal.type(line: " three\u{17}four", expecting: "<one two four>\r\n\(Self.prompt)")
      try terminal.type(line: "echo ready; cat", expecting: "\nready\r\n")
      try terminal.type(line: "abc", expecting: "abc\r\nabc\r\n")
      try terminal.type(line: "wrong\u{15}right", expecting: "right\r\nright\r\n")
      // The end of file: in the middle of a line it only sends what there is.
      try terminal.type("part\u{4}")
      try terminal.expect("partpart")
      try terminal.type("\u{4}")
      try terminal.expect(Self.prompt)
      try terminal.type(line: "echo $?", expecting: "\n0\r\n\(Self.prompt)")
      try terminal.type("\u{4}")
      try expectEnd(of: terminal, status: 0)
    }
  }

  @Test func `keys interrupt and stop what is in front`() async throws {
    try await withShell { terminal in
      for (key, status) in [("\u{3}", 130), ("\u{1C}", 131)] {
        try terminal.type(line: "echo ready; cat", expecting: "\nready\r\n")
        try terminal.type(line: "here", expecting: "here\r\nhere\r\n")
        try terminal.type(key)
        try terminal.expect(Self.prompt)
        try terminal.type(line: "echo $?", expecting: "\n\(status)\r\n\(Self.prompt)")
      }
      let going = "trap \"echo goes on\" CONT; echo ready; while :; do sleep 0.1; done"
      try terminal.type(line: "sh -c '\(going)' | cat", expecting: "\nready\r\n")
      try terminal.type("\u{1A}")
      try terminal.expect("Stopped")
      try terminal.type(line: "jobs", expecting: "Stopped")
      try terminal.type(line: "bg", expecting: "goes on\r\n")
      try terminal.type(line: "jobs", expecting: "Running")
      try terminal.type(line: "fg", expecting: "goes on\r\n")
      try terminal.type("\u{3}")
      try terminal.expect(Self.prompt)
      // What is behind may write, and may not read.
      try terminal.type(line: "(sleep 0.2; echo behind) &", expecting: "behind\r\n")
      try terminal.type(line: "cat &", expecting: "\n")
      try terminal.type(line: "sleep 0.2", expecting: Self.prompt)
      try terminal.type(line: "jobs", expecting: "Stopped (tty input)")
      try terminal.type(line: "kill -9 $!", expecting: Self.prompt)
      try terminal.type(line: "sleep 0.2; jobs", expecting: "Killed")
      try terminal.type(line: "exit 3", expecting: "exit 3\r\n")
      try expectEnd(of: terminal, status: 3)
    }
  }

  @Test func `programs fill the screen and follow its size`() async throws {
    try await withShell { terminal in
      try terminal.type(line: "stty size", expecting: "\n24 80\r\n\(Self.prompt)")
      try terminal.resize(rows: 40, columns: 100)
      try terminal.type(line: "sleep 0.3; stty size", expecting: "\n40 100\r\n\(Self.prompt)")
      try terminal.type(line: "vi /tmp/text", expecting: "\u{1B}[39;1H~")
      try terminal.type("ihello there")
      try terminal.expect("hello there")
      // The escape alone: what comes right behind it could belong to it.
      try terminal.type("\u{1B}")
      try terminal.expect("- /tmp/text")
      try terminal.type(line: ":wq", expecting: Self.prompt)
      try terminal.type(line: "cat /tmp/text", expecting: "\nhello there\r\n\(Self.prompt)")
      try terminal.type(line: "top", expecting: "Load average")
      try terminal.expect("/bin/sh")
      try terminal.type("q")
      try terminal.expect(Self.prompt)
      try terminal.type(line: "trap 'echo changed' WINCH; sleep 1000 & echo ready; wait", expecting: "\nready\r\n")
      try terminal.resize(rows: 30, columns: 90)
      try terminal.expect("changed\r\n")
      try terminal.type(line: "exit 0", expecting: "exit 0\r\n")
      try expectEnd(of: terminal, status: 0)
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func `the host's terminal is as it was however the run ends`(signal: Int32) async throws {
    try await withShell { terminal in
      try terminal.type(line: "stty raw; echo ready; cat", expecting: "\nready")
      try terminal.send(signal)
      try expectEnd(of: terminal, status: nil)
    }
  }

  @Test func `three keys end a machine that does not listen`() async throws {
    try await withShell { terminal in
      try terminal.type(line: "trap '' INT; echo ready; while :; do :; done", expecting: "\nready\r\n")
      try terminal.type("\u{1D}\u{1D}\u{1D}")
      try expectEnd(of: terminal, status: nil)
    }
  }
}
