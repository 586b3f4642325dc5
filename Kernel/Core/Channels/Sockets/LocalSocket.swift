// A local socket: one end of a connection, a place for messages, or where connections are accepted (`unix(7)`).

import Shared

/// A socket. One that waits to be accepted has no open file yet.
///
/// A socket, its peer and the messages between them hold each other until the socket is closed.
final class LocalSocket {
  enum State {
    /// Not connected, or not any more.
    case unconnected
    case listening
    case connected
  }

  /// What a socket does no more (`shutdown(2)`).
  struct Shutdown: OptionSet {
    let rawValue: UInt8

    static let receiving = Shutdown(rawValue: 1)
    static let sending = Shutdown(rawValue: 2)
    static let both: Shutdown = [.receiving, .sending]
  }

  let system: System
  let type: SocketType
  let budget: StorageBudget
  let queue: SocketQueue
  var registry: SocketRegistry { system.sockets }
  var state = State.unconnected
  /// Where it sends to. One that has been closed stays the peer of a socket that was connected with it.
  private(set) var peer: LocalSocket?
  var name: SocketName?
  /// What its name leads to it by.
  private var boundNode: SocketNode?
  var shutdown: Shutdown = []
  private(set) var isClosed = false
  /// What the next call that asks is told.
  var pendingError: Errno?
  /// What of its limit the messages take that it has sent and that have not been received, in bytes.
  private(set) var outgoingByteCount = 0
  var options = SocketOptions()
  /// Who is at the other end, or who listens.
  var peerCredentials: SocketCredentials?

  /// Waits for messages, connections, room for what it sends, or the end.
  let changed = WaitQueue()
  /// Others wait for room in its queue, or in that of those who wait to be accepted.
  let room = WaitQueue()
  private var roomWatch: RoomWatch?

  /// Those who wait to be accepted, in the order in which they came.
  private var firstPending: LocalSocket?
  private var lastPending: LocalSocket?
  private var nextPending: LocalSocket?
  private(set) var pendingCount = 0
  var backlog = 0

  // For `SocketRegistry.collect`.
  var mark: UInt64 = 0
  var nextMarked: LocalSocket?
  private(set) var waitingCallCount = 0

  /// What a socket takes, in bytes, with its queues; it may be in no process's table.
  private static let charge = 1024
  /// How many messages may wait in a queue for a receiver that is not the sender's peer (`proc_sys_net(5)`,
  /// max_dgram_qlen); one more is let in, as on Linux.
  private static let longestQueue = 10

  /// A socket for which room has been set aside.
  private init(reserved type: SocketType, _ budget: StorageBudget, _ system: System) {
    self.system = system
    self.type = type
    self.budget = budget
    queue = SocketQueue(budget: budget)
  }

  /// - Throws: `noMemory` where there is no room for it.
  static func make(_ type: SocketType, _ budget: StorageBudget, _ system: System) throws(Errno) -> LocalSocket {
    guard budget.reserve(byteCount: charge) else { throw .noMemory }
    return LocalSocket(reserved: type, budget, system)
  }

  deinit { budget.release(byteCount: Self.charge) }

  // MARK: Names

  /// Takes a name, which leads here until the socket is closed.
  func bind(to name: SocketName, by node: SocketNode) {
    self.name = name
    boundNode = node
    node.socket = self
  }

  private func unbind() {
    guard let node = boundNode else { return }
    node.socket = nil
    boundNode = nil
    if let name, name.isAbstract { registry.names.remove(name, type) }
  }

  // MARK: Connections

  /// Connects two sockets with each other.
  func connect(with other: LocalSocket) {
    peer = other
    other.peer = self
    state = .connected
    other.state = .connected
  }

  /// Chooses where a datagram socket sends to, or that it sends nowhere by itself. What has come from elsewhere is lost.
  func setPeer(_ other: LocalSocket?) {
    let old = peer
    roomWatch?.leave()
    roomWatch = nil
    peer = other
    state = other == nil ? .unconnected : .connected
    if let other, other !== self {
      let watch = RoomWatch(self)
      other.room.enqueue(watch)
      roomWatch = watch
    }
    guard let old, old !== other, !queue.isEmpty else { return }
    discardReceivable()
    room.wake()
    if !old.isClosed, old.peer === self {
      old.pendingError = .connectionReset
      old.changed.wake()
    }
  }

  /// Puts a connection at the end of those that wait to be accepted.
  func addPending(_ connection: LocalSocket) {
    if let lastPending { lastPending.nextPending = connection } else { firstPending = connection }
    lastPending = connection
    pendingCount &+= 1
    changed.wake()
  }

  /// Takes the first that waits to be accepted.
  func takePending() -> LocalSocket? {
    guard let connection = firstPending else { return nil }
    firstPending = connection.nextPending
    if firstPending == nil { lastPending = nil }
    connection.nextPending = nil
    pendingCount &-= 1
    room.wake()
    return connection
  }

  var isBacklogFull: Bool { pendingCount > backlog }

  /// Stops receiving, sending, or both, here and at a peer that is connected for good (`shutdown(2)`).
  func shutDown(_ ways: Shutdown) {
    shutdown.formUnion(ways)
    changed.wake()
    room.wake()
    guard let peer, type.isConnectionBased else { return }
    if ways.contains(.receiving) { peer.shutdown.insert(.sending) }
    if ways.contains(.sending) { peer.shutdown.insert(.receiving) }
    peer.changed.wake()
  }

