// A program's standard streams, whichever device carries them.

import CMachine
import KernelCore

/// The machine's console: three streams of bytes between programs and whoever runs the machine.
///
/// Only the kernel's one CPU uses it, with interrupts off, and so does `handleSerialInterrupt`.
public enum Console {
  /// The kind of device that carries the streams.
  public enum Carrier: Sendable {
    /// virtio-serial, with a port for each stream.
    case virtio
    /// 16550 UARTs: COM1 for input and output, COM2 for errors.
    case serial
  }

  private enum Backend {
    case none
    case virtio(VirtioConsole)
    case serial(main: SerialPort?, error: SerialPort?)
  }
  private nonisolated(unsafe) static var backend = Backend.none

  /// Finds the devices and makes them ready, once.
  /// - Parameters:
  ///   - carrier: what to try first. Without virtio-serial, UARTs are taken.
  ///   - hearsControl: whether `readControl` will be called.
  ///   - commandLine: the kernel's, which may say where virtio devices are.
  public static func start(preferring carrier: Carrier, hearsControl: Bool, commandLine: Span<UInt8>) {
    if carrier == .virtio, let console = virtioConsole(hearsControl: hearsControl, commandLine: commandLine) {
      unsafe backend = .virtio(console)
      return
    }
    let main = SerialPort(base: SerialPort.com1)
    let error = SerialPort(base: SerialPort.com2)
    if main == nil { Log.warning("console: there is no COM1, so programs have no input and output") }
    if error == nil { Log.warning("console: there is no COM2, so programs have no error output") }
    unsafe backend = .serial(main: main, error: error)
  }

  private static func virtioConsole(hearsControl: Bool, commandLine: Span<UInt8>) -> VirtioConsole? {
    do throws(VirtioProblem) {
      let console = try VirtioConsole(
        transport: transport(commandLine: commandLine), hearsControl: hearsControl)
      Log.info("console: virtio-serial")
      return console
    } catch {
      Log.warning("virtio-serial: \(error.message); using serial ports")
      return nil
    }
  }

  /// The way to the first device: by PCI where there is that, else in memory.
  private static func transport(commandLine: Span<UInt8>) throws(VirtioProblem) -> any VirtioTransport {
    let hasPCI = PCIConfiguration.isPresent
    var problem = VirtioProblem.noDevice
    if hasPCI {
      do throws(VirtioProblem) {
        return try VirtioPCI.find(kind: VirtioConsole.kind, transitionalID: VirtioConsole.transitionalID)
      } catch { problem = error }
    }
    do throws(VirtioProblem) {
      return try VirtioMMIO.find(
        kind: UInt32(VirtioConsole.kind), commandLine: commandLine, mayGuess: !hasPCI)
    } catch { throw error == .noDevice ? problem : error }
  }

  /// How much to write at once where others are to get their turn: a UART takes each byte by itself.
  public static var pieceByteCount: Int {
    if case .serial = unsafe backend { return 2 << 10 }
    return 64 << 10
  }

  // MARK: Streams

  /// Whether there is a device for a stream. What is written to one without is gone; input without is at its end.
  public static func isPresent(_ stream: ConsoleStream) -> Bool {
    switch unsafe backend {
    case .none: false
    case .virtio(let console): console.isPresent(stream)
    case .serial(let main, let error): stream == .error ? error != nil : main != nil
    }
  }

  /// Whether somebody on the host is, or may be, at the other end of a stream. To write to nobody is to lose it.
  public static func isConnected(_ stream: ConsoleStream) -> Bool {
    if case .virtio(let console) = unsafe backend { return console.isConnected(stream) }
    return isPresent(stream)
  }

  /// Writes bytes to `.output` or `.error`. When this returns they are the device's, but not yet the host's: `flush`.
  ///
  /// A host that does not read makes this wait as long as it likes with virtio, and for seconds with serial ports,
  /// which then drop the rest.
  public static func write(_ bytes: RawSpan, to stream: ConsoleStream) {
    guard stream != .input else { return }
    switch unsafe backend {
    case .none: break
    case .virtio(let console): console.write(bytes, to: stream)
    case .serial(let main, let error): (stream == .error ? error : main)?.write(bytes)
    }
  }

  /// Takes bytes of the input that are at hand, without waiting.
  /// - Returns: how many were stored; 0 when there are none now, or never again: `isAtEndOfInput`.
  public static func read(into destination: inout MutableRawSpan) -> Int {
    switch unsafe backend {
    case .none: 0
    case .virtio(let console): console.read(into: &destination)
    case .serial(let main, _): main?.read(into: &destination) ?? 0
    }
  }

  /// Takes bytes that the host sends against the direction of the error stream: what is about the console, and not input.
  public static func readControl(into destination: inout MutableRawSpan) -> Int {
    switch unsafe backend {
    case .none: 0
    case .virtio(let console): console.readControl(into: &destination)
    case .serial(_, let error): error?.read(into: &destination) ?? 0
    }
  }

  /// Whether `read` would find anything.
  public static var hasInput: Bool {
    switch unsafe backend {
    case .none: false
    case .virtio(let console): console.hasInput
    case .serial(let main, _): main?.hasInput ?? false
    }
  }

  /// Whether all input is read, and the host has said, as far as `poll` knows, that no more will come.
  /// A host that opens its side of a virtio port again can take that back.
  public static var isAtEndOfInput: Bool {
    switch unsafe backend {
    case .none: true
    case .virtio(let console): console.isAtEndOfInput
    case .serial(let main, _): main?.isAtEndOfInput ?? true
    }
  }

  /// Takes in what the devices have to say. To be called again and again while somebody waits for input.
  public static func poll() {
    switch unsafe backend {
    case .none: break
    case .virtio(let console): console.poll()
    case .serial(let main, _): main?.receive()
    }
  }

  /// Waits until the host has all that was written. To be called before the machine is turned off.
  public static func flush() {
    switch unsafe backend {
    case .none: break
    case .virtio(let console): console.flush()
    case .serial(let main, let error):
      main?.flush()
      error?.flush()
    }
  }

  // MARK: Interrupts

  /// The ISA line of the input's device, or `nil` where it has to be polled.
  public static var interruptLine: UInt8? {
    switch unsafe backend {
    case .none, .virtio: nil
    case .serial(let main, _): main == nil ? nil : 4
    }
  }

  /// Lets the device interrupt. Its line must lead to `handleSerialInterrupt` by then.
  public static func enableInterrupts() {
    if case .serial(let main, _) = unsafe backend { main?.enableInterrupts() }
  }

  /// Takes in what made the device interrupt. Neither allocates nor waits.
  public static func handleSerialInterrupt() {
    if case .serial(let main, _) = unsafe backend { main?.handleInterrupt() }
  }
}
