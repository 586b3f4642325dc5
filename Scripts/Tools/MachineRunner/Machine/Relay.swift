// The loop that carries all of a run's streams, from QEMU's start until its last byte has arrived.

import Glibc

/// Moves bytes between QEMU and the streams, and watches the clock.
final class Relay {
  /// Why the loop stopped QEMU, when QEMU did not end by itself.
  private(set) var interruption: MachineOutcome?
  /// What the kernel wrote to the result port.
  private let result = OutputSink(keeping: 4096)
  /// QEMU's own messages.
  let diagnostics = OutputSink(keeping: 4096)

  /// What the kernel wrote to the result port about the program.
  var resultLine: [UInt8] {
    let bytes = result.bytes
    return bytes.starts(with: Self.readiness) ? Array(bytes.dropFirst(Self.readiness.count)) : bytes
  }

  private let process: MachineProcess
  private let input: InputPump
  private let outputs: [OutputPump]
  private let interruptions: Int32?
  private let terminal: HostTerminal?
  /// Where the guest hears of the terminal's window: against the direction of its standard error.
  private let control: Descriptor
  private var deadline: Double?
  /// The monitor of a machine that does not run yet.
  private var heldBy: Descriptor?

  /// What the kernel writes to the result port once it takes serial input. Before that a BREAK would be lost,
  /// and with it the end of the input; a virtio port keeps its input until the kernel asks.
  private static let readiness = Array("ready\n".utf8)
  /// QEMU's greeting on a telnet connection: four options of three bytes each.
  private static let telnetGreetingByteCount = 12
  /// Seconds that a stopped run may still take to hand on what it had said.
  private static let graceSeconds = 2.0

  init(_ process: MachineProcess, channels: Channels, streams: MachineStreams, options: MachineOptions) {
    self.process = process
    interruptions = streams.interruptions
    terminal = streams.terminal
    control = channels.error.ours
    deadline = options.timeout.map { Self.now + $0 }
    let isSerial = channels.output == nil
    input = InputPump(
      streams.input, to: channels.input.ours, ending: isSerial ? .telnetBreak : .shutdown,
      isTerminal: streams.terminal != nil)
    input.isHeld = isSerial
    var outputs = [
      OutputPump(
        from: (channels.output ?? channels.input).ours, to: streams.output, .essential,
        skipping: isSerial ? Self.telnetGreetingByteCount : 0),
      OutputPump(from: channels.error.ours, to: streams.error, .optional),
      OutputPump(from: channels.log.ours, to: streams.log, .essential),
      OutputPump(from: channels.result.ours, to: result, .essential),
      OutputPump(from: channels.diagnostics.ours, to: diagnostics, .optional),
    ]
    if let monitor = channels.monitor {
      outputs.append(OutputPump(from: monitor.ours, to: OutputSink(), .optional))
      if !options.waitsForDebugger { heldBy = monitor.ours }
    }
    if let serial = channels.serial { outputs.append(OutputPump(from: serial.ours, to: streams.serial, .optional)) }
    self.outputs = outputs
  }

  /// Runs until QEMU has ended and everything that it said is handed on.
  func run() {
    while outputs.contains(where: { !$0.isFinished }) {
      let now = Self.now
      if input.isHeld && result.bytes.starts(with: Self.readiness) {
        input.isHeld = false
        sendWindow()
      }
      if let monitor = heldBy, outputs[0].hasSkipped { release(monitor) }
      if let deadline, now >= deadline {
        // The second time it is the grace that ran out: whoever reads us does not.
        if interruption != nil { return }
        stop(.timedOut)
      }
      var waits: [pollfd] = []
      var actions: [() -> Void] = []
      if let interruptions {
        waits.append(pollfd(fd: interruptions, events: Int16(POLLIN), revents: 0))
        actions.append { self.readInterruption(interruptions) }
      }
      let inputIndex = waits.count
      let inputInterest = input.interest
      if let inputInterest {
        waits.append(inputInterest)
        actions.append {}
      }
      for output in outputs {
        guard let interest = output.interest else { continue }
        waits.append(interest)
        actions.append { self.advance(output) }
      }
      _ = unsafe poll(&waits, nfds_t(waits.count), timeoutMilliseconds(from: now))
      let inputIsReady = inputInterest != nil && waits[inputIndex].revents != 0
      input.advance(isReady: inputIsReady)
      if input.hasEscaped { stop(.interrupted(SIGINT)) }
      for (wait, action) in zip(waits, actions) where wait.revents != 0 { action() }
    }
  }

  /// Lets a machine with a serial console go. QEMU drops what a guest says before its greeting is out.
  private func release(_ monitor: Descriptor) {
    heldBy = nil
    let command = Array("cont\n".utf8)
    // Without a signal if QEMU is gone already; the outputs will tell.
    _ = unsafe send(monitor.number, command, command.count, Int32(MSG_NOSIGNAL))
  }

  private func timeoutMilliseconds(from now: Double) -> Int32 {
    // Nothing tells when QEMU has emptied its socket, so that is asked again and again.
    if input.isDraining { return 2 }
    guard let deadline else { return -1 }
    return Int32(min(max(0, (deadline - now) * 1000).rounded(.up), 1_000_000))
  }

  private func advance(_ output: OutputPump) {
    guard let number = output.advance() else { return }
    errno = number
    stop(number == EPIPE ? .outputClosed : .failed(HostError.system("an output of the run").description))
  }

  private func readInterruption(_ descriptor: Int32) {
    var number: UInt8 = 0
    guard unsafe read(descriptor, &number, 1) == 1 else { return }
    switch Int32(number) {
    case SIGWINCH: sendWindow()
    case SIGCONT:
      // The shell has had the terminal meanwhile.
      terminal?.makeRaw()
      sendWindow()
    case let number: stop(.interrupted(number))
    }
  }

  /// Tells the guest how large the window is.
  private func sendWindow() {
    guard let terminal, !input.isHeld else { return }
    let line = Array("\(terminal.window.text)\n".utf8)
    // If so many sizes wait already that there is no room, the guest has ceased to listen.
    _ = unsafe send(control.number, line, line.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
  }

  private func stop(_ outcome: MachineOutcome) {
    guard interruption == nil else { return }
    interruption = outcome
    deadline = Self.now + Self.graceSeconds
    _ = process.stop()
  }

  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
