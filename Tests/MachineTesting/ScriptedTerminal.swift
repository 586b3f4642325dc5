// A terminal of the host with a command on it, for tests that type and look at what comes.

import Foundation
import MachineRunner

/// A pseudo-terminal of the host, the controlling terminal of a command, as `script(1)` makes one: what it gets is typed,
/// and what it says stands on the terminal.
public final class ScriptedTerminal {
  private let process = Process()
  private let keys = Pipe()
  private let screen = Pipe()
  /// Where the command's shell leaves word of the terminal.
  private let folder: TemporaryFolder
  /// What has come and was not expected yet.
  private var shown: [UInt8] = []

  /// What is run on the terminal: the command, with its number and the terminal's settings before and after it in files.
  private static let wrapper = """
    tty >name; stty rows "$1" columns "$2"; shift 2; stty -g >before
    bash -c 'echo $$ >number; exec "$@"' command "$@"; status=$?
    stty -g >after; exit $status
    """

  /// Runs a command on a new terminal, and beside it a body, when one of the host's CPUs is free. A command that is still
  /// there after the body is ended.
  public static func run(
    _ words: [String], rows: Int = 24, columns: Int = 80, _ body: @Sendable @escaping (ScriptedTerminal) throws -> Void
  ) async throws {
    try await HostCPUs.shared.withOne {
      let terminal = try ScriptedTerminal()
      try terminal.start(words, rows: rows, columns: columns)
      defer { if terminal.process.isRunning { terminal.process.terminate() } }
      try body(terminal)
    }
  }

  private init() throws { folder = try TemporaryFolder() }

  private func start(_ words: [String], rows: Int, columns: Int) throws {
    func quoted(_ word: String) -> String { "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'" }
    let command = (["bash", "-c", Self.wrapper, "terminal", "\(rows)", "\(columns)"] + words).map(quoted)
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["-q", "-e", "-c", command.joined(separator: " "), "/dev/null"]
    process.currentDirectoryURL = folder.url
    (process.standardInput, process.standardOutput) = (keys, screen)
    try process.run()
  }

  private func word(_ name: String) throws -> String {
    let bytes = try Data(contentsOf: folder.url.appending(component: name))
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Changes the size, as a window does: what runs in front gets SIGWINCH.
  public func resize(rows: Int, columns: Int) throws {
    let result = try HostCommand.runHere(
      ["stty", "-F", try word("name"), "rows", "\(rows)", "columns", "\(columns)"])
    guard result.status == 0 else { throw HostError("stty: \(result.errorText)") }
  }

  /// Types.
  public func type(_ text: String) throws {
    try keys.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// Types a line and waits for what it brings.
  public func type(line: String, expecting text: String) throws {
    try type(line + "\r")
    try expect(text)
  }

  /// Waits until a text stands on the terminal, behind what was expected before.
  /// - Throws: an error that says what stands there, where it does not come in time.
  public func expect(_ text: String, seconds: Double = 30) throws {
    let wanted = Array(text.utf8)
    let source = screen.fileHandleForReading.fileDescriptor
    let end = Date(timeIntervalSinceNow: seconds)
    while true {
      if let range = shown.firstRange(of: wanted) {
        shown.removeSubrange(..<range.upperBound)
        return
      }
      var request = pollfd(fd: source, events: Int16(POLLIN), revents: 0)
      var bytes = [UInt8](repeating: 0, count: 4096)
      guard unsafe poll(&request, 1, Int32(max(0, end.timeIntervalSinceNow * 1000))) > 0,
        case let count = unsafe read(source, &bytes, bytes.count), count > 0
      else {
        let all = String(decoding: shown, as: UTF8.self)
        throw HostError("\(text.debugDescription) did not come; there is \(all.debugDescription)")
      }
      shown += bytes.prefix(count)
    }
  }

  /// Sends a signal to the command.
  public func send(_ signal: Int32) throws {
    guard let number = pid_t(try word("number")) else { throw HostError("the command has no number") }
    kill(number, signal)
  }

  /// Waits until the command has ended, and with it the terminal.
  /// - Returns: its status, 128 and the signal's number if a signal ended it; and whether the terminal's settings were as
  ///   they had been.
  public func end() throws -> (status: Int32, isAsBefore: Bool) {
    process.waitUntilExit()
    return (process.terminationStatus, try word("after") == word("before"))
  }
}
