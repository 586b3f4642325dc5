// Replacing a process's program: `execve(2)` and `execveat(2)`.

import Shared

/// A program to execute, and with what.
struct Execution {
  /// How the program was named: for AT_EXECFN and for scripts.
  var path: [UInt8]
  var arguments: ArgumentList
  var environment: ArgumentList
}

extension Thread {
  /// Executes the program of a file in place of the one that runs. Up to the point where all is loaded, nothing of the old
  /// one has changed.
  /// - Throws: as `execve(2)` lists them.
  func execute(_ place: FilePlace, _ execution: Execution) throws(Errno) {
    var execution = execution
    let (loaded, credentials) = try load(place, &execution)
    endOtherThreads()
    // One of them may have ended the process.
    guard !isEnding else { throw .restartAlways }
    // First, since the old memory goes with its last user.
    system.processor.enter(loaded.addressSpace)
    let old = addressSpace
    process.begin(loaded.addressSpace)
    leaveMemory()
    if old.processCount == 0 { old.release(scheduler) }
    self.credentials = credentials
    if credentials.isSecure {
      process.parentDeathSignal = 0
      process.isDumpable = false
    }
    name = Process.name(ofProgramAt: execution.path)
    begin(loaded)
  }

  /// Loads a program into memory of its own.
  /// - Returns: the program, and the credentials that it runs with.
  /// - Throws: as `execve(2)` lists them.
  func load(_ place: FilePlace, _ execution: inout Execution) throws(Errno) -> (LoadedProgram, Credentials) {
    let (file, place) = try findProgram(place, &execution)
    let credentials = credentials.afterExecuting(
      mode: file.mode, owner: file.owner, group: file.group, gainsNothing: process.hasNoNewPrivileges)
    guard let pageTable = system.processor.makePageTable() else { throw .noMemory }
    var randomness = system.machine.loadRandomness()
    if process.personality & Process.keepsAddresses != 0 { randomness.keepAddresses() }
    do throws(LoadError) {
      let loaded = try ProgramLoader.load(
        file.pages, at: place, path: execution.path.span, arguments: execution.arguments,
        environment: execution.environment, into: pageTable, processor: system.machine.processorCapabilities,
        randomness: randomness, credentials: credentials, stackByteCount: process.limits.stackByteCount,
        findInterpreter: findInterpreter)
      return (loaded, credentials)
    } catch { throw error.errno }
  }

  /// The most scripts that may lead to one another (Linux `fs/exec.c`, exec_binprm).
  private static let mostScripts = 5

  /// Follows `#!` lines to a program.
  /// - Parameter execution: gets the interpreters' names and arguments in front of its own.
  private func findProgram(
    _ place: FilePlace, _ execution: inout Execution
  ) throws(Errno) -> (RegularFile, FilePlace) {
    var place = place
    for _ in 0...Self.mostScripts {
      let file = try executableFile(at: place)
      guard let script = try ScriptLine(of: file) else { return (file, place) }
      let arguments = ArgumentList(budget: system.heapBudget)
      try arguments.append(script.interpreter)
      if !script.argument.isEmpty { try arguments.append(script.argument) }
      try arguments.append(execution.path)
      try arguments.append(contentsOf: execution.arguments, from: 1)
      execution.arguments = arguments
      execution.path = script.interpreter
      place = try files.place(at: script.interpreter, relativeTo: .workingDirectory, flags: [])
    }
    throw .tooManySymbolicLinkLevels
  }

  /// The file of a dynamic program's interpreter.
  private func findInterpreter(at path: [UInt8]) throws(Errno) -> ExecutableFile {
    let place = try files.place(at: path, relativeTo: .workingDirectory, flags: [])
    return (try executableFile(at: place).pages, place)
  }

  /// - Throws: `permissionDenied` for what is no regular file or what the caller may not execute.
  private func executableFile(at place: FilePlace) throws(Errno) -> RegularFile {
    guard let file = place.regularFile else { throw .permissionDenied }
    try file.require(.execute, of: credentials)
    return file
  }

