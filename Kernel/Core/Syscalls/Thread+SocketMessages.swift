// Sending and receiving over sockets: `send(2)`, `recv(2)` and their kin.

import Shared

/// `struct msghdr`, as a program has it (`recvmsg(2)`).
private struct MessageHeader {
  let name: UInt
  let nameByteCount: Int32
  let vector: UInt
  let vectorCount: UInt
  let control: UInt
  let controlByteCount: UInt

  /// Where in the structure what a receiver is told is stored.
  static let nameByteCountOffset: UInt = 8
  static let controlByteCountOffset: UInt = 40
  static let flagsOffset: UInt = 48
  /// Of a `struct mmsghdr` the byte count, and the whole.
  static let transferredOffset: UInt = 56
  static let multipleByteCount: UInt = 64

  /// - Throws: `invalidArgument` for an address of less than no byte; `messageTooLong` for too many pieces.
  init(at address: UInt, of memory: UserMemory) throws(Errno) {
    let words: InlineArray<7, UInt64> = try memory.words(at: address)
    name = UInt(words[0])
    // A length without an address says nothing.
    let length = Int32(truncatingIfNeeded: words[1])
    guard name == 0 || length >= 0 else { throw .invalidArgument }
    nameByteCount = name == 0 ? 0 : min(length, SocketName.longestOfAnyFamily)
    vector = UInt(words[2])
    vectorCount = UInt(words[3])
    control = UInt(words[4])
    controlByteCount = UInt(words[5])
    guard vectorCount <= TransferVector.longest else { throw .messageTooLong }
  }
}

extension Thread {
  // MARK: Sending

  func sendTo(
    _ descriptor: Int32, from address: UInt, byteCount: UInt, flags: UInt32, to name: UInt, nameByteCount: UInt32
  ) throws(Errno) -> Int {
    // As on Linux the length is cut before the memory is looked at, and the memory before the descriptor.
    let source = try UserRange(address: address, byteCount: min(byteCount, OpenFile.maximumTransferByteCount))
    let (file, socket) = try socket(descriptor)
    let name = name == 0 ? [] : try socketAddress(at: name, byteCount: Int32(bitPattern: nameByteCount))
    return try send(
      UserVector(source), over: socket, of: file, MessageFlags(rawValue: flags), to: name, SentControl())
  }

  func sendMessage(_ descriptor: Int32, _ message: UInt, flags: UInt32) throws(Errno) -> Int {
    let flags = MessageFlags(rawValue: flags)
    guard !flags.contains(.compatible) else { throw .invalidArgument }
    let (file, socket) = try socket(descriptor)
    return try sendMessage(over: socket, of: file, message, flags)
  }

  func sendMessages(_ descriptor: Int32, _ messages: UInt, count: UInt32, flags: UInt32) throws(Errno) -> Int {
    let flags = MessageFlags(rawValue: flags)
    guard !flags.contains(.compatible) else { throw .invalidArgument }
    let (file, socket) = try socket(descriptor)
    return try transferEach(messages, count: count) { place throws(Errno) in
      try sendMessage(over: socket, of: file, place, flags)
    }
  }

  private func sendMessage(
    over socket: LocalSocket, of file: OpenFile, _ message: UInt, _ flags: MessageFlags
  ) throws(Errno) -> Int {
    let header = try MessageHeader(at: message, of: memory)
    let name = try socketAddress(at: header.name, byteCount: header.nameByteCount)
    let vector = try TransferVector(at: header.vector, count: header.vectorCount, of: memory)
    guard header.controlByteCount <= ControlMessage.mostByteCount else { throw .noBufferSpace }
    guard files.fileSystem.hasRoom(forBytes: Int(header.controlByteCount) &* 2) else { throw .noBufferSpace }
    let control = try sentControl(at: header.control, byteCount: header.controlByteCount)
    return try send(UserVector(vector.pieces), over: socket, of: file, flags, to: name, control)
  }

  private func send(
    _ source: UserVector, over socket: LocalSocket, of file: OpenFile, _ flags: MessageFlags, to name: [UInt8],
    _ control: SentControl
  ) throws(Errno) -> Int {
    guard !flags.contains(.outOfBand) else { throw .notSupported }
    var target: LocalSocket?
    switch socket.type {
    case .stream:
      if !name.isEmpty { throw socket.state == .connected ? .socketIsConnected : .notSupported }
    case .datagram, .raw:
      if !name.isEmpty {
        let name = try SocketName.parse(name)
        try nameIfPassingCredentials(socket)
        target = try self.socket(named: name, socket.type)
      }
    // It is connected, whatever the address says.
    case .sequencedPackets: break
    }
    var message = OutgoingMessage(
      credentials: control.credentials, sender: realSocketCredentials,
      doesNotWait: flags.contains(.doNotWait) || file.flags.contains(.nonBlocking))
    message.rights = try launch(control.files)
    defer { if let rights = message.rights, !rights.isSent { system.sockets.discard(rights) } }
    var source = source
    do throws(Errno) {
      return try socket.send(&source, of: memory, message, to: target)
    } catch {
      if error == .brokenPipe, socket.type == .stream, !flags.contains(.noSignal) { raise(.brokenPipe) }
      throw error
    }
  }

