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

/// The actions for all 64 signals. Most processes that are forked change none, so they share a table until one does.
final class SignalActions {
  private var table: Table

  private final class Table {
    var actions: InlineArray<64, SignalAction>
    /// Those that have been changed, a bit each, so that the others need not be looked at.
    var changed: UInt64

    init(_ actions: InlineArray<64, SignalAction>, changed: UInt64) {
      self.actions = actions
      self.changed = changed
    }
  }

  /// The default actions.
  init() { table = Table(InlineArray(repeating: SignalAction()), changed: 0) }

  private init(sharing table: Table) { self.table = table }

  subscript(signal: Signal) -> SignalAction {
    get { table.actions[clamped(Int(signal.rawValue) &- 1, below: table.actions.count)] }
    set {
      let index = clamped(Int(signal.rawValue) &- 1, below: table.actions.count)
      guard newValue != table.actions[index] else { return }
      own()
      table.actions[index] = newValue
      table.changed |= 1 << UInt64(index)
    }
  }

  /// Makes the table one that no other process has.
  private func own() {
    if !isKnownUniquelyReferenced(&table) { table = Table(table.actions, changed: table.changed) }
  }

  /// The same actions for another process (`fork(2)`).
  func copy() -> SignalActions { SignalActions(sharing: table) }

  /// What a new program begins with: handlers are gone, and what was ignored stays so (`execve(2)`).
  func resetForExec() {
    var left = table.changed
    while left != 0 {
      let index = left.trailingZeroBitCount
      left &= left &- 1
      let isIgnored = table.actions[index].handler == SignalAction.ignoreHandler
      let action = SignalAction(handler: isIgnored ? SignalAction.ignoreHandler : SignalAction.defaultHandler)
      guard action != table.actions[index] else { continue }
      own()
      table.actions[index] = action
    }
  }

  /// `clone3(2)`'s CLONE_CLEAR_SIGHAND: what is not ignored gets its default action.
  func clearHandlers() { resetForExec() }
}
