// New threads and processes: `fork(2)`, `vfork(2)`, `clone(2)`, `clone3(2)`.

import Shared

extension Thread {
  /// Makes a thread or a process that goes on where the caller does, with 0 in rax.
  /// - Returns: its number.
  /// - Throws: `invalidArgument`; `resourceTemporarilyUnavailable` where numbers or room for stacks have run out; `noMemory`;
  ///   `badAddress` where a number cannot be stored.
  func clone(_ request: CloneRequest) throws(Errno) -> Int {
    try request.check()
    let flags = request.flags
    if flags.contains(.sameParent), process.parent?.id == ProcessTable.kernelProcessID { throw .invalidArgument }
    let context = try contextForThread()
    // Others may run before the copy is made, and take numbers.
    let space = flags.contains(.memory) ? addressSpace : try copyMemory()
    guard let id = system.processes.freeID() else { throw .resourceTemporarilyUnavailable }
    let target = flags.contains(.thread) ? process : try makeChild(id, space, request)
    // While the call can still fail.
    if flags.contains(.processDescriptor) {
      let descriptor = Int32(truncatingIfNeeded: try openProcess(target, flags: []))
      do throws(Errno) {
        try memory.store(halfWord: UInt32(bitPattern: descriptor), at: request.processDescriptorAddress)
      } catch {
        try files.descriptors.close(descriptor)
        throw error
      }
    }
    let child = Thread(id: id, process: target, context: context, name: name)

    context.copyRegisters(from: self.context)
    context.result = 0
    if request.stackPointer != 0 { context.programStackPointer = UInt64(request.stackPointer) }
    context.fsBase = flags.contains(.setsThreadPointer) ? request.threadPointer : self.context.fsBase
    context.gsBase = self.context.gsBase
    context.copyFloatingPoint(from: self.context)
    child.signals.mask = signals.mask
    child.scheduling = scheduling.ofNewThread
    child.transferPriority = transferPriority
    child.timerSlack = timerSlack
    child.ordinaryTimerSlack = timerSlack
    // A stack can serve one thread: what shares the memory begins without, but for vfork, which waits.
    if !flags.contains(.memory) || flags.contains(.waitsForMemory) {
      child.signals.alternateStack = signals.alternateStack
    }
    if !flags.contains(.memory) { child.restartableSequence = restartableSequence }
    if flags.contains(.clearsIDInChild) { child.clearedThreadID = request.childIDAddress }
    if flags.contains(.storesIDInChild) { child.idAddress = request.childIDAddress }
    if flags.contains(.storesIDInParent) { try? memory.store(halfWord: UInt32(id), at: request.parentIDAddress) }

    target.threads.append(child)
    system.processes.insert(child)
    if target !== process { enter(target, request) }
    scheduler.makeRunnable(child)
    if flags.contains(.waitsForMemory) { waitUntilMemoryIsLeft(by: child) }
    return Int(id)
  }

  /// A context for one more thread, where there may be one. Its number it takes once nothing can go wrong any more.
  /// - Throws: `resourceTemporarilyUnavailable`; `noMemory`.
  func contextForThread() throws(Errno) -> ThreadContext {
    // Root has no limit of its own, but numbers and memory have an end for all.
    guard userMayHaveOneMoreThread else { throw .resourceTemporarilyUnavailable }
    guard system.machine.hasRoomForThread else { throw .resourceTemporarilyUnavailable }
    guard let context = system.processor.makeContext() else { throw .noMemory }
    return context
  }

  /// Whether RLIMIT_NPROC lets the caller's user have one more thread. Only where it could bind are they counted.
  private var userMayHaveOneMoreThread: Bool {
    let user = credentials.user.real
    let limit = limits.threadCount
    guard user != 0, limit < UInt64(ProcessTable.idLimit), !credentials.has(.raiseLimits), !credentials.has(.administer)
    else { return true }
    var count = 0
    system.processes.forEachProcess { if $0.files.credentials.user.real == user { count += $0.threads.count } }
    return UInt64(count) < limit
  }

  /// An address space with the same contents as the caller's.
  private func copyMemory() throws(Errno) -> AddressSpace {
    guard let pageTable = system.processor.makePageTable() else { throw .noMemory }
    // A page that is shared takes an eighth of what one takes that is mapped.
    let work = (addressSpace.mappedPageCount + UInt(addressSpace.regionCount)) / 8 &* UserSpace.pageSize
    return try changingMemory(work) { original, turns throws(Errno) in
      try original.duplicate(into: pageTable, turns: turns)
    }
  }

  /// A process like the caller's, with no thread yet.
  private func makeChild(_ id: Int32, _ space: AddressSpace, _ request: CloneRequest) throws(Errno) -> Process {
    let flags = request.flags
    guard flags.contains(.descriptors) || system.heapBudget.hasRoom(forAllocation: files.descriptors.growthByteCount)
    else { throw .noMemory }
    let child = Process(
      id: id, system: system, addressSpace: space,
      files: flags.contains(.descriptors) ? files : files.copy(),
      signalActions: flags.contains(.signalActions) ? process.signalActions : process.signalActions.copy(),
      limits: limits)
    // With its first change it would take the memory when there may be none.
    if !flags.contains(.descriptors) { child.files.descriptors.part() }
    if flags.contains(.clearsHandlers) { child.signalActions.clearHandlers() }
    child.inherit(from: process)
    child.isDumpable = process.isDumpable
    child.exitSignal = request.exitSignal
    return child
  }

  private func enter(_ child: Process, _ request: CloneRequest) {
    let hasSameParent = request.flags.contains(.sameParent)
    if hasSameParent { child.exitSignal = process.exitSignal }
    if request.flags.contains(.descriptors) { child.files.userCount += 1 }
    enter(child, under: hasSameParent ? process.parent : process)
  }

  /// Puts a new process in its place among the others.
  func enter(_ child: Process, under parent: Process?) {
    child.parent = parent
    parent?.children.append(child)
    system.processes.insert(child)
    child.followProcessorLimit()
    if let group = process.group { system.processes.join(child, group) }
  }

  /// What a new thread does before it enters its program for the first time.
  public func storeID() {
    guard let address = idAddress else { return }
    idAddress = nil
    // As on Linux, an address that cannot be written is no error.
    try? memory.store(halfWord: UInt32(id), at: address)
  }
}

extension Process {
  /// Takes over what a process has of its parent also where it begins with a program of its own.
  func inherit(from parent: Process) {
    hasNoNewPrivileges = parent.hasNoNewPrivileges
    disablesHugePages = parent.disablesHugePages
    hasLeftTerminal = parent.hasLeftTerminal
    personality = parent.personality
  }
}
