// Signals: their numbers, and what a process wants of them.

import Shared

/// A signal, with Linux's numbers on x86-64 (`signal(7)`).
public struct Signal: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// - Parameter number: a signal as calls name it.
  /// - Returns: `nil` where there is none, also for 0, which only asks.
  public init?(number: UInt32) {
    guard (1...64).contains(number) else { return nil }
    rawValue = UInt8(truncatingIfNeeded: number)
  }

  public static let hangUp = Signal(rawValue: 1)
  public static let illegalInstruction = Signal(rawValue: 4)
  public static let trap = Signal(rawValue: 5)
  public static let abort = Signal(rawValue: 6)
  public static let busError = Signal(rawValue: 7)
  public static let floatingPoint = Signal(rawValue: 8)
  public static let kill = Signal(rawValue: 9)
  public static let segmentationViolation = Signal(rawValue: 11)
  public static let brokenPipe = Signal(rawValue: 13)
  public static let child = Signal(rawValue: 17)
  public static let `continue` = Signal(rawValue: 18)
  public static let stop = Signal(rawValue: 19)
  public static let terminalStop = Signal(rawValue: 20)
  public static let backgroundRead = Signal(rawValue: 21)
  public static let backgroundWrite = Signal(rawValue: 22)
  public static let urgent = Signal(rawValue: 23)
  public static let fileSizeLimit = Signal(rawValue: 25)
  public static let windowChange = Signal(rawValue: 28)

  /// The bit in a 64-bit signal set.
  var bit: UInt64 { 1 << UInt64(rawValue &- 1) }

  /// Whether a process that does nothing about the signal ends by it.
  var terminatesByDefault: Bool {
    switch self {
    case .child, .continue, .urgent, .windowChange: false
    // There is nobody to continue a process that has stopped, so it does not stop.
    case .stop, .terminalStop, .backgroundRead, .backgroundWrite: false
    default: true
    }
  }
}

/// What a process wants done about one signal: the kernel's `struct sigaction`, as `rt_sigaction(2)` passes it.
public struct SignalAction: Equatable, Sendable {
  public var handler: UInt64 = 0
  public var flags: UInt64 = 0
  public var restorer: UInt64 = 0
  public var mask: UInt64 = 0

  /// `SIG_DFL` and `SIG_IGN` (`asm-generic/signal-defs.h`).
  static let defaultHandler: UInt64 = 0
  static let ignoreHandler: UInt64 = 1
}

/// A process's signals. Handlers are kept, and not called yet: a signal that has one is left pending.
public struct SignalState: Sendable {
  var actions = InlineArray<64, SignalAction>(repeating: SignalAction())
  var mask: UInt64 = 0
  var pending: UInt64 = 0
  var alternateStack = AlternateStack()

  /// What `sigaltstack(2)` keeps.
  struct AlternateStack: Equatable, Sendable {
    var address: UInt64 = 0
    /// `SS_DISABLE` at first.
    var flags: UInt32 = AlternateStack.disabled
    var byteCount: UInt64 = 0

    static let disabled: UInt32 = 2
    /// `SS_AUTODISARM`, which may stand beside the rest.
    static let automaticallyDisarmed: UInt32 = 1 << 31
    /// `MINSIGSTKSZ`.
    static let smallest: UInt64 = 2048
  }

  subscript(_ signal: Signal) -> SignalAction {
    get { actions[clamped(Int(signal.rawValue) &- 1, below: actions.count)] }
    set { actions[clamped(Int(signal.rawValue) &- 1, below: actions.count)] = newValue }
  }
}
