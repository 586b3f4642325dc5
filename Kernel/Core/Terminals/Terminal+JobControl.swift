// A terminal and the processes that use it: its session, and the group in the foreground (`credentials(7)`).

import Shared

extension Process {
  /// Whether its session is the one that it began.
  var isSessionLeader: Bool { group?.session.id == id }

  /// The terminal that `/dev/tty` is for the process.
  var controllingTerminal: Terminal? { hasLeftTerminal ? nil : group?.session.terminal }

  /// Parts a session from its terminal because its leader ends, or wants that (Linux `disassociate_ctty`).
  func leaveTerminal(isEnding: Bool) {
    guard isSessionLeader, let session = group?.session else {
      if !isEnding { hasLeftTerminal = true }
      return
    }
    guard let terminal = session.terminal else {
      // It was hung up before; its jobs are told now that there is no shell to tell them.
      if isEnding, session.formerForegroundGroupID != 0 {
        let group = system.processes.group(session.formerForegroundGroupID)
        session.formerForegroundGroupID = 0
        group?.send(.hangUp)
        group?.send(.continue)
      }
      return
    }
    let foreground = terminal.foregroundGroup
    terminal.releaseSession(signalingLeader: false)
    foreground?.send(.hangUp)
    foreground?.send(.continue)
  }
}

extension ProcessGroup {
  /// Sends each member a signal of the kernel's own.
  func send(_ signal: Signal) {
    for member in members { member.send(SignalInfo(signal)) }
  }
}

extension Terminal {
  /// The group in the foreground, if it has members still.
  var foregroundGroup: ProcessGroup? {
    guard foregroundGroupID != 0, let group = system.processes.group(foregroundGroupID), group.session === session
    else { return nil }
    return group
  }

  func signalForeground(_ signal: Signal) { foregroundGroup?.send(signal) }

  /// Makes it the controlling terminal of a process's session, with the process's group in the foreground.
  public func becomeControlling(for process: Process) {
    guard let group = process.group else { return }
    releaseSession(signalingLeader: false)
    session = group.session
    group.session.terminal = self
    foregroundGroupID = group.id
    process.hasLeftTerminal = false
  }

  /// Parts the terminal from its session.
  /// - Parameter signalingLeader: whether the terminal is gone for the session, which its leader is told.
  func releaseSession(signalingLeader: Bool) {
    guard let session else { return }
    self.session = nil
    session.terminal = nil
    if signalingLeader {
      session.formerForegroundGroupID = foregroundGroupID
      if let leader = system.processes.process(session.id) {
        leader.send(SignalInfo(.hangUp))
        leader.send(SignalInfo(.continue))
      }
    }
    foregroundGroupID = 0
  }

  /// Lets only the foreground group go on with what reads, or changes the terminal; others get a signal
  /// (Linux `__tty_check_change`).
  /// - Throws: `ioError` where the signal would stop no one for good; an interruption.
  func checkForeground(_ signal: Signal) throws(Errno) {
    guard let caller = system.caller, let group = caller.process.group, caller.process.controllingTerminal === self,
      foregroundGroupID != 0, foregroundGroupID != group.id
    else { return }
    let isIgnored =
      caller.signals.mask & signal.bit != 0
      || caller.process.signalActions[signal].handler == SignalAction.ignoreHandler
    if isIgnored {
      if signal == .backgroundRead { throw .ioError }
      return
    }
    if group.isOrphaned() { throw .ioError }
    group.send(signal)
    throw .restartIfAsked
  }

  /// The window has another size.
  public func resize(to size: WindowSize) {
    guard size != windowSize else { return }
    windowSize = size
    signalForeground(.windowChange)
  }
}
