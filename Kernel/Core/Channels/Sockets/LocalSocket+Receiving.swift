// Receiving from a socket: `recv(2)`, and `read(2)` on one.

import Shared

/// What is received beside the bytes.
struct IncomingMessage {
  var sender: SocketName?
  var credentials: SocketCredentials?
  var files: [OpenFile] = []
  /// What of `recvmsg(2)`'s flags is to be told.
  var flags: MessageFlags = []
}

extension LocalSocket {
  /// Stores what has come in a program's memory, after waiting for it.
  /// - Returns: what the call returns: the bytes received, or how long the message was where the caller asks for that.
  func receive(
    into target: inout UserVector, of memory: UserMemory, _ flags: MessageFlags, _ message: inout IncomingMessage
  ) throws(Errno) -> Int {
    guard !flags.contains(.outOfBand) else { throw type == .stream ? .invalidArgument : .notSupported }
    return type == .stream
      ? try receiveFromStream(into: &target, of: memory, flags, &message)
      : try receiveMessage(into: &target, of: memory, flags, &message)
  }

  /// Gives one range what has come over a stream, where nothing has to be waited for.
  /// - Returns: the bytes received, 0 where they cannot be stored; `nil` for what goes the longer way.
  func receiveAtOnce(into target: UserRange, of memory: UserMemory) -> Int? {
    guard type == .stream, state == .connected, options.lowWater <= 1 else { return nil }
    return queue.giveAtOnce(to: target, of: memory)
  }

  private func note(_ received: SocketMessage, _ isPeeked: Bool, in message: inout IncomingMessage) {
    message.sender = received.sender.name
    message.credentials = received.credentials ?? .unknown
    guard let rights = received.rights else { return }
    if isPeeked {
      message.files = rights.files
    } else {
      message.files = rights.land()
      received.rights = nil
    }
  }

  private func receiveFromStream(
    into target: inout UserVector, of memory: UserMemory, _ flags: MessageFlags, _ message: inout IncomingMessage
  ) throws(Errno) -> Int {
    guard state == .connected else { throw .invalidArgument }
    let wanted = target.byteCount
    let least = max(1, flags.contains(.waitForAll) ? wanted : min(wanted, options.lowWater))
    let deadline = deadline(options.receiveTimeout)
    let isPeeked = flags.contains(.peek)
    var done = 0
    var isFirst = true
    repeat {
      guard let (received, skipped) = queue.message(ofByte: isPeeked ? done : 0) else {
        if done >= least { break }
        do throws(Errno) {
          if let error = takeError() { throw error }
          if shutdown.contains(.receiving) { break }
          try wait(in: changed, flags.contains(.doNotWait), until: deadline)
        } catch {
          if done > 0 { break }
          throw error
        }
        continue
      }
      // Bytes of different processes are not received as one where they are told apart.
      if !isFirst, options.passesCredentials, received.credentials ?? .unknown != message.credentials { break }
      let count = min(target.byteCount, received.byteCount &- skipped)
      let start = isPeeked ? done : 0
      guard queue.copy(start..<start &+ count, to: &target, of: memory) == count else {
        guard done > 0 else { throw .badAddress }
        break
      }
      done &+= count
      let hadRights = received.rights != nil
      if isFirst || hadRights { note(received, isPeeked, in: &message) }
      isFirst = false
      if isPeeked {
        if hadRights { break }
      } else if count > 0 || received.byteCount == 0 {
        guard queue.removeFirst(count), !hadRights else { break }
      }
    } while target.byteCount > 0
    return done
  }

  private func receiveMessage(
    into target: inout UserVector, of memory: UserMemory, _ flags: MessageFlags, _ message: inout IncomingMessage
  ) throws(Errno) -> Int {
    if type == .sequencedPackets, state != .connected { throw .socketNotConnected }
    let deadline = deadline(options.receiveTimeout)
    while true {
      if let error = takeError() { throw error }
      if let received = queue.first {
        let isPeeked = flags.contains(.peek)
        let count = min(target.byteCount, received.byteCount)
        let copied = queue.copy(0..<count, to: &target, of: memory)
        if copied < received.byteCount { message.flags.insert(.truncated) }
        if copied == count { note(received, isPeeked, in: &message) }
        let byteCount = received.byteCount
        if !isPeeked {
          // Also where the program's memory did not take it, as on Linux.
          if let rights = received.rights { registry.discard(rights) }
          received.rights = nil
          queue.removeFirstMessage()
          room.wake()
        }
        guard copied == count else { throw .badAddress }
        return flags.contains(.truncated) ? byteCount : count
      }
      if shutdown.contains(.receiving), type == .sequencedPackets || !flags.contains(.doNotWait) { return 0 }
      try wait(in: changed, flags.contains(.doNotWait), until: deadline)
    }
  }
}
