// The command line of Scripts/run.

import ArgumentParser
import Glibc
import MachineRunner

extension MachineKind: ExpressibleByArgument {}
extension ConsoleKind: ExpressibleByArgument {}

/// Scripts/run as ArgumentParser sees it.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Scripts/run",
    abstract: "Boots Martlet in QEMU, runs one program and exits with its status.",
    usage: "Scripts/run [OPTIONS] PROGRAM [ARG…]",
    discussion: """
      PROGRAM is the bare name of a program in Userland/Programs, a host path to a static x86-64 ELF file, or with \
      --root a path inside that folder. What follows PROGRAM is the program's.

      Standard input, output and error are the program's, byte for byte. Where input and output are both a terminal, the \
      program has a terminal, too: keys, Ctrl-C and Ctrl-Z among them, go to the guest, and so does the window's size. \
      Ctrl-] typed three times within a second ends the machine. The exit status is the program's, or
        128+N  when signal N ended it
        127    when the guest has no such program, and 126 when the file is no program that can run
        124    on a time-out
        125    when the kernel panicked (its last words are on standard error), the machine failed or a file is missing
      """)

  @Option(help: ArgumentHelp("A folder that becomes the guest's file tree.", valueName: "dir"))
  var root: String?

  @Option(
    name: .customLong("file"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Adds one file to the guest; without GUEST, under its own name in /. May repeat.", valueName: "host[:guest]"))
  var files: [String] = []

  @Option(help: ArgumentHelp("MiB of memory. (default: 256, and room for large files)", valueName: "mib"))
  var memory: Int?

  @Option(help: ArgumentHelp("How many CPUs.", valueName: "n"))
  var cpus = 1

  @Option(help: "The machine.")
  var machine = MachineKind.pc

  @Option(
    help: ArgumentHelp("QEMU's name for the CPU. (default: max, and with --icount qemu64)", valueName: "model"))
  var cpu: String?

  @Option(
    help: """
      What carries the standard streams: virtio-serial ports, or the serial ports COM1 and COM2, which are slow with much \
      data.
      """)
  var console = ConsoleKind.virtio

  @Flag(
    inversion: .prefixedNo,
    help: "Whether the program has a terminal. (default: if standard input and output are one)")
  var tty: Bool?

  @Option(
    name: .customLong("env"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Adds to the program's environment; - begins with an empty one. May repeat.", valueName: "k=v"))
  var environment: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Adds to the kernel's command line. May repeat.", valueName: "words"))
  var append: [String] = []

  @Option(help: ArgumentHelp("Stops the machine after so long, with status 124.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("Writes the kernel's own log to a file; - is standard error.", valueName: "file"))
  var log: String?

  @Flag(help: "Logs every system call; --log - shows the log at once.")
  var trace = false

  @Flag(
    help: """
      Says after the run which of Linux's calls and flags the program asked for and did not get (see Kernel/SUPPORT.md).
      """)
  var missing = false

  @Flag(help: "Makes the clock count instructions, one a tick, so that a run repeats exactly.")
  var icount = false

  @Flag(help: "Waits for gdb on TCP port 1234 before the first instruction, with the kernel where it was linked.")
  var gdb = false

  @Option(help: ArgumentHelp("Another kernel than this project's own.", valueName: "elf"))
  var kernel: String?

  @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("The program and its arguments.", valueName: "program"))
  var words: [String] = []

  mutating func validate() throws {
    // Whatever ArgumentParser does not know ends up among the words, and so does `--` itself.
    if words.first == "--" {
      words.removeFirst()
    } else if words.first == "--help" || words.first == "-h" {
      throw CleanExit.helpRequest(self)
    } else if let option = words.first, option.hasPrefix("-") {
      throw ValidationError("unknown option \(option)")
    }
    if words.isEmpty { throw ValidationError("no PROGRAM is named") }
    // The kernel is loaded at 1 MiB: with less it could not even say that this is not enough.
    if let memory, memory < 2 { throw ValidationError("--memory \(memory): at least 2 MiB") }
    if cpus < 1 { throw ValidationError("--cpus \(cpus): at least 1") }
    if let timeout, !(timeout > 0 && timeout.isFinite) { throw ValidationError("--timeout: a number above 0") }
    for variable in environment where variable != Environment.emptying {
      if variable.first != "=" && variable.contains("=") { continue }
      throw ValidationError("--env \(variable): is not of the form KEY=VALUE")
    }
  }

  /// The machine that the options ask for.
  func machineOptions(in project: ProjectFolder) -> MachineOptions {
    var options = MachineOptions(kernel: kernel.map { HostPath($0) } ?? project.kernel)
    options.machine = machine
    options.console = console
    options.cpuCount = cpus
    options.cpu = cpu
    options.memory = memory
    options.kernelWords = (trace ? ["trace"] : []) + append
    options.timeout = timeout
    options.countsInstructions = icount
    options.waitsForDebugger = gdb
    return options
  }

  /// The program, its files, its arguments and its environment.
  func task(in project: ProjectFolder, arguments: [[UInt8]], usesTerminal: Bool = false) throws -> MachineTask {
    let tree = try root.map { try FileTree(copyOf: HostPath($0)) } ?? FileTree()
    for file in files {
      let (hostFile, guestPath) = Self.split(file)
      try tree.add(hostFile: hostFile, at: guestPath)
    }
    let finder = ProgramFinder(builtPrograms: project.programs, root: root.map { HostPath($0) })
    let program = try finder.place(words[0], into: tree, guestFirst: root != nil)
    try finder.check(program, in: tree, as: words[0])
    return MachineTask(
      files: tree, program: program, arguments: arguments,
      environment: Environment.variables(adding: environment, usesTerminal: usesTerminal))
  }

  /// `HOST:GUEST`, or `HOST` alone for a file that keeps its name. A file whose own name has a colon is found.
  private static func split(_ file: String) -> (hostFile: HostPath, guestPath: String) {
    guard let colon = file.lastIndex(of: ":"), !HostPath(file).exists else { return (HostPath(file), "/") }
    return (HostPath(String(file[..<colon])), String(file[file.index(after: colon)...]))
  }
}

/// The environment that a program starts with.
enum Environment {
  /// What every program finds.
  static let standard = ["PATH=/bin:/usr/bin", "HOME=/", "TERM=linux"]
  /// The word, wherever it stands, that leaves them out, as for env(1).
  static let emptying = "-"

  /// The environment that the options ask for.
  static func variables(adding options: [String], usesTerminal: Bool = false) -> [String] {
    let beginning = options.contains(emptying) ? [] : standard.adding(usesTerminal ? ofTerminal : [])
    return beginning.adding(options.filter { $0 != emptying })
  }

  /// What it has to know of the terminal that it is shown on.
  static var ofTerminal: [String] {
    ["TERM", "COLORTERM"].compactMap { (name: String) in
      // The environment does not change while this runs.
      unsafe getenv(name).map { unsafe "\(name)=\(String(cString: $0))" }
    }
  }
}

extension [String] {
  /// These variables with others added, which win over one of the same name.
  func adding(_ others: [String]) -> [String] {
    others.reduce(into: self) { variables, variable in
      let key = variable.prefix { $0 != "=" } + "="
      variables.removeAll { $0.hasPrefix(key) }
      variables.append(variable)
    }
  }
}
