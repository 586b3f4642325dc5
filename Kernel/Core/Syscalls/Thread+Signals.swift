// Signal calls.

import Shared

extension Thread {
  /// The size of the kernel's signal set, which the calls pass along.
  private static let setByteCount: UInt = 8

  func setAction(_ number: UInt32, new: UInt, old: UInt, setByteCount: UInt) throws(Errno) -> Int {
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    // Linux copies the new action in before it looks at the number.
    var action: SignalAction?
    if new != 0 {
      let words: InlineArray<4, UInt64> = try memory.words(at: new)
      action = SignalAction(
        handler: words[0], flags: words[1], restorer: words[2], mask: words[3] & ~Signal.unblockable)
    }
    guard let signal = Signal(number: number) else { throw .invalidArgument }
    if action != nil, signal == .kill || signal == .stop { throw .invalidArgument }
    let before = process.signalActions[signal]
    if let action {
      process.signalActions[signal] = action
      if action.ignores(signal) { process.discardPending(signal.bit) }
    }
    if old != 0 {
      let words: InlineArray<4, UInt64> = [before.handler, before.flags, before.restorer, before.mask]
      try memory.store(words, at: old)
    }
    return 0
  }

  func setMask(how: UInt32, new: UInt, old: UInt, setByteCount: UInt) throws(Errno) -> Int {
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    let before = signals.mask
    if new != 0 {
      let set = try memory.word(at: new)
      switch how {
      case 0: setMask(before | set)  // SIG_BLOCK
      case 1: setMask(before & ~set)  // SIG_UNBLOCK
      case 2: setMask(set)  // SIG_SETMASK
      default: throw .invalidArgument
      }
    }
    if old != 0 { try memory.store(word: before, at: old) }
    if hasSignalToActOn { system.processor.requestReturnWork() }
    return 0
  }

  func pendingSignals(into address: UInt, setByteCount: UInt) throws(Errno) -> Int {
    guard setByteCount <= Self.setByteCount else { throw .invalidArgument }
    let set: InlineArray<1, UInt64> = [(signals.pending.set | process.pendingSignals.set) & signals.mask]
    try memory.store(RawSpan(_elements: set.span).extracting(0..<Int(setByteCount)), at: address)
    return 0
  }

  func setAlternateStack(new: UInt, old: UInt) throws(Errno) -> Int {
    let before = signals.alternateStack
    let stackPointer = context.programStackPointer
    let isOnStack = before.contains(stackPointer)
    if new != 0 {
      let words: InlineArray<3, UInt64> = try memory.words(at: new)
      var stack = ThreadSignals.AlternateStack(
        address: words[0], flags: UInt32(truncatingIfNeeded: words[1]), byteCount: words[2])
      guard !isOnStack else { throw .notPermitted }
      switch stack.flags & ~ThreadSignals.AlternateStack.automaticallyDisarmed {
      case ThreadSignals.AlternateStack.disabled:
        stack.address = 0
        stack.byteCount = 0
      case 0, ThreadSignals.AlternateStack.onStack:
        guard stack.byteCount >= ThreadSignals.AlternateStack.smallest else { throw .noMemory }
        stack.flags &= ~ThreadSignals.AlternateStack.onStack
      default: throw .invalidArgument
      }
      signals.alternateStack = stack
    }
    if old != 0 {
      let flags = before.flags | (isOnStack ? ThreadSignals.AlternateStack.onStack : 0)
      let words: InlineArray<3, UInt64> = [before.address, UInt64(flags), before.byteCount]
      try memory.store(words, at: old)
    }
    return 0
  }

  // MARK: Waiting for signals

  /// Waits with another mask than the thread's own, which comes back when the call is over: for calls that name a mask
  /// by its address and size.
  func waitWithMask(at address: UInt, setByteCount: UInt) throws(Errno) {
    guard address != 0 else { return }
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    let mask = try memory.word(at: address)
    signals.maskAfterWait = signals.mask
    setMask(mask)
    system.processor.requestReturnWork()
  }

  func waitForSignal(mask address: UInt, setByteCount: UInt) throws(Errno) -> Int {
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    guard address != 0 else { throw .badAddress }
    try waitWithMask(at: address, setByteCount: setByteCount)
    return try pause()
  }

  /// `pause(2)`: only a handler ends it.
  func pause() throws(Errno) -> Int {
    _ = rest(until: nil) { false }
    throw .restartWithoutHandler
  }

