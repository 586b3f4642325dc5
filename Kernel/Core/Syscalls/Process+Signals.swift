// Signal calls: what is wanted is kept, and what ends a process ends it.

import Shared

extension Process {
  /// The size of the kernel's signal set, which the calls pass along.
  private static let setByteCount: UInt = 8

  func setAction(_ number: UInt32, new: UInt, old: UInt, setByteCount: UInt) throws(Errno) -> Int {
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    // Linux copies the new action in before it looks at the number.
    var action: SignalAction?
    if new != 0 {
      let words: InlineArray<4, UInt64> = try platform.memory.words(at: new)
      action = SignalAction(
        handler: words[0], flags: words[1], restorer: words[2],
        mask: words[3] & ~(Signal.kill.bit | Signal.stop.bit))
    }
    guard let signal = Signal(number: number) else { throw .invalidArgument }
    if action != nil, signal == .kill || signal == .stop { throw .invalidArgument }
    let before = signals[signal]
    if let action { signals[signal] = action }
    if old != 0 {
      let words: InlineArray<4, UInt64> = [before.handler, before.flags, before.restorer, before.mask]
      try platform.memory.store(words, at: old)
    }
    return 0
  }

  func setMask(how: UInt32, new: UInt, old: UInt, setByteCount: UInt) throws(Errno) -> Int {
    guard setByteCount == Self.setByteCount else { throw .invalidArgument }
    let before = signals.mask
    if new != 0 {
      let set = try platform.memory.word(at: new)
      let mask: UInt64
      switch how {
      case 0: mask = before | set  // SIG_BLOCK
      case 1: mask = before & ~set  // SIG_UNBLOCK
      case 2: mask = set  // SIG_SETMASK
      default: throw .invalidArgument
      }
      signals.mask = mask & ~(Signal.kill.bit | Signal.stop.bit)
    }
    if old != 0 { try platform.memory.store(word: before, at: old) }
    deliverPending()
    return 0
  }

  func setAlternateStack(new: UInt, old: UInt) throws(Errno) -> Int {
    let before = signals.alternateStack
    if new != 0 {
      let words: InlineArray<3, UInt64> = try platform.memory.words(at: new)
      var stack = SignalState.AlternateStack(
        address: words[0], flags: UInt32(truncatingIfNeeded: words[1]), byteCount: words[2])
      switch stack.flags & ~SignalState.AlternateStack.automaticallyDisarmed {
      case SignalState.AlternateStack.disabled:
        stack.address = 0
        stack.byteCount = 0
      case 0, 1:  // SS_ONSTACK is taken as 0
        guard stack.byteCount >= SignalState.AlternateStack.smallest else { throw .noMemory }
      default: throw .invalidArgument
      }
      signals.alternateStack = stack
    }
    if old != 0 {
      let words: InlineArray<3, UInt64> = [before.address, UInt64(before.flags), before.byteCount]
      try platform.memory.store(words, at: old)
    }
    return 0
  }

  func signal(process: Int32, _ number: UInt32) throws(Errno) -> Int {
    // 0 and −id mean this process's group, −1 everybody that may be signalled but oneself and the first process.
    guard process == 0 || process == id || process == -id && process != -1 else { throw .noSuchProcess }
    return try signal(number)
  }

  func signal(thread: Int32, of process: Int32? = nil, _ number: UInt32) throws(Errno) -> Int {
    guard thread > 0, process.map({ $0 > 0 }) ?? true else { throw .invalidArgument }
    guard thread == id, process == nil || process == id else { throw .noSuchProcess }
    return try signal(number)
  }

  /// Sends this process a signal; 0 only asks whether that could be done.
  private func signal(_ number: UInt32) throws(Errno) -> Int {
    if number == 0 { return 0 }
    guard let signal = Signal(number: number) else { throw .invalidArgument }
    raise(signal)
    return 0
  }

  /// Sends this process a signal, which acts at once unless it is blocked.
  func raise(_ signal: Signal) {
    signals.pending |= signal.bit
    deliverPending()
  }

  /// Acts on the pending signals that are not blocked.
  private func deliverPending() {
    for number in 1...64 as ClosedRange<UInt8> {
      let signal = Signal(rawValue: number)
      guard signals.pending & ~signals.mask & signal.bit != 0 else { continue }
      switch signals[signal].handler {
      case SignalAction.ignoreHandler: signals.pending &= ~signal.bit
      case SignalAction.defaultHandler:
        signals.pending &= ~signal.bit
        if signal.terminatesByDefault { finish(.signaled(signal)) }
      default: break  // It has a handler: it stays pending.
      }
    }
  }
}
