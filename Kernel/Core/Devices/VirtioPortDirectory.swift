// Which port carries which stream, as the host tells it bit by bit.

/// The ports of a virtio-serial device, by what the control messages have said so far.
public struct VirtioPortDirectory: Sendable {
  /// Ports with numbers from here on are not looked at, since there are no queues for them.
  public let portLimit: UInt32
  /// A bit for each port that was announced, and that the host has open, and that waits for the driver's word.
  private var announced: UInt64 = 0
  private var connected: UInt64 = 0
  private var unready: UInt64 = 0
  /// A bit for each port about whose other end the host has said anything.
  private var heard: UInt64 = 0
  /// The port of each stream.
  private var ports = InlineArray<3, UInt32?>(repeating: nil)
  /// A bit for each stream whose port waits to be opened.
  private var unopened: UInt8 = 0

  /// - Parameter portLimit: how many ports there are queues for; at most 64.
  public init(portLimit: UInt32) { self.portLimit = min(portLimit, 64) }

  /// Takes in what the host says.
  /// - Parameter payload: what follows the message: a port's name.
  public mutating func receive(_ message: VirtioConsoleControl, payload: Span<UInt8>) {
    guard message.port < portLimit else { return }
    let bit: UInt64 = 1 << UInt64(message.port)
    if message.event == .portAdd {
      guard announced & bit == 0 else { return }
      announced |= bit
      unready |= bit
    }
    guard announced & bit != 0 else { return }
    switch message.event {
    case .portName:
      guard let stream = ConsoleStream(portName: payload), ports[stream.rawValue] == nil else { return }
      ports[stream.rawValue] = message.port
      unopened |= 1 << UInt8(stream.rawValue)
    case .portOpen:
      heard |= bit
      connected = message.value != 0 ? connected | bit : connected & ~bit
    case .portRemove:
      connected &= ~bit
    case .portAdd, .deviceReady, .portReady, .consolePort, .resize: break
    }
  }

  /// A port that was announced and has no answer yet. It counts as answered from now on.
  public mutating func nextUnreadyPort() -> UInt32? {
    guard unready != 0 else { return nil }
    let port = unready.trailingZeroBitCount
    unready &= unready - 1
    return UInt32(port)
  }

  /// A stream whose port was found and is not open on the driver's side. It counts as open from now on.
  public mutating func nextUnopenedStream() -> ConsoleStream? {
    guard unopened != 0, let stream = ConsoleStream(rawValue: unopened.trailingZeroBitCount) else { return nil }
    unopened &= unopened - 1
    return stream
  }

  /// The number of the port that carries a stream, or `nil` where the host has none.
  public func port(of stream: ConsoleStream) -> UInt32? { ports[stream.rawValue] }

  /// Whether somebody on the host is at the other end of a stream.
  public func isConnected(_ stream: ConsoleStream) -> Bool {
    bit(of: stream) & connected != 0
  }

  /// Whether the host has said of all streams what there is to say before programs can start. A port that
  /// nobody has open on the host is not spoken of.
  public var isComplete: Bool { ConsoleStream.allCases.allSatisfy { bit(of: $0) & heard != 0 } }
  /// Whether any port is ours.
  public var isEmpty: Bool { ConsoleStream.allCases.allSatisfy { port(of: $0) == nil } }

  private func bit(of stream: ConsoleStream) -> UInt64 { port(of: stream).map { 1 << UInt64($0) } ?? 0 }
}
