// From the command line and the archive to a process that can be entered.

import KernelCore
import KernelMachine
import Shared

/// Why no program could be started: one line for the log.
enum StartError: Error {
  case noArchive
  case corruptArchive(CpioError)
  case noProgramNamed
  case noDevices
  case badList
  case noSuchProgram(Errno)
  case notLoaded(LoadError)
  case noMemory

  var message: StaticString {
    switch self {
    case .noArchive: "no initial RAM disk: the boot loader was given none"
    case .corruptArchive(let error): error.message
    case .noProgramNamed: "no program named: the kernel's command line has no program=PATH"
    case .noDevices: "the archive's files leave no place for /dev/console"
    case .badList: "a file that the command line's argv= or envp= names cannot be read"
    case .noSuchProgram(let error): error.message
    case .notLoaded(let error): error.message
    case .noMemory: "not enough memory to start the program"
    }
  }

  /// Whether it is the program's file that is wrong, so that its path belongs to the message.
  var isAboutProgram: Bool {
    switch self {
    case .noSuchProgram, .notLoaded: true
    case .noArchive, .corruptArchive, .noProgramNamed, .noDevices, .badList, .noMemory: false
    }
  }

  /// What the host is told: for a program that cannot be started what a shell's status would be (POSIX,
  /// "Shell Command Language", 2.8.2), and for a machine that can start none that it failed.
  var result: PowerControl.Result {
    switch self {
    case .noSuchProgram(.noSuchFileOrDirectory), .noSuchProgram(.notDirectory): .exited(127)
    case .noSuchProgram, .notLoaded: .exited(126)
    case .noArchive, .corruptArchive, .noProgramNamed, .noDevices, .badList, .noMemory: .panicked
    }
  }
}

enum FirstProcess {
  /// Unpacks the archive, loads the program and opens its standard streams.
  static func make(
    _ commandLine: KernelCommandLine, archive: ImmortalBytes
  ) throws(StartError) -> (Process, LoadedProgram) {
    guard archive.byteCount > 0 else { throw .noArchive }
    guard !commandLine.program.isEmpty else { throw .noProgramNamed }
    let platform = unsafe MachinePlatform(random: MachineRandom(), pageCount: Machine.pageCount)
    let fileSystem = try makeFileSystem(archive, platform: platform)
    let program = try load(commandLine, from: fileSystem)
    let name = commandLine.program.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
    let process = Process(
      id: 1, name: name, platform: platform, addressSpace: program.addressSpace,
      files: FileContext(fileSystem: fileSystem))
    do throws(Errno) { try openStandardStreams(of: process) } catch { throw .noDevices }
    if let note = program.abiNote { warn(of: note, in: process) }
    return (process, program)
  }

  /// The program runs all the same: it may do without, or ask which calls there are.
  private static func warn(of note: ABINote, in process: Process) {
    guard let shortcoming = note.shortcoming else { return }
    Log.warning(
      "\(bytes: process.name): built for version \(note.version) of the typed calls up to tag \(note.highestTag), here is version \(ABINote.current.version) up to tag \(ABINote.current.highestTag): it \(shortcoming)"
    )
  }

  private static func makeFileSystem(
    _ archive: ImmortalBytes, platform: MachinePlatform
  ) throws(StartError) -> FileSystem {
    let fileSystem: FileSystem
    do throws(Errno) {
      fileSystem = unsafe try FileSystem.make(
        budget: MachineStorageBudget(pageCount: Machine.pageCount), clock: MachineFileClock(), random: platform.random)
    } catch { throw .noMemory }
    do { try fileSystem.unpack(archive) } catch { throw .corruptArchive(error) }
    do throws(Errno) { try fileSystem.makeStandardDeviceNodes() } catch { throw .noDevices }
    let console = ConsoleDevice(output: .output, platform: platform)
    fileSystem.register(console, as: .console)
    fileSystem.register(console, as: .terminal)
    return fileSystem
  }

  private static func load(
    _ commandLine: KernelCommandLine, from fileSystem: FileSystem
  ) throws(StartError) -> LoadedProgram {
    let budget = MachineHeapBudget()
    let arguments = ArgumentList(budget: budget)
    let environment = ArgumentList(budget: budget)
    do throws(Errno) {
      if commandLine.argumentsFile.isEmpty {
        try arguments.append(commandLine.program)
        for argument in commandLine.arguments { try arguments.append(argument) }
      } else {
        try append(contentsOf: commandLine.argumentsFile, of: fileSystem, to: arguments)
      }
      if !commandLine.environmentFile.isEmpty {
        try append(contentsOf: commandLine.environmentFile, of: fileSystem, to: environment)
      }
    } catch {
      if error == .argListTooLong { throw .notLoaded(.argumentsTooLong) }
      if error == .noMemory { throw .notLoaded(.noMemory) }
      throw .badList
    }

    let image: ImmortalBytes
    do throws(Errno) {
      let node = try fileSystem.node(at: commandLine.program, from: fileSystem.root)
      // execve(2): whoever may do everything still needs one to be allowed to execute it.
      guard node.mode.permissions & 0o111 != 0 else { throw .permissionDenied }
      image = try contents(of: node)
    } catch { throw .noSuchProgram(error) }
    guard let pageTable = UserPageTable.make() else { throw .noMemory }
    let features = CPUFeatures()
    do {
      let program = try ProgramLoader.load(
        image, path: commandLine.program.span, arguments: arguments, environment: environment, into: pageTable,
        processor: ProcessorCapabilities(features: features.capabilityWord, hasFSGSBASE: features.hasFSGSBASE),
        randomness: LoadRandomness(movingAddresses: commandLine.randomizesPrograms, from: KernelRandom.word))
      pageTable.activate()
      return program
    } catch { throw .notLoaded(error) }
  }

  /// Adds the strings of a file, each ended by a zero.
  private static func append(
    contentsOf path: [UInt8], of fileSystem: FileSystem, to list: ArgumentList
  ) throws(Errno) {
    try list.append(stringsIn: contents(of: fileSystem.node(at: path, from: fileSystem.root)).bytes)
  }

  private static func contents(of node: Node) throws(Errno) -> ImmortalBytes {
    guard case .regularFile(let file) = node.kind else { throw .permissionDenied }
    // Nobody has run yet who could have changed it.
    guard let image = file.pristineImage else { throw .ioError }
    return image
  }

  /// Standard input, output and error. They are three open files, since the last goes another way.
  private static func openStandardStreams(of process: Process) throws(Errno) {
    let node = try process.files.fileSystem.node(at: Array("/dev/console".utf8), from: process.files.workingDirectory)
    let platform = process.platform
    let console = ConsoleDevice(output: .output, platform: platform)
    let error = ConsoleDevice(output: .error, platform: platform)
    for device in [console, console, error] {
      _ = try process.files.descriptors.insert(OpenFile(node, content: .device(device), flags: .readWrite))
    }
  }
}
