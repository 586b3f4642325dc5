// Brings one of the guest's streams to the host, byte for byte and no faster than it is taken.

import Glibc

/// Reads one of QEMU's sockets and hands its bytes to a sink.
final class OutputPump {
  /// What to make of a sink that cannot be written to.
  enum Importance {
    /// The run ends.
    case essential
    /// The stream is dropped, as a closed standard error is.
    case optional
  }

  private let channel: Descriptor
  private let sink: OutputSink
  private let importance: Importance
  private var bytesToSkip: Int
  /// Whether everything that is left out has come.
  var hasSkipped: Bool { bytesToSkip == 0 }
  private var pending: ArraySlice<UInt8> = []
  private let pieceByteCount: Int
  private var isOpen = true
  private var isDropped = false

  /// A pump from `channel` to `sink` that leaves out the first `bytesToSkip` bytes.
  init(from channel: Descriptor, to sink: OutputSink, _ importance: Importance, skipping bytesToSkip: Int = 0) {
    self.channel = channel
    self.sink = sink
    self.importance = importance
    self.bytesToSkip = bytesToSkip
    var status = stat()
    let isFile = unsafe fstat(sink.descriptor ?? -1, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    // A pipe that polls as writable takes PIPE_BUF bytes without blocking, and maybe no more (pipe(7));
    // its flags are not ours to change.
    pieceByteCount = isFile ? 1 << 20 : 4096
  }

  /// Whether everything that ever came has been handed on.
  var isFinished: Bool { !isOpen && pending.isEmpty }

  /// What to wait for, if anything.
  var interest: pollfd? {
    if !pending.isEmpty, let descriptor = sink.descriptor {
      return pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    }
    return isOpen ? pollfd(fd: channel.number, events: Int16(POLLIN), revents: 0) : nil
  }

  /// Does what `interest` was waiting for.
  /// - Returns: errno's number when an essential sink cannot be written to.
  func advance() -> Int32? {
    if pending.isEmpty {
      receive()
      return nil
    }
    return write()
  }

  private func receive() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe recv(channel.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
    guard count > 0 else {
      isOpen = false
      return
    }
    let skipped = min(bytesToSkip, count)
    bytesToSkip -= skipped
    let bytes = Array(buffer[skipped..<count])
    sink.append(bytes)
    if sink.descriptor != nil && !isDropped { pending = bytes[...] }
  }

  private func write() -> Int32? {
    let piece = pending.prefix(pieceByteCount)
    let count = unsafe piece.withUnsafeBytes { unsafe Glibc.write(sink.descriptor ?? -1, $0.baseAddress, $0.count) }
    if count >= 0 {
      pending = pending.dropFirst(count)
      return nil
    }
    let number = errno
    if number == EAGAIN || number == EINTR { return nil }
    pending = []
    isDropped = true
    return importance == .essential ? number : nil
  }
}
