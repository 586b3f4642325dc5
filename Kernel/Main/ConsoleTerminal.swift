// The console as a terminal, where the machine was started from one.

import KernelCore
import KernelMachine
import Shared

/// The terminal behind `/dev/console`. What is typed is noticed while nothing reads, too: an interrupt character has to
/// reach a program that only computes.
final class ConsoleTerminal: Terminal {
  private var poll: ConsolePoll?
  private var isAtEnd = false
  /// The beginning of a line that the host sends about the console.
  private var message: [UInt8] = []

  /// How often the console is asked for what was typed, in nanoseconds.
  static let pollInterval: UInt64 = 4_000_000
  private static let longestMessage = 32

  init(system: System, window: WindowSize) {
    super.init(system: system)
    resize(to: window)
    // A terminal of today's sends characters of several bytes.
    setCharactersToUTF8()
    let poll = ConsolePoll(self)
    self.poll = poll
    poll.start()
  }

  override var isAtEndOfInput: Bool { isAtEnd }

  /// As on Linux, `/dev/console` is no session's by being opened: the first one has it from the start.
  override var canBeAcquiredByOpening: Bool { false }

  override func outputChanged() {
    sendOutput { bytes in
      Console.write(bytes, to: .output)
      return bytes.byteCount
    }
  }

  override func inputTaken() { takeInput() }

  /// Takes in what has come from the host.
  fileprivate func look() {
    Console.poll()
    takeControl()
    takeInput()
  }

  private func takeInput() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while inputRoom > 0 {
      var span = bytes.mutableSpan
      var whole = MutableRawSpan(_elements: &span)
      var part = whole._mutatingExtracting(0..<min(inputRoom, 256))
      let count = Console.read(into: &part)
      if count == 0 { break }
      type(bytes[..<count])
    }
    if !isAtEnd, Console.isAtEndOfInput {
      isAtEnd = true
      noticeChange()
    }
  }

  /// Takes the host's word for the window's size: `ROWSxCOLUMNS`, a line each.
  private func takeControl() {
    var bytes = InlineArray<64, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    let count = Console.readControl(into: &raw)
    for index in 0..<count {
      if bytes[index] == UInt8(ascii: "\n") {
        if let size = WindowSize(message[...]) { resize(to: size) }
        message = []
      } else if message.count < Self.longestMessage {
        message.append(bytes[index])
      }
    }
  }

  /// Ends the looking, which would hold the terminal for good.
  func stop() {
    poll?.stop()
    poll = nil
  }
}

/// Lets the terminal look at the console, again and again.
private final class ConsolePoll: KernelTimer {
  private var terminal: ConsoleTerminal?

  init(_ terminal: ConsoleTerminal) {
    self.terminal = terminal
    super.init()
  }

  func start() {
    guard let terminal else { return }
    let system = terminal.system
    system.scheduler.set(self, at: system.clock.monotonicTime &+ ConsoleTerminal.pollInterval)
  }

  func stop() { terminal = nil }

  override func fire() {
    terminal?.look()
    start()
  }
}
