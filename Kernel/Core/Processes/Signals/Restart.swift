// What becomes of a call that a signal has interrupted (`signal(7)`, "Interruption of system calls").

import Shared

/// Errors that no program sees: on the way out of the call they become EINTR, or the call is made again. The numbers
/// are those of Linux's `include/linux/errno.h`, above all that programs know.
extension Errno {
  /// Made again if no handler runs, or one with SA_RESTART; else EINTR.
  public static let restartIfAsked = Errno(rawValue: 512)
  /// Made again whatever runs.
  static let restartAlways = Errno(rawValue: 513)
  /// Made again if no handler runs; else EINTR.
  static let restartWithoutHandler = Errno(rawValue: 514)
  /// Goes on by `restart_syscall(2)` if no handler runs; else EINTR.
  static let goOnWithoutHandler = Errno(rawValue: 516)

  /// The name of one of these, for a trace, or `nil` for what programs see.
  var restartName: StaticString? {
    switch self {
    case .restartIfAsked: "restartIfAsked"
    case .restartAlways: "restartAlways"
    case .restartWithoutHandler: "restartWithoutHandler"
    case .goOnWithoutHandler: "goOnWithoutHandler"
    default: nil
    }
  }

  /// What the outside is told where a call cannot be made again.
  public var withoutRestart: Errno { (512...516).contains(rawValue) ? .interrupted : self }
}

/// How an interrupted call goes on.
enum Restart: Int {
  case ifAsked = -512
  case always = -513
  case withoutHandler = -514
  case goOn = -516

  /// Whether the call is made again after a handler.
  func happens(after action: SignalAction) -> Bool {
    switch self {
    case .always: true
    case .ifAsked: action.flags & SignalAction.restart != 0
    case .withoutHandler, .goOn: false
    }
  }
}

extension Registers {
  /// The length of SYSCALL, in bytes: so far back is the call that is made again.
  private static let systemCallByteCount: UInt64 = 2

  /// Makes the thread do a system call once more.
  /// - Parameter request: what was in rax.
  mutating func repeatCall(_ request: UInt) {
    rax = UInt64(request)
    rip &-= Self.systemCallByteCount
  }
}
