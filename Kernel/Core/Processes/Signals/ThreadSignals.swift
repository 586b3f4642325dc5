// What one thread has to do with signals.

import Shared

/// A thread's mask, its own pending signals, and its alternate stack.
struct ThreadSignals {
  var mask: UInt64 = 0
  var pending = PendingSignals()
  var alternateStack = AlternateStack()
  /// The mask to go back to after the next handler, for calls that wait with another one (`sigsuspend(2)`, `ppoll(2)`).
  var maskAfterWait: UInt64?
  /// What a `sigwait` waits for, blocked or not.
  var awaited: UInt64 = 0

  /// What `sigaltstack(2)` keeps.
  struct AlternateStack: Equatable, Sendable {
    var address: UInt64 = 0
    /// `SS_DISABLE` at first.
    var flags: UInt32 = AlternateStack.disabled
    var byteCount: UInt64 = 0

    /// `SS_ONSTACK`.
    static let onStack: UInt32 = 1
    static let disabled: UInt32 = 2
    /// `SS_AUTODISARM`, which may stand beside the rest.
    static let automaticallyDisarmed: UInt32 = 1 << 31
    /// `MINSIGSTKSZ`.
    static let smallest: UInt64 = 2048

    /// Whether `sigaltstack(2)` would take it.
    var isValid: Bool {
      switch flags & ~Self.automaticallyDisarmed {
      case Self.disabled: true
      case 0, Self.onStack: byteCount >= Self.smallest
      default: false
      }
    }

    /// Whether a stack pointer is on it.
    func contains(_ stackPointer: UInt64) -> Bool {
      byteCount > 0 && flags & Self.automaticallyDisarmed == 0 && stackPointer &- address &- 1 < byteCount
    }
  }
}
