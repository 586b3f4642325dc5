// Signals: their numbers, and what becomes of a process that does nothing about them.

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
  public static let interrupt = Signal(rawValue: 2)
  public static let quit = Signal(rawValue: 3)
  public static let illegalInstruction = Signal(rawValue: 4)
  public static let trap = Signal(rawValue: 5)
  public static let abort = Signal(rawValue: 6)
  public static let busError = Signal(rawValue: 7)
  public static let floatingPoint = Signal(rawValue: 8)
  public static let kill = Signal(rawValue: 9)
  public static let segmentationViolation = Signal(rawValue: 11)
  public static let brokenPipe = Signal(rawValue: 13)
  public static let alarm = Signal(rawValue: 14)
  public static let child = Signal(rawValue: 17)
  public static let `continue` = Signal(rawValue: 18)
  public static let stop = Signal(rawValue: 19)
  public static let terminalStop = Signal(rawValue: 20)
  public static let backgroundRead = Signal(rawValue: 21)
  public static let backgroundWrite = Signal(rawValue: 22)
  public static let urgent = Signal(rawValue: 23)
  public static let processorTimeLimit = Signal(rawValue: 24)
  public static let fileSizeLimit = Signal(rawValue: 25)
  public static let virtualAlarm = Signal(rawValue: 26)
  public static let profilingAlarm = Signal(rawValue: 27)
  public static let windowChange = Signal(rawValue: 28)
  public static let badSystemCall = Signal(rawValue: 31)

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
