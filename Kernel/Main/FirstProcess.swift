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
    case .badList: "a file that the command line's argv=, envp= or sparse= names cannot be read"
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
  ) throws(StartError) -> Thread {
    guard archive.byteCount > 0 else { throw .noArchive }
    guard !commandLine.program.isEmpty else { throw .noProgramNamed }
    let machine = unsafe Machine86(pageCount: Machine.pageCount, movesPrograms: commandLine.randomizesPrograms)
    let system = System(
      memory: ProgramMemory(), random: MachineRandom(), clock: MachineClock(), processor: MachineProcessor(),
      machine: machine, batches: MachineBatchAnswerer(), frames: MachineFrames(), heapBudget: MachineHeapBudget())
    unsafe CurrentThread.system = system
    let input = ConsoleInput(system: system)
    let terminal = commandLine.consoleWindow.map { ConsoleTerminal(system: system, window: $0) }
    unsafe CurrentThread.terminal = terminal
    let fileSystem = try makeFileSystem(
      archive, system: system, console: terminal ?? ConsoleDevice(output: .output, input: input))
    do throws(Errno) {
      if !commandLine.sparseFile.isEmpty {
        let list = try fileSystem.node(at: commandLine.sparseFile, from: fileSystem.root)
        try fileSystem.spreadSparseFiles(listedIn: regularFile(list))
      }
    } catch { throw error == .noSpace ? .noMemory : .badList }
    let program = try load(commandLine, from: fileSystem, machine: machine)
    // The program's tree is as it was before the tool added what only the kernel reads.
    for path in [commandLine.argumentsFile, commandLine.environmentFile, commandLine.sparseFile] where !path.isEmpty {
      try? fileSystem.removeBootFile(path)
    }
    let files = FileContext(fileSystem: fileSystem)
    do throws(Errno) { try openStandardStreams(in: files, input: input, terminal: terminal) } catch {
      throw .noDevices
    }
    let thread: Thread
    do throws(Errno) {
      thread = try system.makeFirstProcess(program, path: commandLine.program, files: files)
    } catch { throw .noMemory }
    terminal?.becomeControlling(for: thread.process)
    if let note = program.abiNote { warn(of: note, in: thread) }
    return thread
  }

  /// The program runs all the same: it may do without, or ask which calls there are.
  private static func warn(of note: ABINote, in thread: Thread) {
    guard let shortcoming = note.shortcoming else { return }
    Log.warning(
      "\(bytes: thread.name): built for version \(note.version) of the typed calls up to tag \(note.highestTag), here is version \(ABINote.current.version) up to tag \(ABINote.current.highestTag): it \(shortcoming)"
    )
  }

  private static func makeFileSystem(
    _ archive: ImmortalBytes, system: System, console: Device
  ) throws(StartError) -> FileSystem {
    let fileSystem: FileSystem
    do throws(Errno) {
      fileSystem = unsafe try FileSystem.make(
        budget: MachineStorageBudget(pageCount: Machine.pageCount), clock: MachineFileClock(), random: system.random)
    } catch { throw .noMemory }
    do { try fileSystem.unpack(archive) } catch { throw .corruptArchive(error) }
    do throws(Errno) {
      try fileSystem.makeStandardDeviceNodes()
      try system.installTerminals(in: fileSystem)
      try fileSystem.mountProcesses(of: system)
    } catch { throw .noDevices }
    fileSystem.register(console, as: .console)
    return fileSystem
  }

  private static func load(
    _ commandLine: KernelCommandLine, from fileSystem: FileSystem, machine: Machine86
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

    let program: ExecutableFile
    do throws(Errno) { program = try executable(at: commandLine.program, in: fileSystem) } catch {
      throw .noSuchProgram(error)
    }
    guard let pageTable = UserPageTable.make() else { throw .noMemory }
    do {
      return try ProgramLoader.load(
        program.pages, at: program.place, path: commandLine.program.span, arguments: arguments,
        environment: environment,
        into: pageTable, processor: machine.processorCapabilities, randomness: machine.loadRandomness(),
        findInterpreter: { path throws(Errno) in try executable(at: path, in: fileSystem) })
    } catch { throw .notLoaded(error) }
  }

  /// A file to execute.
  private static func executable(at path: [UInt8], in fileSystem: FileSystem) throws(Errno) -> ExecutableFile {
    let place = try fileSystem.place(at: path, from: fileSystem.root)
    // execve(2): root, too, executes only a file that has an execute bit.
    guard place.isExecutable, let file = place.regularFile else { throw .permissionDenied }
    return (file.pages, place)
  }

  /// Adds the strings of a file, each ended by a zero.
  private static func append(
    contentsOf path: [UInt8], of fileSystem: FileSystem, to list: ArgumentList
  ) throws(Errno) {
    let file = try regularFile(fileSystem.node(at: path, from: fileSystem.root))
    var piece = [UInt8](repeating: 0, count: 1024)
    var offset = 0
    while offset < file.byteCount {
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let count = try file.pages.read(at: offset, into: &bytes)
      try list.append(stringsIn: RawSpan(_elements: piece.span).extracting(0..<count))
      offset += count
    }
  }

  private static func regularFile(_ node: Node) throws(Errno) -> RegularFile {
    guard case .regularFile(let file) = node.kind else { throw .permissionDenied }
    return file
  }

  /// Standard input, output and error. They are three open files, since the last goes another way; those of a terminal
  /// are one, as a login has it.
  private static func openStandardStreams(
    in files: FileContext, input: ConsoleInput, terminal: ConsoleTerminal?
  ) throws(Errno) {
    let place = try files.fileSystem.place(at: Array("/dev/console".utf8), from: files.workingDirectory)
    if let terminal {
      let file = OpenFile(place, content: .device(terminal), flags: .readWrite)
      for _ in 0..<3 { _ = try files.descriptors.insert(file) }
      return
    }
    let console = ConsoleDevice(output: .output, input: input)
    let error = ConsoleDevice(output: .error, input: input)
    for device in [console, console, error] {
      _ = try files.descriptors.insert(OpenFile(place, content: .device(device), flags: .readWrite))
    }
  }
}
