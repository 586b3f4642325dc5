// What has been sent to a socket and not been received.

import Shared

/// Who sent a message (`unix(7)`, `struct ucred`).
struct SocketCredentials: Equatable {
  var process: Int32
  var user: UInt32
  var group: UInt32

  /// What is told of a sender where none was noted: no process, and Linux's overflow IDs.
  static let unknown = SocketCredentials(process: 0, user: 65_534, group: 65_534)
}

/// One message, or, in a stream, bytes that the same process sent and that no descriptors came with.
final class SocketMessage {
  /// How many of its bytes are left.
  fileprivate(set) var byteCount = 0
  let sender: LocalSocket
  /// The same, uncounted.
  @inline(__always) fileprivate var lentSender: Uncounted<LocalSocket> {
    // The message has it.
    unsafe Uncounted(sender)
  }
  let credentials: SocketCredentials?
  /// The open files that come with its first byte.
  var rights: FilesInFlight?
  /// What of the sender's limit it takes, in bytes.
  fileprivate var charge = SocketMessage.overhead
  fileprivate var next: SocketMessage?

  /// What a message takes beside its bytes: of the sender's limit, so that empty ones are not without an end, and of the
  /// storage budget.
  static let overhead = 256

  fileprivate init(from sender: LocalSocket, _ credentials: SocketCredentials?, _ rights: FilesInFlight?) {
    self.sender = sender
    self.credentials = credentials
    self.rights = rights
  }
}

/// Messages in the order in which they were sent; their bytes lie one behind the other.
final class SocketQueue {
  private let budget: StorageBudget
  private let bytes: SocketBytes
  /// The first message, or, where there is none, one that was received whole and is kept for the next of the same sender. It
  /// is a stream's, whose socket has the sender for its peer anyway.
  private var head: SocketMessage?
  private var last: Uncounted<SocketMessage>?
  /// How many messages there are.
  private(set) var count = 0

  init(budget: StorageBudget) {
    self.budget = budget
    bytes = SocketBytes(budget: budget)
  }

  var first: SocketMessage? { count > 0 ? head : nil }
  var isEmpty: Bool { count == 0 }
  var byteCount: Int { bytes.count }

  func forEachFrame(_ body: (FrameNumber) -> Void) { bytes.forEachFrame(body) }

  /// Calls a function with the open files that are on their way.
  func forEachFile(_ body: (OpenFile) -> Void) {
    var next = first
    while let message = next {
      if let rights = message.rights { for file in rights.files { body(file) } }
      next = message.next
    }
  }

  // MARK: Sending

  /// Adds a message, whole.
  /// - Throws: `badAddress`; `noBufferSpace`. Nothing has been added then.
  func append(
    _ byteCount: Int, of source: inout UserVector, of memory: UserMemory, from sender: LocalSocket,
    _ credentials: SocketCredentials?, _ rights: FilesInFlight?
  ) throws(Errno) {
    let message = try begin(from: sender, credentials, rights)
    let before = bytes.count
    let stop = bytes.append(byteCount, from: &source, of: memory)
    guard stop == .done else {
      bytes.removeLast(bytes.count &- before)
      abandon(message)
      throw stop == .badAddress ? .badAddress : .noBufferSpace
    }
    link(message)
    extend(message, by: byteCount)
  }

  /// Adds bytes to a stream, as many as there are up to a number, until the program's memory or the kernel's ends.
  /// - Returns: why not more.
  func appendToStream(
    _ byteCount: Int, of source: inout UserVector, of memory: UserMemory, from sender: LocalSocket,
    _ credentials: SocketCredentials?, _ rights: FilesInFlight?
  ) -> SocketBytes.Stop {
    let before = bytes.count
    if rights == nil, count > 0, let last = last?.counted, last.rights == nil, last.credentials == credentials,
      last.sender === sender
    {
      let stop = bytes.append(byteCount, from: &source, of: memory)
      extend(last, by: bytes.count &- before)
      return stop
    }
    guard let message = try? begin(from: sender, credentials, rights) else { return .noMemory }
    let stop = bytes.append(byteCount, from: &source, of: memory)
    guard bytes.count > before else {
      abandon(message)
      return stop
    }
    link(message)
    extend(message, by: bytes.count &- before)
    return stop
  }

  private func begin(
    from sender: LocalSocket, _ credentials: SocketCredentials?, _ rights: FilesInFlight?
  ) throws(Errno) -> SocketMessage {
    guard budget.reserve(byteCount: SocketMessage.overhead) else { throw .noBufferSpace }
    return SocketMessage(from: sender, credentials, rights)
  }

  /// Gives up a message that is in no queue. What comes with it stays the call's that would have sent it.
  private func abandon(_ message: SocketMessage) {
    message.rights = nil
    budget.release(byteCount: SocketMessage.overhead)
  }

