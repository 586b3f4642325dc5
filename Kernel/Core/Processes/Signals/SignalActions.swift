// What a process wants done about each signal (`sigaction(2)`).

import Shared

/// What a process wants done about one signal: the kernel's `struct sigaction`, as `rt_sigaction(2)` passes it.
public struct SignalAction: Equatable, Sendable {
  public var handler: UInt64 = 0
  public var flags: UInt64 = 0
  public var restorer: UInt64 = 0
  public var mask: UInt64 = 0

  /// `SIG_DFL` and `SIG_IGN` (`asm-generic/signal-defs.h`).
  static let defaultHandler: UInt64 = 0
  static let ignoreHandler: UInt64 = 1

  /// `SA_…` (`asm-generic/signal-defs.h`).
  static let noChildStop: UInt64 = 1
  static let noChildWait: UInt64 = 2
  static let onStack: UInt64 = 0x0800_0000
  static let restart: UInt64 = 0x1000_0000
  static let noDefer: UInt64 = 0x4000_0000
  static let resetHandler: UInt64 = 0x8000_0000
  /// `SA_RESTORER` (`arch/x86/include/uapi/asm/signal.h`).
  static let hasRestorer: UInt64 = 0x0400_0000

  func ignores(_ signal: Signal) -> Bool {
    handler == Self.ignoreHandler || handler == Self.defaultHandler && signal.defaultAction == .ignore
  }

  var isHandled: Bool { handler != Self.defaultHandler && handler != Self.ignoreHandler }
}

/// The actions for all 64 signals.
final class SignalActions {
  private var actions = InlineArray<64, SignalAction>(repeating: SignalAction())

  subscript(signal: Signal) -> SignalAction {
    get { actions[clamped(Int(signal.rawValue) &- 1, below: actions.count)] }
    set { actions[clamped(Int(signal.rawValue) &- 1, below: actions.count)] = newValue }
  }

  /// The same actions for another process (`fork(2)`).
  func copy() -> SignalActions {
    let other = SignalActions()
    for index in actions.indices { other.actions[index] = actions[index] }
    return other
  }

  /// What a new program begins with: handlers are gone, and what was ignored stays so (`execve(2)`).
  func resetForExec() {
    for index in actions.indices {
      let isIgnored = actions[index].handler == SignalAction.ignoreHandler
      actions[index] = SignalAction(handler: isIgnored ? SignalAction.ignoreHandler : SignalAction.defaultHandler)
    }
  }

  /// `clone3(2)`'s CLONE_CLEAR_SIGHAND: what is not ignored gets its default action.
  func clearHandlers() { resetForExec() }
}
