// What becomes of a process that does nothing about a signal.

import Shared

extension Signal {
  /// The bit in a 64-bit signal set.
  var bit: UInt64 { 1 << UInt64(rawValue &- 1) }

  /// SIGKILL and SIGSTOP, about which a program has no say.
  static let unblockable: UInt64 = Signal.kill.bit | Signal.stop.bit
  /// What an instruction brings about: it comes before all others (`signal(7)`).
  static let synchronous: UInt64 =
    Signal.segmentationViolation.bit | Signal.busError.bit | Signal.illegalInstruction.bit | Signal.trap.bit
    | Signal.floatingPoint.bit | Signal.badSystemCall.bit
  /// The signals that stop a process.
  static let stopping: UInt64 =
    Signal.stop.bit | Signal.terminalStop.bit | Signal.backgroundRead.bit | Signal.backgroundWrite.bit

  /// Whether it is one of those of which each that is sent counts (`signal(7)`, "Real-time signals").
  var isRealTime: Bool { rawValue >= 32 }

  /// What becomes of a process that does nothing about the signal (`signal(7)`).
  var defaultAction: DefaultAction {
    switch self {
    case .child, .urgent, .windowChange: .ignore
    case .continue: .continue
    case .stop, .terminalStop, .backgroundRead, .backgroundWrite: .stop
    default: .end
    }
  }
}

/// What a signal does by itself.
enum DefaultAction {
  case ignore
  case end
  case stop
  case `continue`
}