  /// Ends all threads of the process but this one, which takes the first one's number (`execve(2)`).
  private func endOtherThreads() {
    for thread in process.threads where thread !== self { thread.endOnReturn() }
    while process.threads.count > 1, !isEnding { _ = process.threadEnded.queue.wait(self, isInterruptible: false) }
    guard id != process.id, !isEnding else { return }
    system.processes.remove(self)
    id = process.id
    system.processes.insert(self)
    system.processor.identityChanged(of: self)
  }

  /// What a new program finds of its thread.
  func begin(_ loaded: LoadedProgram) {
    var registers = Registers()
    registers.rip = UInt64(loaded.entry)
    registers.rsp = UInt64(loaded.stackPointer)
    registers.rflags = Registers.initialFlags
    context.registers = registers
    context.resetSegments()
    context.resetFloatingPoint()
    signals.alternateStack = ThreadSignals.AlternateStack()
    clearedThreadID = 0
    robustList = 0
    restartableSequence = nil
  }
}

extension Process {
  /// What the first thread is called: the path's last component, as long as names may be (`prctl(2)`, PR_SET_NAME).
  static func name(ofProgramAt path: [UInt8]) -> [UInt8] {
    var end = path.count
    while end > 0, path[end - 1] == Path.slash { end -= 1 }
    var start = end
    while start > 0, path[start - 1] != Path.slash { start -= 1 }
    return Array(path[start..<min(end, start + Thread.longestName)])
  }

  /// Gives the process descriptors of its own where it shares them with others (`close_range(2)`, CLOSE_RANGE_UNSHARE).
  /// - Throws: `invalidArgument` where it has other threads, which would keep what the caller loses; `noMemory`.
  func unshareFiles() throws(Errno) {
    guard threads.count == 1 else { throw .invalidArgument }
    guard files.isShared else { return }
    guard system.heapBudget.hasRoom(forAllocation: files.descriptors.growthByteCount) else { throw .noMemory }
    makeFilesOwn()
  }

  /// How many descriptors are closed at once.
  static let fewDescriptors = 64

  private func makeFilesOwn() {
    guard files.isShared else { return }
    files.userCount -= 1
    files = files.copy()
  }

  /// Takes over a new program's memory, and forgets what the old one had asked for.
  fileprivate func begin(_ space: AddressSpace) {
    leaveMemory(for: space)
    hasExecuted = true
    makeFilesOwn()
    var first = 0
    while first < files.descriptors.slotCount {
      if first > 0 { system.scheduler.offerTurn() }
      files.descriptors.closeForExec(first..<first + Self.fewDescriptors)
      first += Self.fewDescriptors
    }
    signalActions = signalActions.copy()
    signalActions.resetForExec()
    // `setitimer(2)`'s go on, `timer_create(2)`'s do not.
    timers?.deleteAll()
    exitSignal = Signal.child.rawValue
    isDumpable = true
  }
}

/// The first line of a script: `#!`, an interpreter, and at most one argument (`execve(2)`, "Interpreter scripts").
struct ScriptLine {
  let interpreter: [UInt8]
  let argument: [UInt8]

  /// How much of a file is looked at (Linux `BINPRM_BUF_SIZE`).
  private static let byteCount = 256

  /// - Returns: `nil` for a file that does not begin so.
  /// - Throws: `execFormatError` for a line without an interpreter, or a name longer than is looked at.
  init?(of file: RegularFile) throws(Errno) {
    var bytes = [UInt8](repeating: 0, count: Self.byteCount)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    let count = try file.pages.read(at: 0, into: &raw)
    guard count >= 2, bytes[0] == UInt8(ascii: "#"), bytes[1] == UInt8(ascii: "!") else { return nil }
    let line = bytes[2..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
    let isWhole = line.endIndex < count || count < Self.byteCount
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let text = line.drop(while: isBlank)
    let name = text.prefix { !isBlank($0) }
    guard !name.isEmpty, isWhole || name.endIndex < line.endIndex else { throw .execFormatError }
    interpreter = Array(name)
    var rest = Array(text.dropFirst(name.count).drop(while: isBlank))
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    argument = rest
  }
}
