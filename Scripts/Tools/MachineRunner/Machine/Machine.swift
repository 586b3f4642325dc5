// One run from beginning to end: archive, command line, QEMU, streams, outcome.

import Glibc

/// What the machine is to run.
public struct MachineTask {
  /// What the boot loader hands over as the initial RAM disk.
  public enum InitialRAMDisk {
    /// An archive of the task's files.
    case files
    /// These bytes, whatever they are.
    case bytes([UInt8])
    /// None at all.
    case none
  }

  /// The guest's files, the program among them.
  public var files: FileTree
  /// What the guest gets them as.
  public var initialRAMDisk = InitialRAMDisk.files
  /// The program's path in the guest; empty to name none.
  public var program: String
  /// The program's arguments, its own name first, each without NUL.
  public var arguments: [[UInt8]]
  /// The program's environment, each `KEY=VALUE`.
  public var environment: [String]

  /// A task.
  public init(files: FileTree, program: String, arguments: [[UInt8]], environment: [String]) {
    self.files = files
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }
}

/// A machine that runs one program and is gone.
public enum Machine {
  /// Runs a task on a fresh machine. The calling thread carries the streams until QEMU has ended.
  /// - Throws: `HostError` when it could not be started: a file that is not there, say.
  public static func run(
    _ task: MachineTask, options: MachineOptions, streams: MachineStreams
  ) throws -> MachineOutcome {
    guard options.kernel.exists else { throw HostError("\(options.kernel): no such kernel; is it built?") }
    let sparseFiles = task.files.sparseFileList
    let commandLine = try commandLine(for: task, options: options, hasSparseFiles: !sparseFiles.isEmpty)
    let (archive, byteCount) = try archive(of: task, sparseFiles: sparseFiles)
    let channels = try Channels(console: options.console)
    let command = QEMUCommand(
      options: options, channels: channels, archive: archive, archiveByteCount: byteCount, commandLine: commandLine)
    let process = try MachineProcess(
      arguments: command.arguments, inheriting: channels.inherited + [archive].compactMap { $0 },
      diagnostics: channels.diagnostics.theirs)
    channels.closeTheirs()
    let relay = Relay(process, channels: channels, streams: streams, options: options)
    relay.run()
    if let interruption = relay.interruption { return interruption }
    return outcome(waitStatus: process.wait() ?? 0, relay: relay)
  }

  /// The kernel's command line.
  private static func commandLine(
    for task: MachineTask, options: MachineOptions, hasSparseFiles: Bool
  ) throws -> String {
    guard !task.program.contains(where: \.isWhitespace) else {
      throw HostError("\(task.program): white space in a program's path cannot be put on the kernel's command line")
    }
    let words =
      (task.program.isEmpty ? [] : ["program=\(task.program)"])
      + ["argv=/.martlet/argv", "envp=/.martlet/envp", "console=\(options.console.rawValue)"]
      + (hasSparseFiles ? ["sparse=/.martlet/sparse"] : [])
      + (options.window.map { ["console-tty=\($0.text)"] } ?? [])
      + options.wordsForRepeating + options.kernelWords
    let line = words.joined(separator: " ")
    // QEMU's PVH loader has a page for it, the closing NUL included.
    guard line.utf8.count < 4096 else {
      throw HostError("the kernel's command line would be \(line.utf8.count) bytes long, and 4095 is the limit")
    }
    return line
  }

  /// Writes the task's files, and what the kernel expects to find beside them, to an archive with no name.
  private static func archive(
    of task: MachineTask, sparseFiles: [UInt8]
  ) throws -> (file: Descriptor?, byteCount: UInt64) {
    switch task.initialRAMDisk {
    case .none: return (nil, 0)
    case .bytes(let bytes):
      let file = try Descriptor.unnamedFile()
      try file.write(bytes)
      return (file, UInt64(bytes.count))
    case .files: break
    }
    try task.files.add(task.arguments.flatMap { $0 + [0] }, at: "/.martlet/argv")
    try task.files.add(task.environment.flatMap { Array($0.utf8) + [0] }, at: "/.martlet/envp")
    if !sparseFiles.isEmpty { try task.files.add(sparseFiles, at: "/.martlet/sparse") }
    try task.files.insertFolderIfMissing(at: "/dev", permissions: 0o755)
    try task.files.insertFolderIfMissing(at: "/bin", permissions: 0o755)
    try task.files.insertFolderIfMissing(at: "/tmp", permissions: 0o1777)
    let file = try Descriptor.unnamedFile()
    return (file, try ArchiveWriter.write(task.files, to: file))
  }

  /// What the kernel said, believed only if QEMU then ended as the kernel ends it.
  private static func outcome(waitStatus: Int32, relay: Relay) -> MachineOutcome {
    let ownWords = String(decoding: relay.diagnostics.bytes, as: UTF8.self).split(separator: "\n")
      // Its announcement of the socket that we made.
      .filter { !$0.contains("QEMU waiting for connection") }.joined(separator: "; ")
    let signal = waitStatus & 0x7f
    if signal != 0 { return .failed("QEMU was ended by signal \(signal)\(ownWords.isEmpty ? "" : ": \(ownWords)")") }
    // isa-debug-exit makes the status odd; a triple fault or a plain shutdown leaves 0.
    let status = waitStatus >> 8 & 0xff
    if relay.resultLine.isEmpty {
      if !ownWords.isEmpty { return .failed(ownWords) }
      return .failed("the machine stopped and the kernel had not said how the program ended")
    }
    guard status & 1 == 1, let outcome = MachineOutcome(resultLine: relay.resultLine) else {
      let line = String(decoding: relay.resultLine, as: UTF8.self)
      return .failed("QEMU ended with status \(status) and the kernel's result was \(line.debugDescription)")
    }
    return outcome
  }
}
