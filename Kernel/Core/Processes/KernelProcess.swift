// Process 1, which the kernel keeps: the first program's parent and the last heir of orphans.

import Shared

extension ProcessTable {
  public static let kernelProcessID: Int32 = 1
}

extension System {
  /// Makes process 1. It has no thread and no program; its children leave nothing behind when they end.
  public func makeKernelProcess(files: FileContext, addressSpace: AddressSpace) -> Process {
    let process = Process(
      id: ProcessTable.kernelProcessID, system: self, addressSpace: addressSpace, files: SharedFiles(files),
      signalActions: SignalActions())
    process.signalActions[.child].handler = SignalAction.ignoreHandler
    processes.insert(process)
    processes.beginSession(with: process)
    return process
  }

  /// Ends all processes but process 1: the first program has ended, and the machine ends with it.
  func endAll() {
    processes.forEachProcess { process in
      if process.id != ProcessTable.kernelProcessID { process.finish(.signaled(.kill)) }
    }
  }
}