  // MARK: Receiving

  func receiveFrom(
    _ descriptor: Int32, into address: UInt, byteCount: UInt, flags: UInt32, from name: UInt, nameByteCountAddress: UInt
  ) throws(Errno) -> Int {
    let target = try UserRange(address: address, byteCount: min(byteCount, OpenFile.maximumTransferByteCount))
    let (file, socket) = try socket(descriptor)
    var message = IncomingMessage()
    let done = try receive(UserVector(target), over: socket, of: file, MessageFlags(rawValue: flags), &message)
    if name != 0 {
      let address = message.sender.map { SocketName.address($0) } ?? []
      try store(address, at: name, byteCountAddress: nameByteCountAddress)
    }
    return done
  }

  private func receive(
    _ target: UserVector, over socket: LocalSocket, of file: OpenFile, _ flags: MessageFlags,
    _ message: inout IncomingMessage
  ) throws(Errno) -> Int {
    var target = target
    let flags = file.flags.contains(.nonBlocking) ? flags.union(.doNotWait) : flags
    return try socket.receive(into: &target, of: memory, flags, &message)
  }

  func receiveMessage(_ descriptor: Int32, _ message: UInt, flags: UInt32) throws(Errno) -> Int {
    let flags = MessageFlags(rawValue: flags)
    guard !flags.contains(.compatible) else { throw .invalidArgument }
    let (file, socket) = try socket(descriptor)
    return try receiveMessage(over: socket, of: file, message, flags)
  }

  /// `MSG_WAITFORONE` lets only the first be waited for. What has been received counts, and the time-out ends the call only
  /// after a message, as Linux's manual says under BUGS.
  func receiveMessages(
    _ descriptor: Int32, _ messages: UInt, count: UInt32, flags: UInt32, timeout: UInt
  ) throws(Errno) -> Int {
    var flags = MessageFlags(rawValue: flags)
    guard !flags.contains(.compatible) else { throw .invalidArgument }
    var deadline: UInt64?
    if timeout != 0 { deadline = system.clock.monotonicTime.addingClamped(try duration(at: timeout)) }
    let (file, socket) = try socket(descriptor)
    if let error = socket.takeError() { throw error }
    let done = try transferEach(messages, count: count, until: deadline) { place throws(Errno) in
      let received = try receiveMessage(over: socket, of: file, place, flags.subtracting(.waitForOne))
      if flags.contains(.waitForOne) { flags.insert(.doNotWait) }
      return received
    }
    if let deadline {
      let now = system.clock.monotonicTime
      try storeTime(deadline > now ? deadline &- now : 0, unit: 1, at: timeout)
    }
    return done
  }

  // MARK: Several at once

  /// Transfers the messages of an array of `struct mmsghdr`, and stores there how many bytes of each. What was transferred
  /// before an error counts.
  /// - Parameters:
  ///   - deadline: when no other message is begun.
  ///   - transfer: transfers the message at an address.
  /// - Returns: how many messages were transferred.
  private func transferEach(
    _ messages: UInt, count: UInt32, until deadline: UInt64? = nil, _ transfer: (UInt) throws(Errno) -> Int
  ) throws(Errno) -> Int {
    var done: UInt = 0
    while done < min(UInt(count), TransferVector.longest) {
      do throws(Errno) {
        let place = messages &+ done &* MessageHeader.multipleByteCount
        let transferred = try transfer(place)
        try memory.store(
          halfWord: UInt32(truncatingIfNeeded: transferred), at: place &+ MessageHeader.transferredOffset)
        done &+= 1
      } catch {
        guard done > 0 else { throw error }
        break
      }
      if let deadline, system.clock.monotonicTime >= deadline { break }
      // No call keeps the processor for all of its messages.
      scheduler.checkTime()
    }
    return Int(done)
  }

  private func receiveMessage(
    over socket: LocalSocket, of file: OpenFile, _ address: UInt, _ flags: MessageFlags
  ) throws(Errno) -> Int {
    let header = try MessageHeader(at: address, of: memory)
    let vector = try TransferVector(at: header.vector, count: header.vectorCount, of: memory)
    var message = IncomingMessage()
    let done = try receive(UserVector(vector.pieces), over: socket, of: file, flags, &message)
    var control = ReceivedControl(at: header.control, byteCount: header.controlByteCount)
    if socket.options.passesCredentials, let credentials = message.credentials {
      try control.add(credentials, to: memory)
    }
    if !message.files.isEmpty {
      control.add(message.files, closesOnExec: flags.contains(.closeOnExec), to: self)
    }
    if control.isTruncated { message.flags.insert(.controlTruncated) }
    message.flags.formUnion(flags.intersection(.closeOnExec))
    if header.name != 0 {
      let name = message.sender.map { SocketName.address($0) } ?? []
      try store(name, at: header.name, byteCountAddress: address &+ MessageHeader.nameByteCountOffset)
    }
    try memory.store(halfWord: message.flags.rawValue, at: address &+ MessageHeader.flagsOffset)
    try memory.store(word: UInt64(control.byteCount), at: address &+ MessageHeader.controlByteCountOffset)
    return done
  }
}
