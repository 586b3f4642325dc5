// The three streams between a program and whoever runs the machine.

/// One of a program's standard streams, seen from the program.
public enum ConsoleStream: Int, Sendable, CaseIterable {
  /// What the program reads.
  case input
  /// What the program writes.
  case output
  /// What the program writes about its own troubles.
  case error

  /// The stream that a port of the host carries.
  /// - Parameter portName: the port's name, with or without a NUL at its end: virtio 1.2, 5.3.6.2 has none, QEMU one.
  /// - Returns: `nil` for the name of a port that is not ours.
  public init?(portName: Span<UInt8>) {
    for stream in Self.allCases {
      let length = stream.portName.utf8.count
      guard portName.hasPrefix(stream.portName) else { continue }
      if portName.count == length || (portName.count == length + 1 && portName[length] == 0) {
        self = stream
        return
      }
    }
    return nil
  }

  /// What the host calls the stream's port.
  public var portName: String {
    switch self {
    case .input: "martlet.stdin"
    case .output: "martlet.stdout"
    case .error: "martlet.stderr"
    }
  }
}
