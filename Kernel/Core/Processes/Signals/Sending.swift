// Sending signals, to a process or to one of its threads.

import Shared

extension Process {
  /// Sends the process a signal, of which one of its threads will take care.
  /// - Returns: whether there was room for what it tells (`sigqueue(3)`, EAGAIN).
  @discardableResult func send(_ info: SignalInfo) -> Bool {
    guard !hasEnded, prepare(info.signal) else { return true }
    if isDropped(info.signal, for: nil) { return true }
    if isFatal(info.signal), threads.contains(where: { $0.lets(info.signal) }) {
      finish(.signaled(info.signal))
      return true
    }
    let hadRoom = pendingSignals.add(info, system.heapBudget, limit: limits.pendingSignalCount)
    // The first thread that does not block it; where all do, it waits for the first that ceases to.
    for thread in threads
    where thread.signals.mask & info.signal.bit == 0 || thread.signals.awaited & info.signal.bit != 0 {
      thread.noticeSignal()
      break
    }
    signalSent.wake()
    return hadRoom
  }

  /// What a signal does by being sent.
  /// - Returns: whether it is to be kept until a thread acts upon it.
  fileprivate func prepare(_ signal: Signal) -> Bool {
    if signal == .kill {
      finish(.signaled(.kill))
      return false
    }
    if signal == .continue {
      discardPending(Signal.stopping)
      goOn()
    } else if signal.bit & Signal.stopping != 0 {
      discardPending(Signal.continue.bit)
    }
    return true
  }

  func discardPending(_ unwanted: UInt64) {
    pendingSignals.discard(unwanted)
    for thread in threads { thread.signals.pending.discard(unwanted) }
  }

  /// Whether a signal is forgotten at once, since it would be ignored. One that is blocked is kept: the action may change
  /// before it is let through.
  fileprivate func isDropped(_ signal: Signal, for thread: Thread?) -> Bool {
    guard signalActions[signal].ignores(signal) else { return false }
    let receivers = thread.map { [$0] } ?? threads
    return !receivers.contains { ($0.signals.mask | $0.signals.awaited) & signal.bit != 0 }
  }

  /// Whether a signal ends the process unless it is blocked.
  fileprivate func isFatal(_ signal: Signal) -> Bool {
    signalActions[signal].handler == SignalAction.defaultHandler && signal.defaultAction == .end
  }

  /// Stops all threads on their way to their programs.
  func stop(by signal: Signal) {
    guard !isStopped, end == nil else { return }
    isStopped = true
    for thread in threads { thread.noticeSignal() }
    unreportedChange = .stopped(signal)
    tellParent(code: ChildCode.stopped, status: Int32(signal.rawValue))
  }

  /// Lets stopped threads go on.
  private func goOn() {
    guard isStopped else { return }
    isStopped = false
    unreportedChange = .continued
    continued.wake()
    tellParent(code: ChildCode.continued, status: Int32(Signal.continue.rawValue))
  }
}

/// `CLD_…`: what has become of a child (`sigaction(2)`).
enum ChildCode {
  static let exited: Int32 = 1
  static let killed: Int32 = 2
  static let stopped: Int32 = 5
  static let continued: Int32 = 6
}

extension Thread {
  /// Sends the thread a signal of its own.
  /// - Returns: whether there was room for what it tells.
  @discardableResult func send(_ info: SignalInfo) -> Bool {
    guard process.prepare(info.signal) else { return true }
    if process.isDropped(info.signal, for: self) { return true }
    if process.isFatal(info.signal), lets(info.signal) {
      process.finish(.signaled(info.signal))
      return true
    }
    let hadRoom = signals.pending.add(info, system.heapBudget, limit: limits.pendingSignalCount)
    if hasSignalToActOn || signals.awaited & info.signal.bit != 0 { noticeSignal() }
    process.signalSent.wake()
    return hadRoom
  }

  /// Sends the thread the signal that an exception of its own is. It cannot be ignored or put off: that would do the same
  /// again (Linux `force_sig_info`).
  public func sendFault(_ signal: Signal, code: Int32, trap: TrapDetails) {
    lastTrap = trap
    let action = process.signalActions[signal]
    guard action.isHandled, signals.mask & signal.bit == 0 else { return endByFault(signal) }
    signals.pending.add(SignalInfo(signal, code: code, address: trap.address), system.heapBudget)
    noticeSignal()
  }

  /// Whether the thread would act upon a signal now.
  fileprivate func lets(_ signal: Signal) -> Bool { (signals.mask | signals.awaited) & signal.bit == 0 }

  /// Lets the thread look at its signals, soon.
  func noticeSignal() {
    if scheduler.current === self { system.processor.requestReturnWork() }
    // Also the current thread may be waiting: for lack of others it rests on its own stack, where timers send signals.
    if activity != .running { wakeFromWait() }
  }

  /// Lets the thread end in place of returning to its program.
  func endOnReturn() {
    isEnding = true
    process.continued.wake()
    noticeSignal()
  }
}
