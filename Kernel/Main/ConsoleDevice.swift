// The console as programs meet it where it is no terminal: /dev/console and the three standard streams.

import KernelCore
import KernelMachine
import Shared

/// A character device over one side of the console.
final class ConsoleDevice: Device {
  private let output: ConsoleStream
  private let input: ConsoleInput
  /// What is on its way in or out. Large pieces make few requests of the host. No call is in another's way: the kernel is
  /// not preempted, and no copy waits; between two pieces it is back.
  private var piece = [UInt8](repeating: 0, count: 64 << 10)

  init(output: ConsoleStream, input: ConsoleInput) {
    // A machine with one serial port has one stream for both.
    self.output = Console.isPresent(output) ? output : .output
    self.input = input
  }

  /// The piece, taken out of the device while it is used, so that it is one array and no copy.
  private func takePiece() -> [UInt8] {
    defer { piece = [] }
    return piece
  }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard target.byteCount > 0 else { return 0 }
    while !Console.hasInput {
      if Console.isAtEndOfInput { return 0 }
      if flags.contains(.nonBlocking) { throw .resourceTemporarilyUnavailable }
      try input.wait()
    }
    var piece = takePiece()
    defer { self.piece = piece }
    var rest = target
    var done = 0
    while rest.byteCount > 0, Console.hasInput {
      let count = min(piece.count, Int(rest.byteCount))
      var span = piece.mutableSpan
      var whole = MutableRawSpan(_elements: &span)
      var bytes = whole._mutatingExtracting(0..<count)
      let taken = Console.read(into: &bytes)
      let copied = memory.copy(RawSpan(_elements: piece.span).extracting(0..<taken), to: rest)
      done += copied
      guard copied == taken else {
        // What could not be stored is lost, as it would be in a terminal's line.
        if done == 0 { throw .badAddress }
        break
      }
      rest = rest.dropping(UInt(copied))
    }
    return done
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard Console.isConnected(output) else { throw .brokenPipe }
    let pieceByteCount = UInt(Console.pieceByteCount)
    var rest = source
    var done = 0
    while rest.byteCount > 0 {
      let copied = writePiece(from: rest.prefix(pieceByteCount), of: memory)
      if copied == 0 {
        if done == 0 { throw .badAddress }
        break
      }
      done += copied
      rest = rest.dropping(UInt(copied))
      // What others write meanwhile comes between the pieces.
      if rest.byteCount > 0 { memory.turns?.offerTurn() }
    }
    return done
  }

  /// Writes as much of a range as a piece holds, for which no other thread waits.
  /// - Returns: how many bytes could be read.
  private func writePiece(from source: UserRange, of memory: UserMemory) -> Int {
    var piece = takePiece()
    defer { self.piece = piece }
    var span = piece.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    let copied = memory.copy(from: source, into: &bytes)
    Console.write(RawSpan(_elements: piece.span).extracting(0..<copied), to: output)
    return copied
  }

  override var pollReadiness: PollEvents {
    Console.poll()
    var events: PollEvents = [.writable, .normalWritable]
    if Console.hasInput || Console.isAtEndOfInput { events.formUnion([.readable, .normalReadable]) }
    return events
  }

  override var waitQueue: WaitQueue? { input.waitQueue }

  override var isSeekable: Bool { false }

  /// The standard streams are two devices behind one node.
  override var isReopenedAsItself: Bool { true }
}

extension Console {
  /// Says something of the kernel's to whoever reads the program's standard error.
  static func writeError(_ message: StaticString) {
    message.withUTF8Buffer { bytes in
      Console.write(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(bytes)), to: errorStream)
    }
  }

  /// Says it in bytes.
  static func writeError(_ bytes: [UInt8]) { Console.write(RawSpan(_elements: bytes.span), to: errorStream) }

  /// Where the kernel's words go: a machine with one serial port has one stream for both.
  private static var errorStream: ConsoleStream { isPresent(.error) ? .error : .output }
}
