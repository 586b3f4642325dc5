// `Machine.run("useless")`: a test's way to run one program on a fresh machine.

import Foundation
import MachineRunner

extension Machine {
  /// Runs a program on a fresh machine, as `Scripts/run` does, when one of the host's CPUs is free.
  /// - Parameters:
  ///   - program: a program of Userland/Programs, a host path, or a path among `files`.
  ///   - arguments: what follows the program's name.
  ///   - input: standard input.
  ///   - files: the guest's files beside the program.
  ///   - environment: the whole environment.
  ///   - timeout: seconds of running after which the run has failed.
  ///   - configure: changes the machine, which starts as a `pc` with a virtio console and one CPU.
  /// - Throws: `MachineFailure` when it was not the program that ended the run.
  public static func run(
    _ program: String, arguments: [String] = [], input: InputSource = .bytes([]), files: [GuestFile] = [],
    environment: [String] = ["PATH=/bin:/usr/bin", "HOME=/", "TERM=linux"], machine: MachineKind = .pc,
    console: ConsoleKind = .virtio, timeout: Double = 60, kernel: HostPath? = nil,
    configure: @Sendable @escaping (inout MachineOptions) -> Void = { _ in }
  ) async throws -> MachineRun {
    try await boot(input: input, machine: machine, console: console, timeout: timeout, kernel: kernel) {
      let tree = FileTree()
      for file in files { try file.add(to: tree) }
      let finder = ProgramFinder(builtPrograms: try ProjectFolder.current().programs)
      let path = try finder.place(program, into: tree, guestFirst: true)
      return MachineTask(
        files: tree, program: path, arguments: ([program] + arguments).map { Array($0.utf8) },
        environment: environment)
    } configure: {
      configure(&$0)
    }
  }

  /// Runs a program by its path in the guest, whether there is one or not.
  public static func run(
    guestPath: String, arguments: [String] = [], files: [GuestFile] = [], environment: [String] = [],
    machine: MachineKind = .pc, console: ConsoleKind = .virtio, timeout: Double = 60,
    configure: @Sendable @escaping (inout MachineOptions) -> Void = { _ in }
  ) async throws -> MachineRun {
    try await boot(machine: machine, console: console, timeout: timeout) {
      let tree = FileTree()
      for file in files { try file.add(to: tree) }
      return MachineTask(
        files: tree, program: guestPath, arguments: ([guestPath] + arguments).map { Array($0.utf8) },
        environment: environment)
    } configure: {
      configure(&$0)
    }
  }

  /// Boots a machine for any task at all, when one of the host's CPUs is free.
  /// - Throws: `MachineFailure` when it was not a program that ended the run, or the kernel missed memory afterwards.
  public static func boot(
    input: InputSource = .bytes([]), machine: MachineKind = .pc, console: ConsoleKind = .virtio,
    timeout: Double = 60, kernel: HostPath? = nil, task makeTask: @Sendable @escaping () throws -> MachineTask,
    configure: @Sendable @escaping (inout MachineOptions) -> Void = { _ in }
  ) async throws -> MachineRun {
    if kernel == nil { try await BuiltProject.ready() }
    var options = MachineOptions(kernel: try kernel ?? ProjectFolder.current().kernel)
    options.machine = machine
    options.console = console
    options.timeout = timeout
    configure(&options)
    let finalOptions = options
    return try await HostCPUs.shared.withOne {
      let task = try makeTask()
      let output = OutputSink(keeping: .max)
      let error = OutputSink(keeping: .max)
      let log = OutputSink(keeping: .max)
      let serial = OutputSink(keeping: .max)
      let streams = MachineStreams(input: input, output: output, error: error, log: log, serial: serial)
      let outcome = try Machine.run(task, options: finalOptions, streams: streams)
      let transcript = MachineTranscript(
        output: output.bytes, error: error.bytes, log: String(decoding: log.bytes, as: UTF8.self),
        serial: serial.bytes)
      switch outcome {
      case .exited, .signaled:
        // However a program ends, all that it had must be free again.
        if let line = transcript.log.split(separator: "\n").first(where: { $0.hasPrefix("memory lost: ") }) {
          throw MachineFailure(outcome: .failed(String(line)), transcript: transcript)
        }
        return MachineRun(outcome: outcome, transcript: transcript)
      case .panicked, .timedOut, .failed, .outputClosed, .interrupted:
        throw MachineFailure(outcome: outcome, transcript: transcript)
      }
    }
  }
}

/// A file for the guest.
public enum GuestFile: Sendable {
  /// These bytes at that path.
  case bytes([UInt8], at: String)
  /// A host file at that path.
  case host(String, at: String)

  /// These bytes, which may be run, at that path.
  case program([UInt8], at: String)
  /// An empty folder at that path.
  case folder(at: String)

  /// This text at that path.
  public static func text(_ text: String, at path: String) -> GuestFile { .bytes(Array(text.utf8), at: path) }

  func add(to tree: FileTree) throws {
    switch self {
    case .bytes(let bytes, let path): try tree.add(bytes, at: path)
    case .host(let file, let path): try tree.add(hostFile: HostPath(file), at: path)
    case .program(let bytes, let path): try tree.add(bytes, at: path, permissions: 0o755)
    case .folder(let path): try tree.addFolder(at: path)
    }
  }
}