  func waitForSignal(
    in address: UInt, information: UInt, timeout: UInt, setByteCount: UInt
  ) throws(Errno) -> Int {
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    let wanted = try memory.word(at: address) & ~Signal.unblockable
    let deadline = timeout == 0 ? nil : system.clock.monotonicTime.addingClamped(try duration(at: timeout))
    signals.awaited = wanted
    defer { signals.awaited = 0 }
    var found = takePending(wanted)
    if found == nil, deadline.map({ $0 > system.clock.monotonicTime }) ?? true {
      let result = rest(until: deadline) {
        (signals.pending.set | process.pendingSignals.set) & wanted != 0
      }
      found = takePending(wanted)
      if found == nil, result == .interrupted { throw .interrupted }
    }
    guard let found else { throw .resourceTemporarilyUnavailable }
    if information != 0 {
      var words = InlineArray<16, UInt64>(repeating: 0)
      let told = found.words
      for index in told.indices { words[index] = told[index] }
      try memory.store(words, at: information)
    }
    return Int(found.signal.rawValue)
  }

  /// Takes a pending signal, blocked or not.
  func takePending(_ wanted: UInt64) -> SignalInfo? {
    signals.pending.take(from: wanted) ?? process.pendingSignals.take(from: wanted)
  }

  // MARK: Sending signals

  func signal(process id: Int32, _ number: UInt32) throws(Errno) -> Int {
    let signal = try signalToSend(number)
    if id > 0 {
      guard let target = system.processes.process(id) else { throw .noSuchProcess }
      try send(signal, to: target)
      return 0
    }
    guard id != .min else { throw .noSuchProcess }
    var targets: [Process] = []
    if id == -1 {
      // All but process 1 and the caller's own.
      system.processes.forEachProcess { target in
        if target.id != ProcessTable.kernelProcessID, target !== process { targets.append(target) }
      }
    } else {
      let group = id == 0 ? process.group : system.processes.group(-id)
      targets = group?.members ?? []
    }
    guard !targets.isEmpty else { throw .noSuchProcess }
    var failure: Errno?
    var isSent = false
    for target in targets {
      do throws(Errno) {
        try send(signal, to: target)
        isSent = true
      } catch { failure = error }
    }
    // Of all processes Linux passes over those that the caller may not signal.
    if !isSent, let failure, id != -1 || failure != .notPermitted { throw failure }
    return 0
  }

  /// - Returns: `nil` for 0, which only asks.
  private func signalToSend(_ number: UInt32) throws(Errno) -> Signal? {
    if number == 0 { return nil }
    guard let signal = Signal(number: number) else { throw .invalidArgument }
    return signal
  }

  private func send(_ signal: Signal?, to target: Process) throws(Errno) {
    try checkMaySignal(target, signal)
    if let signal { target.send(SignalInfo(signal, from: process)) }
  }

  /// - Throws: `notPermitted` where the caller may not signal the process (`kill(2)`).
  private func checkMaySignal(_ target: Process, _ signal: Signal?) throws(Errno) {
    // Process 1 is the kernel's, and takes no signal from programs.
    guard target.id != ProcessTable.kernelProcessID || signal == nil else { throw .notPermitted }
    if target === process || credentials.maySignal(target.files.credentials) { return }
    // A process may let those of its session go on, also where they have another user by now (`kill(2)`).
    guard signal == .continue, let session = process.group?.session, session === target.group?.session
    else { throw .notPermitted }
  }

  func signal(thread id: Int32, of processID: Int32? = nil, _ number: UInt32) throws(Errno) -> Int {
    guard id > 0, processID.map({ $0 > 0 }) ?? true else { throw .invalidArgument }
    let signal = try signalToSend(number)
    let thread = try threadToSignal(id, of: processID)
    try checkMaySignal(thread.process, signal)
    if let signal {
      thread.send(SignalInfo(signal, code: SignalInfo.toThread, from: process))
    }
    return 0
  }

  private func threadToSignal(_ id: Int32, of processID: Int32?) throws(Errno) -> Thread {
    guard let thread = system.processes.thread(id), processID == nil || processID == thread.process.id else {
      throw .noSuchProcess
    }
    return thread
  }

  func queueSignal(thread id: Int32?, of processID: Int32, _ number: UInt32, information: UInt) throws(Errno) -> Int {
    let words: InlineArray<6, UInt64> = try memory.words(at: information)
    guard processID > 0, id.map({ $0 > 0 }) ?? true else { throw .invalidArgument }
    let code = Int32(truncatingIfNeeded: words[1])
    // A program may not pass for the kernel, nor for kill, where others receive it (`rt_sigqueueinfo(2)`).
    if processID != process.id, code >= 0 || code == SignalInfo.toThread { throw .notPermitted }
    let signal = try signalToSend(number)
    if let id {
      let thread = try threadToSignal(id, of: processID)
      try checkMaySignal(thread.process, signal)
      if let signal, !thread.send(SignalInfo(signal, words: words)) { throw .resourceTemporarilyUnavailable }
    } else {
      guard let target = system.processes.process(processID) else { throw .noSuchProcess }
      try checkMaySignal(target, signal)
      if let signal, !target.send(SignalInfo(signal, words: words)) { throw .resourceTemporarilyUnavailable }
    }
    return 0
  }

  /// Sends the caller a signal for something that it did in a call.
  func raise(_ signal: Signal) {
    send(SignalInfo(signal, from: process))
  }
}
