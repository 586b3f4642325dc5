// Signals: their numbers.

/// A signal, with Linux's numbers on x86-64 (`signal(7)`).
@frozen public struct Signal: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// - Parameter number: a signal as calls name it.
  /// - Returns: `nil` where there is none, also for 0, which only asks.
  public init?(number: UInt32) {
    guard (1...64).contains(number) else { return nil }
    rawValue = UInt8(truncatingIfNeeded: number)
  }

  public static var hangUp: Signal { Signal(rawValue: 1) }
  public static var interrupt: Signal { Signal(rawValue: 2) }
  public static var quit: Signal { Signal(rawValue: 3) }
  public static var illegalInstruction: Signal { Signal(rawValue: 4) }
  public static var trap: Signal { Signal(rawValue: 5) }
  public static var abort: Signal { Signal(rawValue: 6) }
  public static var busError: Signal { Signal(rawValue: 7) }
  public static var floatingPoint: Signal { Signal(rawValue: 8) }
  public static var kill: Signal { Signal(rawValue: 9) }
  public static var segmentationViolation: Signal { Signal(rawValue: 11) }
  public static var brokenPipe: Signal { Signal(rawValue: 13) }
  public static var alarm: Signal { Signal(rawValue: 14) }
  public static var terminate: Signal { Signal(rawValue: 15) }
  public static var child: Signal { Signal(rawValue: 17) }
  public static var `continue`: Signal { Signal(rawValue: 18) }
  public static var stop: Signal { Signal(rawValue: 19) }
  public static var terminalStop: Signal { Signal(rawValue: 20) }
  public static var backgroundRead: Signal { Signal(rawValue: 21) }
  public static var backgroundWrite: Signal { Signal(rawValue: 22) }
  public static var urgent: Signal { Signal(rawValue: 23) }
  public static var processorTimeLimit: Signal { Signal(rawValue: 24) }
  public static var fileSizeLimit: Signal { Signal(rawValue: 25) }
  public static var virtualAlarm: Signal { Signal(rawValue: 26) }
  public static var profilingAlarm: Signal { Signal(rawValue: 27) }
  public static var windowChange: Signal { Signal(rawValue: 28) }
  public static var badSystemCall: Signal { Signal(rawValue: 31) }
}
