// The quickest way out of a virtual machine: one byte to one port.

import CMachine

/// QEMU's `isa-debugcon`: what is written to its port appears in a file of the host's.
public struct DebugPort: Sendable {
  let port: UInt16

  /// The kernel's log.
  public static let log = DebugPort(port: 0xE9)
  /// One line that says how the program, or the kernel, ended.
  public static let result = DebugPort(port: 0xEA)

  public func write(_ byte: UInt8) { outByte(port, byte) }

  public func write(_ text: StaticString) {
    let bytes = text.bytes
    for index in bytes.indices { write(bytes[index]) }
  }
}
