// The messages by which a virtio-serial device and its driver agree about ports.

/// A `struct virtio_console_control` (virtio 1.2, 5.3.6.2): a port's number, an event, and the event's value.
public struct VirtioConsoleControl: Equatable, Sendable {
  /// What can be said about a port.
  public enum Event: UInt16, Sendable {
    /// From the driver: it is ready (value 1) and wants to hear of the ports there are.
    case deviceReady = 0
    /// From the device: there is such a port.
    case portAdd = 1
    /// From the device: there is no longer such a port.
    case portRemove = 2
    /// From the driver: the port can be used (value 1).
    case portReady = 3
    /// From the device: the port is for a terminal.
    case consolePort = 4
    /// From the device: the terminal's new size follows.
    case resize = 5
    /// From either: the sender's side of the port was opened (value 1) or closed (value 0).
    case portOpen = 6
    /// From the device: the port's name follows.
    case portName = 7
  }

  public var port: UInt32
  public var event: Event
  public var value: UInt16

  /// How long a message is without what follows it.
  public static let byteCount = 8

  public init(port: UInt32, event: Event, value: UInt16) {
    self.port = port
    self.event = event
    self.value = value
  }

  /// - Parameter bytes: what the device sent; what follows the message proper is not looked at.
  /// - Returns: `nil` when that is too short, or speaks of an event that is not known.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= Self.byteCount else { return nil }
    var word: UInt64 = 0
    for i in 0..<Self.byteCount { word |= UInt64(bytes[i]) << UInt64(8 * i) }
    guard let event = Event(rawValue: UInt16(truncatingIfNeeded: word >> 32)) else { return nil }
    self.init(
      port: UInt32(truncatingIfNeeded: word), event: event, value: UInt16(truncatingIfNeeded: word >> 48))
  }

  /// The message as it is sent, as one little-endian word.
  public var word: UInt64 { UInt64(port) | UInt64(event.rawValue) << 32 | UInt64(value) << 48 }
}
