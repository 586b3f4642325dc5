// The way back to the program: calls that wait for all registers, the end, stops, and signals.

import Shared

/// Where a thread goes on the way out of the kernel.
public enum ReturnOutcome {
  case toProgram
  /// It has ended: its turn goes to another thread.
  case departs
}

extension Thread {
  /// Whether something is to be done before the thread returns to its program.
  @inline(__always) public var hasReturnWork: Bool {
    isEnding || deferredCall != nil || process.isStopped || hasSignalToActOn || signals.maskAfterWait != nil
      || wasPreempted && restartableSequence != nil
  }

  /// Whether a signal is pending that is not blocked. What would be ignored is never pending so.
  var hasSignalToActOn: Bool {
    isEnding || (signals.pending.set | process.pendingSignals.set) & ~signals.mask != 0
  }

  /// Whether the thread is to end, whatever it waits for.
  var isEndedBySignal: Bool { isEnding }

  /// Does what is to be done before the thread returns to its program, with all its registers saved.
  /// - Parameter request: what was in rax where the thread made a system call, or `nil` where it was interrupted.
  public func returnToProgram(fromCall request: UInt?) -> ReturnOutcome {
    var request = request
    if let call = deferredCall {
      deferredCall = nil
      if !performWithAllRegisters(call) { request = nil }
    }
    if wasPreempted {
      wasPreempted = false
      abortRestartableSequenceAfterPreemption()
    }
    guard hasReturnWork || request != nil else { return .toProgram }
    var restart = request == nil ? nil : Restart(rawValue: Int(truncatingIfNeeded: context.result))
    while true {
      if isEnding { return .departs }
      if process.isStopped {
        // Only the process's end and its continuation count now.
        _ = process.continued.queue.wait(self, isInterruptible: false)
        continue
      }
      guard let info = takeSignal() else { break }
      let action = process.signalActions[info.signal]
      if action.isHandled {
        handle(info, action, request: request, restart: &restart)
      } else if !action.ignores(info.signal) {
        actByDefault(info.signal)
      }
    }
    if let restart, let request { makeAgain(restart, request) }
    if let mask = signals.maskAfterWait {
      signals.maskAfterWait = nil
      setMask(mask)
      // What was blocked while the call waited may be there already.
      if hasSignalToActOn { return returnToProgram(fromCall: nil) }
    }
    return .toProgram
  }

  /// The next signal to act upon.
  private func takeSignal() -> SignalInfo? {
    let wanted = ~signals.mask
    return signals.pending.take(from: wanted) ?? process.pendingSignals.take(from: wanted)
  }

  private func actByDefault(_ signal: Signal) {
    switch signal.defaultAction {
    case .ignore, .continue: break
    case .stop:
      // A group that nobody could continue does not stop for its terminal's sake.
      if signal == .stop || process.group?.isOrphaned() == false { process.stop(by: signal) }
    case .end: process.finish(.signaled(signal))
    }
  }

  private func handle(_ info: SignalInfo, _ action: SignalAction, request: UInt?, restart: inout Restart?) {
    var registers = context.registers
    if let way = restart, let request {
      restart = nil
      if way.happens(after: action) {
        registers.repeatCall(request)
      } else {
        registers.rax = UInt64(bitPattern: -Int64(Errno.interrupted.rawValue))
      }
    }
    abortRestartableSequence(&registers)
    guard enterHandler(of: info, action, &registers) else {
      return endByFault(.segmentationViolation)
    }
    context.registers = registers
    signals.maskAfterWait = nil
    var mask = signals.mask | action.mask
    if action.flags & SignalAction.noDefer == 0 { mask |= info.signal.bit }
    setMask(mask)
    if action.flags & SignalAction.resetHandler != 0 {
      process.signalActions[info.signal].handler = SignalAction.defaultHandler
    }
  }

  private func makeAgain(_ restart: Restart, _ request: UInt) {
    var registers = context.registers
    if restart == .goOn {
      registers.repeatCall(UInt(LinuxSyscall.restartSyscall.rawValue))
    } else {
      registers.repeatCall(request)
    }
    context.registers = registers
  }

  /// Sets the mask, but for the signals about which a program has no say.
  func setMask(_ mask: UInt64) { signals.mask = mask & ~Signal.unblockable }

  /// Ends the process by a signal that says what it did wrong, where it cannot be told by a handler.
  public func endByFault(_ signal: Signal) {
    process.signalActions[signal] = SignalAction()
    process.finish(.signaled(signal))
  }
}
