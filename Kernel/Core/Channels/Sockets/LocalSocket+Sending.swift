// Sending over a socket: `send(2)`, and `write(2)` on one.

import Shared

/// What is sent beside the bytes.
struct OutgoingMessage {
  /// Who the sender says it is; it was checked (`unix(7)`, SCM_CREDENTIALS).
  var credentials: SocketCredentials?
  /// Who it is.
  let sender: SocketCredentials
  var rights: FilesInFlight?
  var doesNotWait: Bool
}

extension LocalSocket {
  /// Linux keeps a part of the limit for itself (`unix_dgram_sendmsg`).
  private static let keptOfLimit = 32

  /// Sends what a program's memory holds.
  /// - Parameter target: the receiver, where the call names one.
  /// - Returns: the bytes sent.
  func send(
    _ source: inout UserVector, of memory: UserMemory, _ message: OutgoingMessage, to target: LocalSocket? = nil
  ) throws(Errno) -> Int {
    guard type != .stream else { return try sendToStream(&source, of: memory, message) }
    let byteCount = source.byteCount
    try sendMessage(&source, of: memory, message, to: target)
    return byteCount
  }

  /// Sends one range over a stream where nothing stands in the way and nothing goes with it.
  /// - Returns: the bytes sent, 0 where none can be read; `nil` for what goes the longer way.
  func sendAtOnce(_ source: UserRange, of memory: UserMemory) -> Int? {
    guard type == .stream, pendingError == nil, !shutdown.contains(.sending), !options.passesCredentials,
      outgoingByteCount < options.sendLimit,
      source.byteCount &- 1 < UInt(bitPattern: options.sendLimit &- outgoingByteCount)
    else { return nil }
    return lentPeer?.with { $0.takeAtOnce(source, of: memory, from: self) }
  }

  @inline(__always) private var lentPeer: Uncounted<LocalSocket>? {
    // The socket has its peer until it is closed, or, without a call of its own that sends, connected anew.
    if let peer { return unsafe Uncounted(peer) }
    return nil
  }

  private func takeAtOnce(_ source: UserRange, of memory: UserMemory, from sender: LocalSocket) -> Int? {
    guard !isClosed, !shutdown.contains(.receiving), !options.passesCredentials else { return nil }
    let done = queue.addAtOnce(source, of: memory, from: sender)
    if done ?? 0 > 0 { changed.wake() }
    return done
  }

  /// The credentials that are noted: those that are sent, or, where one of the two wants them, the sender's own.
  private func credentials(of message: OutgoingMessage, to other: LocalSocket) -> SocketCredentials? {
    if let chosen = message.credentials { return chosen }
    return options.passesCredentials || other.options.passesCredentials ? message.sender : nil
  }

  private func sendToStream(
    _ source: inout UserVector, of memory: UserMemory, _ message: OutgoingMessage
  ) throws(Errno) -> Int {
    guard let peer else { throw .socketNotConnected }
    guard !shutdown.contains(.sending) else { throw .brokenPipe }
    let wanted = source.byteCount
    let deadline = deadline(options.sendTimeout)
    var rights = message.rights
    while source.byteCount > 0 {
      let done = wanted &- source.byteCount
      do throws(Errno) {
        if peer.isClosed || peer.shutdown.contains(.receiving) || shutdown.contains(.sending) { throw .brokenPipe }
        if let error = takeError() { throw error }
        guard outgoingByteCount < options.sendLimit else {
          try wait(in: changed, message.doesNotWait, until: deadline)
          continue
        }
        let piece = min(source.byteCount, options.sendLimit &- outgoingByteCount)
        let stop = peer.queue.appendToStream(
          piece, of: &source, of: memory, from: self, credentials(of: message, to: peer), rights)
        if wanted &- source.byteCount > done {
          rights = nil
          peer.changed.wake()
        }
        switch stop {
        case .done: continue
        case .badAddress: throw .badAddress
        case .noMemory: throw .noBufferSpace
        }
      } catch {
        // What was sent counts.
        guard source.byteCount == wanted else { return wanted &- source.byteCount }
        throw error
      }
    }
    return wanted
  }

  private func sendMessage(
    _ source: inout UserVector, of memory: UserMemory, _ message: OutgoingMessage, to target: LocalSocket?
  ) throws(Errno) {
    if type == .sequencedPackets {
      if let error = takeError() { throw error }
      guard state == .connected else { throw .socketNotConnected }
    }
    guard let receiver = target ?? peer else { throw .socketNotConnected }
    let byteCount = source.byteCount
    guard byteCount <= options.sendLimit &- Self.keptOfLimit else { throw .messageTooLong }
    let deadline = deadline(options.sendTimeout)
    while true {
      if let error = takeError() { throw error }
      guard !shutdown.contains(.sending) else { throw .brokenPipe }
      guard outgoingByteCount < options.sendLimit else {
        try wait(in: changed, message.doesNotWait, until: deadline)
        continue
      }
      try requireAlive(receiver)
      guard receiver.peer == nil || receiver.peer === self else { throw .notPermitted }
      guard !receiver.shutdown.contains(.receiving) else { throw .brokenPipe }
      guard mustWait(toSendTo: receiver) else { break }
      try wait(in: receiver.room, message.doesNotWait, until: deadline)
    }
    try receiver.queue.append(
      byteCount, of: &source, of: memory, from: self, credentials(of: message, to: receiver), message.rights)
    receiver.changed.wake()
  }

  /// - Throws: `connectionRefused` for a receiver that has been closed; a socket that was connected with it is so no more.
  private func requireAlive(_ receiver: LocalSocket) throws(Errno) {
    guard receiver.isClosed else { return }
    guard type != .sequencedPackets else { throw .brokenPipe }
    if peer === receiver { setPeer(nil) }
    throw .connectionRefused
  }
}
