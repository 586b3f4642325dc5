// The virtio-serial device, whose named ports are a program's standard streams.

import CMachine
import KernelCore

/// A console device with several ports (virtio 1.2, 5.3), polled.
///
/// What the device says is checked; when it says what cannot be, the console is broken from then on: it is at
/// its end for readers, and swallows what is written.
final class VirtioConsole {
  /// VIRTIO_ID_CONSOLE (5), and the PCI device id of those that speak the legacy interface too (4.1.2.1).
  static let kind: UInt16 = 3
  static let transitionalID: UInt16 = 0x1003

  /// VIRTIO_CONSOLE_F_MULTIPORT (5.3.3)
  private static let multiport: UInt64 = 1 << 1
  /// Where `max_nr_ports` stands in the configuration (5.3.4).
  private static let portCountOffset: UInt32 = 4
  /// Ports with higher numbers are not looked at: two frames a port is what they cost.
  private static let portLimit: UInt32 = 16
  /// A frame for each entry makes 64 KiB.
  private static let queueSize: UInt16 = 16

  private let transport: any VirtioTransport
  /// Two for each port: what it receives, and what it transmits.
  private let queues: [Virtqueue]
  private let control: VirtioConsoleControlQueues
  private var ports: VirtioPortDirectory
  private var input: VirtioConsoleInput?
  private var output: VirtioConsoleOutput?
  private var error: VirtioConsoleOutput?
  /// What the host says by the port of the error stream, where it is listened to.
  private var errorInput: VirtioConsoleInput?
  private(set) var isBroken = false

  private let hearsControl: Bool

  /// Brings a device up, and waits until its ports are known.
  /// - Parameter hearsControl: whether to listen at the error stream's port.
  init(transport: any VirtioTransport, hearsControl: Bool) throws(VirtioProblem) {
    self.transport = transport
    self.hearsControl = hearsControl
    try transport.begin(required: Self.multiport)
    guard let portCount = transport.configuration(at: Self.portCountOffset), portCount > 0 else {
      throw .badRegisters
    }
    ports = VirtioPortDirectory(portLimit: min(portCount, Self.portLimit))
    // All queues are set up before the device is ready (3.1.1, step 7), since names come only afterwards.
    var queues: [Virtqueue] = []
    for port in 0..<ports.portLimit {
      queues.append(try transport.makeQueue(Self.receiveQueue(ofPort: port), size: Self.queueSize))
      queues.append(try transport.makeQueue(Self.receiveQueue(ofPort: port) + 1, size: Self.queueSize))
    }
    self.queues = queues
    control = try VirtioConsoleControlQueues(transport: transport)
    transport.becomeReady()
    do throws(VirtioProblem) {
      try control.start()
      try settle()
      if ports.isEmpty { throw .noPorts }
    } catch {
      transport.status = VirtioStatus.failed
      throw error
    }
  }