  /// Adds one range of a program's to a stream that has nothing else in it, where it fits into the frame at hand.
  /// - Returns: the bytes added before the first that is not readable; `nil` for a range that goes the longer way.
  func addAtOnce(_ source: UserRange, of memory: UserMemory, from sender: LocalSocket) -> Int? {
    guard count == 0, head?.sender === sender, bytes.hasRoom(for: source.byteCount),
      budget.reserve(byteCount: SocketMessage.overhead)
    else { return nil }
    let copied = bytes.append(source, of: memory)
    guard copied > 0 else {
      budget.release(byteCount: SocketMessage.overhead)
      return 0
    }
    head?.byteCount = copied
    head?.charge = SocketMessage.overhead &+ copied
    count = 1
    sender.addOutgoing(SocketMessage.overhead &+ copied)
    return copied
  }

  private func link(_ message: SocketMessage) {
    if count > 0 { last?.with { $0.next = message } } else { head = message }
    // It is in the chain that begins with `head`.
    last = unsafe Uncounted(message)
    count &+= 1
    message.rights?.isSent = true
    message.sender.addOutgoing(message.charge)
  }

  private func extend(_ message: SocketMessage, by byteCount: Int) {
    message.byteCount &+= byteCount
    message.charge &+= byteCount
    message.sender.addOutgoing(byteCount)
  }

  // MARK: Receiving

  /// The message that a byte belongs to, and where in it the byte is.
  func message(ofByte offset: Int) -> (message: SocketMessage, skipped: Int)? {
    var skipped = offset
    var next = first
    while let message = next {
      if skipped < message.byteCount { return (message, skipped) }
      skipped &-= message.byteCount
      next = message.next
    }
    return nil
  }

  /// Copies bytes to a program, and leaves them in the queue.
  /// - Returns: the bytes copied before the first that is not writable.
  func copy(_ range: Range<Int>, to target: inout UserVector, of memory: UserMemory) -> Int {
    bytes.copy(range, to: &target, of: memory)
  }

  /// Takes bytes out of the first message, and the message with its last.
  /// - Returns: whether the message has gone.
  func removeFirst(_ byteCount: Int) -> Bool {
    guard let message = first else { return true }
    guard byteCount < message.byteCount else {
      removeFirstMessage()
      return true
    }
    bytes.removeFirst(byteCount)
    message.byteCount &-= byteCount
    message.charge &-= byteCount
    message.sender.removeOutgoing(byteCount)
    return false
  }

  /// Takes the first message out, with those of its bytes that no call has received.
  func removeFirstMessage() {
    guard let message = first else { return }
    // One at a time: a chain that let go of itself from its head would use up the stack.
    head = message.next
    message.next = nil
    if head == nil { last = nil }
    count &-= 1
    bytes.removeFirst(message.byteCount)
    budget.release(byteCount: SocketMessage.overhead)
    message.sender.removeOutgoing(message.charge)
  }

  /// Gives one range of a program's what it takes of the first message, where no other message and no descriptor is in
  /// question and the bytes lie in one frame.
  /// - Returns: the bytes given, 0 where not all of them can be stored; `nil` for a range that goes the longer way.
  func giveAtOnce(to target: UserRange, of memory: UserMemory) -> Int? {
    guard count > 0, let left = wholeCount(for: target.byteCount) else { return nil }
    let wanted = min(target.byteCount, UInt(bitPattern: left))
    guard let copied = bytes.copy(to: target.prefix(wanted), of: memory) else { return nil }
    guard UInt(bitPattern: copied) == wanted else { return 0 }
    if copied == left { finishFirst() } else { _ = removeFirst(copied) }
    return copied
  }

  /// How many bytes the first message has, if a call that receives so many needs no other.
  @inline(__always) private func wholeCount(for byteCount: UInt) -> Int? {
    guard let head, head.rights == nil, head.next == nil || byteCount <= UInt(bitPattern: head.byteCount) else {
      return nil
    }
    return head.byteCount
  }

  /// Takes the first message out, all of which has been received, and keeps it for the next one where it can.
  private func finishFirst() {
    guard count == 1, let sender = head?.lentSender, head?.credentials == nil else { return removeFirstMessage() }
    let byteCount = head?.byteCount ?? 0
    let charge = head?.charge ?? 0
    head?.byteCount = 0
    head?.charge = SocketMessage.overhead
    count = 0
    bytes.removeFirst(byteCount)
    budget.release(byteCount: SocketMessage.overhead)
    sender.with { $0.removeOutgoing(charge) }
  }

  /// Discards all messages, and the memory that is kept.
  /// - Parameter discard: takes the open files that were on their way.
  func removeAll(_ discard: (FilesInFlight) -> Void) {
    while let message = first {
      if let rights = message.rights { discard(rights) }
      message.rights = nil
      removeFirstMessage()
    }
    bytes.removeAll()
    head = nil
    last = nil
  }
}