  /// Ends the socket: the peer is told, what was not received is discarded, and those who wait to be accepted are refused.
  /// - Parameter unaccepted: whether it is one of these.
  func close(unaccepted: Bool = false) {
    guard !isClosed else { return }
    isClosed = true
    unbind()
    if let peer, type.isConnectionBased {
      peer.shutdown = .both
      if !queue.isEmpty || unaccepted { peer.pendingError = .connectionReset }
      peer.changed.wake()
    }
    roomWatch?.leave()
    roomWatch = nil
    peer = nil
    state = .unconnected
    while let connection = takePending() { connection.close(unaccepted: true) }
    discardReceivable()
    changed.wake()
    room.wake()
  }

  // MARK: What is in the queue

  var isQueueLong: Bool { queue.count > Self.longestQueue }

  /// Whether a message must wait for others to be received.
  func mustWait(toSendTo other: LocalSocket) -> Bool {
    other !== self && other.peer !== self && other.isQueueLong
  }

  private var mustWaitForPeer: Bool {
    guard let peer else { return false }
    return mustWait(toSendTo: peer)
  }

  func addOutgoing(_ byteCount: Int) { outgoingByteCount &+= byteCount }

  /// What was sent has been received, or is lost.
  func removeOutgoing(_ byteCount: Int) {
    let couldWrite = hasRoomToSend
    outgoingByteCount &-= byteCount
    if !couldWrite, hasRoomToSend { changed.wake() }
  }

  /// Whether so much is free that it is worth while to wake a sender: as on Linux three quarters.
  private var hasRoomToSend: Bool { outgoingByteCount &* 4 <= options.sendLimit }

  /// Calls a function with each queue that a call could receive from here, also over a connection that waits to be
  /// accepted.
  private func forEachQueue(_ body: (SocketQueue) -> Void) {
    body(queue)
    var next = firstPending
    while let connection = next {
      body(connection.queue)
      next = connection.nextPending
    }
  }

  /// Calls a function with the open files that a call could receive here.
  func forEachReceivableFile(_ body: (OpenFile) -> Void) { forEachQueue { $0.forEachFile(body) } }

  /// The same for the frames that hold what could be received.
  func forEachFrame(_ body: (FrameNumber) -> Void) { forEachQueue { $0.forEachFrame(body) } }

  func discardReceivable() { forEachQueue { $0.removeAll(registry.discard) } }

  // MARK: Waiting

  /// Rests until a queue is woken.
  /// - Parameter deadline: when the caller's time-out ends it, if it has one.
  /// - Throws: `resourceTemporarilyUnavailable` where the call may not wait, or has waited long enough; an interruption.
  func wait(in queue: WaitQueue, _ doesNotWait: Bool, until deadline: UInt64?) throws(Errno) {
    guard !doesNotWait else { throw .resourceTemporarilyUnavailable }
    waitingCallCount &+= 1
    let result = system.wait(in: queue, until: deadline)
    waitingCallCount &-= 1
    switch result {
    case .woken: return
    case .timedOut: throw .resourceTemporarilyUnavailable
    case .interrupted: throw deadline == nil ? .restartIfAsked : .interrupted
    }
  }

  func deadline(_ timeout: UInt64?) -> UInt64? { timeout.map { system.clock.monotonicTime.addingClamped($0) } }

  /// The error that waits to be told, once.
  func takeError() -> Errno? {
    defer { pendingError = nil }
    return pendingError
  }

  /// What can be done without waiting (`poll(2)`).
  var readiness: PollEvents {
    var events = PollEvents()
    if pendingError != nil { events.insert(.error) }
    if shutdown == .both { events.insert(.hangUp) }
    if shutdown.contains(.receiving) { events.formUnion([.readHangUp, .readable, .normalReadable]) }
    if !queue.isEmpty || firstPending != nil { events.formUnion([.readable, .normalReadable]) }
    if type.isConnectionBased, state == .unconnected { events.insert(.hangUp) }
    if state != .listening, hasRoomToSend, type == .stream || !mustWaitForPeer {
      events.formUnion([.writable, .normalWritable, .priorityWritable])
    }
    return events
  }
}

/// Stands in the queue of those who wait for a receiver's room, for whatever waits for the sender to be able to send.
private final class RoomWatch: Waiter {
  private let sender: LocalSocket

  init(_ sender: LocalSocket) {
    self.sender = sender
    super.init(nil)
  }

  override func notify() -> Bool {
    sender.changed.wake()
    return false
  }
}

/// What `setsockopt(2)` sets.
struct SocketOptions {
  /// How many bytes may be on their way (`SO_SNDBUF`), and a number that Linux's local sockets only keep (`SO_RCVBUF`).
  var sendLimit = usualLimit
  var receiveLimit = usualLimit
  /// After how many nanoseconds a call gives up that waits (`SO_RCVTIMEO`, `SO_SNDTIMEO`).
  var receiveTimeout: UInt64?
  var sendTimeout: UInt64?
  /// The fewest bytes that a stream's receiver is woken for (`SO_RCVLOWAT`).
  var lowWater = 1
  /// Whether messages come with their senders' credentials (`SO_PASSCRED`).
  var passesCredentials = false
  /// Options that mean nothing for local sockets and that Linux keeps all the same: a bit for each, by its number.
  var kept: UInt64 = 0
  var priority: UInt32 = 0
  var linger: UInt64 = 0

  /// Linux `net.core.wmem_default`.
  static let usualLimit = 212_992
}
