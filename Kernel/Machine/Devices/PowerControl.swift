// How the machine ends.

import CMachine

/// Ends the machine, and tells the host how it went.
public enum PowerControl {
  /// How it went: one line on the result port.
  public enum Result: Sendable {
    /// The program ended by itself, with the low 8 bits of its status.
    case exited(UInt8)
    /// A signal ended the program.
    case signaled(UInt8)
    /// The kernel could not go on.
    case panicked
  }

  public static func stop(_ result: Result) -> Never {
    let port = DebugPort.result
    var line = LogMessage()
    switch result {
    case .exited(let status): line = "exited \(status)"
    case .signaled(let signal): line = "signaled \(signal)"
    case .panicked: line = "panicked"
    }
    for i in 0..<line.count { port.write(line.bytes[i]) }
    port.write(UInt8(ascii: "\n"))

    // QEMU's isa-debug-exit ends with status (value << 1) | 1: 33 when all is well, 35 when not.
    let value: UInt32 =
      switch result {
      case .exited, .signaled: 0x10
      case .panicked: 0x11
      }
    outLong(0xF4, value)
    // Without that device: ACPI's S5 as QEMU's pc and q35 wire it, then a reset by the keyboard controller.
    outWord(0x604, 0x2000)
    outByte(0x64, 0xFE)
    haltForever()
  }
}
