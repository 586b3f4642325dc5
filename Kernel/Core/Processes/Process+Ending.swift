// How threads and processes end, and what is left of them for whom.

import Shared

extension Thread {
  /// Ends the thread, on its way to its program. With the last one its process ends.
  /// The address space is not in use any more then, and the caller leaves the thread's stack next.
  public func depart() {
    isEnding = true
    releaseRobustFutexes()
    if clearedThreadID != 0 {
      // Another thread waits for the word to become 0 (`set_tid_address(2)`); where it is gone, nothing waits.
      if (try? memory.store(halfWord: 0, at: clearedThreadID)) != nil {
        system.futexes.wake(self, at: clearedThreadID)
      }
    }
    let process = process
    // As long as others can run meanwhile.
    if process.threads.count == 1, addressSpace.processCount == 1 { addressSpace.release(scheduler) }
    if process.threads.count == 1 { process.closeManyFiles() }
    leaveMemory()
    system.processor.leaveAddressSpace()
    process.endedThreadsUsage.add(usage)
    system.scheduler.keepDeparting(self)
    if let index = process.threads.firstIndex(where: { $0 === self }) { process.threads.remove(at: index) }
    system.processes.remove(self)
    dissolve()
    if process.threads.isEmpty { process.becomeZombie(lastThread: self) } else { process.threadEnded.wake() }
    system.scheduler.depart(isLast: system.processes.threadCount == 0)
  }
}

extension Process {
  /// Gives back what the process has, and leaves it for its parent to wait for.
  fileprivate func becomeZombie(lastThread: Thread) {
    let end = end ?? .exited(0)
    finish(end)
    hasEnded = true
    lastName = lastThread.name
    timers?.cancelAll()
    timers = nil
    leaveMemory()
    releaseAllLocks()
    files.userCount -= 1
    if files.userCount == 0 { files.closeAll() } else { files = FileContext(remaining: files) }
    system.sockets.collect(in: system, evenFew: true)
    pendingSignals.discard(.max)
    leaveTerminal(isEnding: true)
    leaveChildren()
    ended.wake()
    if system.firstProcess === self {
      system.firstProcess = nil
      system.end = end
      system.endAll()
    }
    let (code, status): (Int32, Int32) =
      switch end {
      case .exited(let status): (ChildCode.exited, Int32(status))
      case .signaled(let signal): (ChildCode.killed, Int32(signal.rawValue))
      }
    let isWaitedFor = parent?.signalActions[.child].leavesZombies ?? false
    tellParent(code: code, status: status)
    if !isWaitedFor { reap() }
  }

  /// Closes the files of a process that ends, where they are many, and lets others run meanwhile.
  fileprivate func closeManyFiles() {
    guard files.userCount == 1, files.descriptors.slotCount > Self.fewDescriptors else { return }
    var next = 0
    while let descriptor = files.descriptors.firstOpen(from: next) {
      guard let file = try? files.descriptors.remove(descriptor) else { break }
      file.node.locks?.release(.process(id))
      next = Int(descriptor) + 1
      system.scheduler.spend()
    }
  }

  /// Stops using the memory that it has.
  func leaveMemory(for space: AddressSpace? = nil) {
    endedThreadsUsage.mostPages = max(endedThreadsUsage.mostPages, UInt64(addressSpace.mostMappedPageCount))
    addressSpace.processCount -= 1
    addressSpace = space ?? system.emptyAddressSpace
    addressSpace.processCount += 1
  }

  /// Tells the parent of a change, by the signal that it wants and to those who wait for it.
  func tellParent(code: Int32, status: Int32) {
    guard let parent else { return }
    let isEnd = code == ChildCode.exited || code == ChildCode.killed
    let signal = isEnd ? exitSignal : Signal.child.rawValue
    let action = parent.signalActions[.child]
    if signal != 0, isEnd || action.flags & SignalAction.noChildStop == 0 {
      var info = SignalInfo(Signal(rawValue: signal), code: code, from: self)
      info.second = UInt64(UInt32(bitPattern: status))
      info.third = processorTime / Clock.nanosecondsPerTick
      parent.send(info)
    }
    parent.childrenChanged.wake()
  }

  /// Leaves the children to the nearest ancestor that takes them (`prctl(2)`, PR_SET_CHILD_SUBREAPER).
  private func leaveChildren() {
    guard !children.isEmpty else { return }
    var heir = parent
    while let candidate = heir, !candidate.isSubreaper || candidate.hasEnded, candidate.parent != nil {
      heir = candidate.parent
    }
    let orphans = children
    children = []
    for child in orphans {
      child.parent = heir
      heir?.children.append(child)
      if child.parentDeathSignal != 0, !child.hasEnded {
        child.send(SignalInfo(Signal(rawValue: child.parentDeathSignal), from: self))
      }
      // The heir may want to know, or may not want zombies at all.
      if child.hasEnded {
        if heir?.signalActions[.child].leavesZombies ?? false { heir?.childrenChanged.wake() } else { child.reap() }
      }
    }
  }

  /// Forgets a process that has ended: its number is free then.
  func reap() {
    if let parent {
      parent.childrenUsage.add(usage)
      parent.childrenUsage.add(childrenUsage)
      if let index = parent.children.firstIndex(where: { $0 === self }) { parent.children.remove(at: index) }
    }
    parent = nil
    system.processes.leaveGroup(self)
    system.processes.remove(self)
  }
}

extension SignalAction {
  /// Whether children that end stay until they are waited for (`sigaction(2)`, SA_NOCLDWAIT; `wait(2)`, NOTES).
  var leavesZombies: Bool { handler != Self.ignoreHandler && flags & Self.noChildWait == 0 }
}
