// Process 1, which the kernel keeps: the first program's parent and the last heir of orphans.

import Shared

extension ProcessTable {
  public static let kernelProcessID: Int32 = 1
}

extension System {
  /// Makes process 1. It has no thread and no program; its children leave nothing behind when they end.
  private func makeKernelProcess(files: FileContext) -> Process {
    let process = Process(
      id: ProcessTable.kernelProcessID, system: self, addressSpace: emptyAddressSpace, files: files,
      signalActions: SignalActions())
    process.lastName = [UInt8]("kernel".utf8)
    process.signalActions[.child].handler = SignalAction.ignoreHandler
    processes.insert(process)
    processes.beginSession(with: process)
    return process
  }

  /// Makes the first process, as process 1's child, with a session of its own. The machine ends with it.
  /// - Parameters:
  ///   - program: its program, loaded.
  ///   - path: the program's path.
  /// - Returns: its thread, which can be begun.
  /// - Throws: `noMemory`.
  public func makeFirstProcess(_ program: LoadedProgram, path: [UInt8], files: FileContext) throws(Errno) -> Thread {
    guard let context = processor.makeContext(), let id = processes.freeID() else {
      throw .noMemory
    }
    files.fileSystem.system = self
    let parent = makeKernelProcess(files: FileContext(fileSystem: files.fileSystem))
    let process = Process(
      id: id, system: self, addressSpace: program.addressSpace, files: files,
      signalActions: SignalActions())
    process.hasExecuted = true
    process.parent = parent
    parent.children.append(process)
    processes.insert(process)
    processes.beginSession(with: process)
    let thread = Thread(id: id, process: process, context: context, name: Process.name(ofProgramAt: path))
    thread.begin(program)
    process.threads.append(thread)
    processes.insert(thread)
    firstProcess = process
    return thread
  }

  /// Ends all processes but process 1: the first process has ended, and the machine ends with it.
  func endAll() {
    processes.forEachProcess { process in
      if process.id != ProcessTable.kernelProcessID { process.finish(.signaled(.kill)) }
    }
  }

  /// Gives back what is left when the last thread has ended.
  public func dissolve() {
    scheduler.collectDeparted()
    pseudoTerminals = nil
    processes.process(ProcessTable.kernelProcessID)?.reap()
  }
}
