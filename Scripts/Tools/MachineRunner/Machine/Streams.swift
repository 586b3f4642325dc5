// The ends of a run's streams on the host: a tool hands on its own descriptors, a test hands in bytes and gets bytes.

/// Where the program's standard input comes from.
public enum InputSource: Sendable {
  /// An open descriptor of this process, read to its end.
  case descriptor(Int32)
  /// These bytes, and then the end.
  case bytes([UInt8])
  /// Nothing, and no end either: as a terminal at which nobody types.
  case silence
}

/// Where one of the guest's streams goes.
public final class OutputSink {
  /// A descriptor that gets every byte, if any.
  let descriptor: Int32?
  /// The descriptor's owner, if it is to stay open as long as this.
  private let file: Descriptor?
  /// How many of the last bytes are kept.
  private let keptByteCount: Int
  private var buffer: [UInt8] = []
  /// Picks out lines of what passes, if any are asked for.
  public var lines: LinePicker?

  /// A sink that keeps the last `keptByteCount` bytes and writes all of them to `descriptor`, if there is one.
  public init(descriptor: Int32? = nil, keeping keptByteCount: Int = 0) {
    self.descriptor = descriptor
    self.file = nil
    self.keptByteCount = keptByteCount
  }

  /// A sink that keeps the last `keptByteCount` bytes and writes all of them to `file`, if there is one.
  public init(file: Descriptor?, keeping keptByteCount: Int) {
    self.descriptor = file?.number
    self.file = file
    self.keptByteCount = keptByteCount
  }

  /// The last bytes, as many as are kept.
  public var bytes: [UInt8] { Array(buffer.suffix(keptByteCount)) }

  /// Takes note of what arrived.
  func append(_ bytes: [UInt8]) {
    lines?.append(bytes)
    guard keptByteCount > 0 else { return }
    buffer += bytes
    // Cut down only now and then, or a long stream would be copied with each piece of it.
    if buffer.count / 2 > keptByteCount { buffer = Array(buffer.suffix(keptByteCount)) }
  }
}

/// The lines of a stream that begin with some words, kept however long the stream is.
public struct LinePicker {
  /// What the lines begin with.
  public let prefix: String
  /// The rests of such lines, in order.
  public private(set) var found: [String] = []
  private var line: [UInt8] = []
  /// What is longer than a line of the kernel's log is not kept for it.
  private static let longestLine = 1024

  /// Picks the lines that begin with `prefix`.
  public init(prefix: String) {
    self.prefix = prefix
  }

  mutating func append(_ bytes: [UInt8]) {
    for byte in bytes {
      if byte != UInt8(ascii: "\n") {
        if line.count < Self.longestLine { line.append(byte) }
        continue
      }
      let text = String(decoding: line, as: UTF8.self)
      if text.hasPrefix(prefix) { found.append(String(text.dropFirst(prefix.count))) }
      line.removeAll(keepingCapacity: true)
    }
  }
}

/// All of a run's streams.
public struct MachineStreams {
  /// The program's standard input.
  public var input: InputSource
  /// The program's standard output.
  public var output: OutputSink
  /// The program's standard error.
  public var error: OutputSink
  /// The kernel's log.
  public var log: OutputSink
  /// COM1, where it is not the console.
  public var serial: OutputSink
  /// A descriptor that becomes readable when this process gets a signal: one byte, the signal's number. SIGWINCH and
  /// SIGCONT are about the terminal, all others ask the run to stop.
  public var interruptions: Int32?
  /// The terminal that the input and output are, if the guest's console is to be one.
  public var terminal: HostTerminal?

  /// Streams that lead to these places.
  public init(
    input: InputSource, output: OutputSink, error: OutputSink, log: OutputSink, serial: OutputSink = OutputSink(),
    interruptions: Int32? = nil
  ) {
    self.input = input
    self.output = output
    self.error = error
    self.log = log
    self.serial = serial
    self.interruptions = interruptions
  }
}
