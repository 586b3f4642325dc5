// Brings standard input to the guest, its end included.

import Glibc

/// Reads one source and writes it to one of QEMU's sockets, as the guest takes it.
final class InputPump {
  /// How the end of the input is said.
  enum Ending {
    /// By shutting the socket down for writing: QEMU closes the guest's port once it has read everything.
    case shutdown
    /// By telnet's BREAK (RFC 854), which QEMU turns into one on the serial line. A byte of 0xff is doubled.
    case telnetBreak
  }

  private enum State {
    case open, draining, ended
  }

  /// The key that ends the machine, where input is typed at a terminal.
  private var escape: EscapeKey?
  /// Whether it was typed.
  private(set) var hasEscaped = false
  private let channel: Descriptor
  private let ending: Ending
  private let source: Int32?
  private var pending: ArraySlice<UInt8>
  private var state: State

  init(_ input: InputSource, to channel: Descriptor, ending: Ending, isTerminal: Bool = false) {
    escape = isTerminal ? EscapeKey() : nil
    self.channel = channel
    self.ending = ending
    pending = []
    state = .open
    switch input {
    case .descriptor(let number):
      source = number
    case .bytes(let bytes):
      source = nil
      pending = Self.encode(bytes, for: ending)[...]
      if pending.isEmpty { state = .draining }
    case .silence:
      source = nil
      state = .ended
    }
  }

  /// Whether `advance` should soon be called without any descriptor being ready.
  var isDraining: Bool { state == .draining && !isHeld }

  /// Whether nothing is sent yet: a serial port forgets what came before its driver.
  var isHeld = false

  /// What to wait for, if anything.
  var interest: pollfd? {
    if isHeld || state == .ended { return nil }
    if !pending.isEmpty { return pollfd(fd: channel.number, events: Int16(POLLOUT), revents: 0) }
    if state == .open, let source { return pollfd(fd: source, events: Int16(POLLIN), revents: 0) }
    return nil
  }

  /// Does what `interest` was waiting for.
  func advance(isReady: Bool) {
    if isHeld { return }
    if isReady && !pending.isEmpty { send() } else if isReady, state == .open { receive() }
    if state == .draining && pending.isEmpty { end() }
  }

  private func send() {
    let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
    let count = unsafe pending.withUnsafeBytes { unsafe Glibc.send(channel.number, $0.baseAddress, $0.count, flags) }
    if count >= 0 {
      pending = pending.dropFirst(count)
    } else if errno != EAGAIN && errno != EINTR {
      // QEMU is gone; the outputs will tell why.
      state = .ended
    }
    if source == nil && pending.isEmpty && state == .open { state = .draining }
  }

  private func receive() {
    guard let source else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(source, &buffer, buffer.count)
    if count > 0 {
      if escape?.completes(with: Array(buffer.prefix(count)), at: Relay.now) ?? false { hasEscaped = true }
      pending = Self.encode(Array(buffer.prefix(count)), for: ending)[...]
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      // A descriptor that cannot be read is at its end as far as a program can tell.
      state = .draining
    }
  }

  private func end() {
    switch ending {
    case .shutdown:
      // Not close: a closed peer makes QEMU forget what it has not read yet.
      shutdown(channel.number, Int32(SHUT_WR))
      state = .ended
    case .telnetBreak:
      // QEMU acts on a BREAK before the bytes that it came with, so those must have left the socket.
      var unread: Int32 = 0
      guard unsafe ioctl(channel.number, UInt(TIOCOUTQ), &unread) == 0, unread == 0 else { return }
      let interpretAsCommandThenBreak: [UInt8] = [0xff, 0xf3]
      _ = unsafe Glibc.send(channel.number, interpretAsCommandThenBreak, 2, Int32(MSG_NOSIGNAL))
      state = .ended
    }
  }

  private static func encode(_ bytes: [UInt8], for ending: Ending) -> [UInt8] {
    guard ending == .telnetBreak, bytes.contains(0xff) else { return bytes }
    return bytes.flatMap { $0 == 0xff ? [0xff, 0xff] : [$0] }
  }
}
