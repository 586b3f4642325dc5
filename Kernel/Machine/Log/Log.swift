// What the kernel says about itself, to whoever runs the machine and never to programs.

import KernelCore

/// How much a line matters; the higher, the less.
public enum LogLevel: UInt8, Sendable {
  case error
  case warning
  case info
  case debug
}

extension LogLevel {
  /// The level that the command line asks for, or the quiet one.
  public init(_ level: KernelCommandLine.Level?) {
    switch level {
    case .error: self = .error
    case .warning, nil: self = .warning
    case .info: self = .info
    case .debug: self = .debug
    }
  }
}

/// The kernel's log, a line at a time on the debug port.
public enum Log {
  /// Lines above this level are not written. Set at boot from the command line, read ever after.
  public nonisolated(unsafe) static var level = LogLevel.warning

  public static func error(_ message: @autoclosure () -> LogMessage) { write(.error, message) }
  public static func warning(_ message: @autoclosure () -> LogMessage) { write(.warning, message) }
  public static func info(_ message: @autoclosure () -> LogMessage) { write(.info, message) }
  public static func debug(_ message: @autoclosure () -> LogMessage) { write(.debug, message) }

  @inline(__always)
  private static func write(_ level: LogLevel, _ message: () -> LogMessage) {
    if unsafe level.rawValue <= Self.level.rawValue { line(message()) }
  }

  /// Writes a line whatever the level.
  @inline(never)
  public static func line(_ message: LogMessage) {
    for i in 0..<message.count { DebugPort.log.write(message.bytes[i]) }
    DebugPort.log.write(UInt8(ascii: "\n"))
  }

  /// Writes a line of somebody else's making.
  public static func write(line: Span<UInt8>) {
    for index in line.indices { DebugPort.log.write(line[index]) }
    DebugPort.log.write(UInt8(ascii: "\n"))
  }
}