  /// Queues 2 and 3 are the control messages', in front of port 1 (5.3.2).
  private static func receiveQueue(ofPort port: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: port == 0 ? 0 : 2 + 2 * port)
  }

  // MARK: Ports

  /// Listens until the host has spoken of all streams, or there is no more to hear.
  ///
  /// Nothing says how many messages will come, so silence must do: 50 to 300 ms, for the host's thread that answers may
  /// be kept waiting. QEMU answers a message before it gives its buffer back, so for QEMU none would do, and only a
  /// host that lacks a stream makes this wait.
  private func settle() throws(VirtioProblem) {
    let silence: UInt64 = 1 << 28
    let deadline = TickDeadline()
    var quiet = TickDeadline(ticks: silence)
    while !ports.isComplete, !deadline.hasPassed {
      // Asked before listening: the host may stop this virtual CPU for longer than any silence, at any point.
      let wasQuiet = quiet.hasPassed
      if try converse() {
        quiet = TickDeadline(ticks: silence)
      } else if wasQuiet {
        return
      }
      relaxCPU()
    }
  }

  /// Takes in what the host says about ports, and answers.
  /// - Returns: whether there was anything.
  @discardableResult private func converse() throws(VirtioProblem) -> Bool {
    var hasProgressed = try control.receive(into: &ports)
    // The device drops messages while it has no buffer, and each answer makes it speak: listen in between.
    while let port = ports.nextUnreadyPort() {
      try control.send(VirtioConsoleControl(port: port, event: .portReady, value: 1))
      hasProgressed = true
      try control.receive(into: &ports)
    }
    while let stream = ports.nextUnopenedStream() {
      guard let port = ports.port(of: stream) else { continue }
      try open(stream, port: port)
      hasProgressed = true
      try control.receive(into: &ports)
    }
    return hasProgressed
  }

  /// Makes a stream of a port. A port's buffers must be there before the host hears that it is open, and
  /// until then nothing may be sent: QEMU drops what it cannot pass on.
  private func open(_ stream: ConsoleStream, port: UInt32) throws(VirtioProblem) {
    let receive = queues[Int(port) * 2]
    let transmit = queues[Int(port) * 2 + 1]
    switch stream {
    case .input: input = try VirtioConsoleInput(queue: receive, transport: transport)
    case .output: output = try VirtioConsoleOutput(queue: transmit, transport: transport)
    case .error:
      error = try VirtioConsoleOutput(queue: transmit, transport: transport)
      if hearsControl { errorInput = try VirtioConsoleInput(queue: receive, transport: transport) }
    }
    try control.send(VirtioConsoleControl(port: port, event: .portOpen, value: 1))
    Log.debug("virtio console: port \(port) is stream \(stream.rawValue)")
  }

  // MARK: Streams

  /// Whether the host has a port for a stream.
  func isPresent(_ stream: ConsoleStream) -> Bool { ports.port(of: stream) != nil }

  /// Takes in what the host said since.
  func poll() {
    attempt { () throws(VirtioProblem) in try self.converse() }
  }

  /// Whether somebody on the host is at the other end of a stream.
  func isConnected(_ stream: ConsoleStream) -> Bool { !isBroken && ports.isConnected(stream) }

  /// Sends bytes, waiting for the host as long as it takes. Without anybody at the other end they are gone.
  func write(_ bytes: RawSpan, to stream: ConsoleStream) {
    guard let port = stream == .error ? error : output else { return }
    var rest = bytes
    while rest.byteCount > 0, waitUntilIdle(port, of: stream) { rest = rest.extracting(port.send(rest)...) }
  }

  /// Waits until the host has everything that was written, or is gone.
  func flush() {
    if let output { _ = waitUntilIdle(output, of: .output) }
    if let error { _ = waitUntilIdle(error, of: .error) }
  }

  /// Waits until a port can send, as long as somebody is at its other end: a host that has closed it might
  /// never give the buffer back.
  /// - Returns: whether it can.
  private func waitUntilIdle(_ port: VirtioConsoleOutput, of stream: ConsoleStream) -> Bool {
    var spins = 0
    var isIdle = false
    attempt { () throws(VirtioProblem) in
      try self.converse()
      while self.ports.isConnected(stream), try !port.isIdle() {
        relaxCPU()
        try self.converse()
        spins &+= 1
        // Asking the device itself is slow, so it is done rarely.
        let asks = spins & 0xF_FFFF == 0
        if asks, self.transport.status & VirtioStatus.needsReset != 0 { throw .needsReset }
      }
      isIdle = self.ports.isConnected(stream)
    }
    return isIdle
  }

  /// Takes bytes out that have come in, without waiting.
  func read(into destination: inout MutableRawSpan) -> Int { read(from: input, into: &destination) }

  /// The same for what the host says by the port of the error stream.
  func readControl(into destination: inout MutableRawSpan) -> Int { read(from: errorInput, into: &destination) }

  private func read(from input: VirtioConsoleInput?, into destination: inout MutableRawSpan) -> Int {
    guard !isBroken, let input else { return 0 }
    do throws(VirtioProblem) { return try input.read(into: &destination) } catch { fail(error) }
    return 0
  }

  var hasInput: Bool {
    guard !isBroken, let input else { return false }
    do throws(VirtioProblem) { return try input.hasBytes() } catch { fail(error) }
    return false
  }

  /// Whether nobody is at the other end, and what came from there is read. The order matters: the host sends
  /// the bytes, and only then says that it has closed its side.
  var isAtEndOfInput: Bool { isBroken || (!ports.isConnected(.input) && !hasInput) }

  private func attempt(_ body: () throws(VirtioProblem) -> Void) {
    guard !isBroken else { return }
    do throws(VirtioProblem) { try body() } catch { fail(error) }
  }

  private func fail(_ problem: VirtioProblem) {
    guard !isBroken else { return }
    isBroken = true
    Log.error("virtio console: \(problem.message); its streams have ended")
    transport.status = VirtioStatus.failed
  }
}
