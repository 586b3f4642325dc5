// A socket as an open file.

import Shared

/// The device of a socket's open file. The socket ends with it.
final class SocketFile: Channel {
  private let endpoint: LocalSocket

  init(_ socket: LocalSocket) {
    endpoint = socket
    super.init(system: socket.system)
  }

  override var socket: LocalSocket? { endpoint }
  override var waitQueue: WaitQueue? { endpoint.changed }
  override var pollReadiness: PollEvents { endpoint.readiness }
  /// Only streams tell of their end by a signal.
  override var signalsBrokenPipe: Bool { endpoint.type == .stream }

  override func close(flags: OpenFlags) { endpoint.close() }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    if target.byteCount > 0, let done = endpoint.receiveAtOnce(into: target, of: memory) {
      guard done > 0 else { throw .badAddress }
      return done
    }
    return try receiveLong(into: target, of: memory, flags: flags)
  }

  override func read(into target: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try receive(into: &target, of: memory, flags: flags)
  }

  @inline(never)
  private func receiveLong(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    var target = UserVector(target)
    return try receive(into: &target, of: memory, flags: flags)
  }

  private func receive(into target: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    // As on Linux, whose `recv(2)` waits all the same.
    guard target.byteCount > 0 else { return 0 }
    var message = IncomingMessage()
    // Open files that come with the bytes are closed: only recvmsg can take them.
    return try endpoint.receive(
      into: &target, of: memory, flags.contains(.nonBlocking) ? .doNotWait : [], &message)
  }

  /// `SIOCOUTQ`.
  private static let outgoingRequest: UInt32 = 0x5411

  override func control(request: UInt32, argument: UInt, of memory: UserMemory) throws(Errno) -> Int {
    let count: Int
    switch request {
    case ChannelRequest.readableByteCount:
      guard endpoint.state != .listening else { throw .invalidArgument }
      // Of datagrams only the first is counted.
      count = endpoint.type.isConnectionBased ? endpoint.queue.byteCount : endpoint.queue.first?.byteCount ?? 0
    case Self.outgoingRequest: count = endpoint.outgoingByteCount
    default: throw .inappropriateIOCTLForDevice
    }
    try memory.store(halfWord: UInt32(truncatingIfNeeded: count), at: argument)
    return 0
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    if let done = endpoint.sendAtOnce(source, of: memory) {
      guard done > 0 else { throw .badAddress }
      return done
    }
    return try sendLong(source, of: memory, flags: flags)
  }

  override func write(from source: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try send(&source, of: memory, flags: flags)
  }

  @inline(never)
  private func sendLong(_ source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    var source = UserVector(source)
    return try send(&source, of: memory, flags: flags)
  }

  private func send(_ source: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard let caller = system.caller else { throw .resourceTemporarilyUnavailable }
    let message = OutgoingMessage(
      sender: caller.realSocketCredentials, doesNotWait: flags.contains(.nonBlocking))
    return try endpoint.send(&source, of: memory, message)
  }
}
