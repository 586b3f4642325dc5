// Making, naming and connecting sockets: `socket(2)`, `bind(2)`, `connect(2)` and their kin.

import Shared

extension Thread {
  /// The type and flags of a call that makes a socket.
  private struct NewSocket {
    let type: SocketType
    let flags: OpenFlags

    /// The checks and their order are Linux's (`__sock_create`, `unix_create`).
    init(family: Int32, type: UInt32, protocol number: Int32) throws(Errno) {
      flags = try Self.flags(type & ~SocketType.mask)
      let type = type & SocketType.mask
      guard family == Int32(AddressFamily.local) else { throw .addressFamilyNotSupported }
      guard type < SocketType.end else { throw .invalidArgument }
      guard number == 0 || number == Int32(AddressFamily.local) else { throw .protocolNotSupported }
      guard let known = SocketType(rawValue: type) else { throw .socketTypeNotSupported }
      self.type = known == .raw ? .datagram : known
    }

    /// `SOCK_CLOEXEC` and `SOCK_NONBLOCK`.
    static func flags(_ bits: UInt32) throws(Errno) -> OpenFlags {
      let flags = OpenFlags(rawValue: bits)
      guard flags.isSubset(of: [.closeOnExec, .nonBlocking]) else { throw .invalidArgument }
      return flags
    }
  }

  /// The process's number and users: for its peers, and for the receivers of its messages.
  var socketCredentials: SocketCredentials {
    SocketCredentials(
      process: process.id, user: credentials.user.effective, group: credentials.group.effective)
  }
  var realSocketCredentials: SocketCredentials {
    SocketCredentials(process: process.id, user: credentials.user.real, group: credentials.group.real)
  }

  // MARK: Making sockets

  func makeSocket(family: Int32, type: UInt32, protocol number: Int32) throws(Errno) -> Int {
    let wanted = try NewSocket(family: family, type: type, protocol: number)
    _ = try files.descriptors.lowestFree()
    try requireRoomForDescriptor()
    system.sockets.collect(in: system)
    let file = try openFile(try makeSocket(wanted.type), wanted.flags)
    return Int(try files.descriptors.insert(file, closesOnExec: wanted.flags.contains(.closeOnExec)))
  }

  func makeSocketPair(family: Int32, type: UInt32, protocol number: Int32, into address: UInt) throws(Errno) -> Int {
    // Before anything else is looked at, as on Linux.
    let flags = try NewSocket.flags(type & ~SocketType.mask)
    let low = try files.descriptors.lowestFree()
    let high = try files.descriptors.lowestFree(from: Int(low) + 1)
    try memory.store(
      word: UInt64(UInt32(bitPattern: low)) | UInt64(UInt32(bitPattern: high)) << 32, at: address)
    let wanted = try NewSocket(family: family, type: type, protocol: number)
    try requireRoomForDescriptor()
    system.sockets.collect(in: system)
    let first = try openFile(try makeSocket(wanted.type), wanted.flags)
    let second = try openFile(try makeSocket(wanted.type), wanted.flags)
    if let one = first.device?.socket, let other = second.device?.socket {
      one.connect(with: other)
      one.peerCredentials = socketCredentials
      other.peerCredentials = socketCredentials
    }
    return try storePair(first, second, closesOnExec: flags.contains(.closeOnExec), at: address)
  }

  private func makeSocket(_ type: SocketType) throws(Errno) -> LocalSocket {
    do throws(Errno) { return try LocalSocket.make(type, files.fileSystem.volume.budget, system) } catch {
      throw .noBufferSpace
    }
  }

  /// An open file of a socket, with a node of its own.
  private func openFile(_ socket: LocalSocket, _ flags: OpenFlags) throws(Errno) -> OpenFile {
    let node: SocketNode
    do throws(Errno) {
      node = try SocketNode.make(in: files.fileSystem.volume, permissions: 0o777)
    } catch { throw .tooManyOpenFilesInSystem }
    node.linkCount = 1
    node.owner = credentials.user.fileSystem
    node.group = credentials.group.fileSystem
    return OpenFile(
      node, content: .device(SocketFile(socket)), flags: flags.intersection(.nonBlocking).union(.readWrite))
  }

  /// The socket behind a descriptor, with its open file.
  /// - Throws: `badFileDescriptor`; `notSocket`.
  func socket(_ descriptor: Int32) throws(Errno) -> (file: OpenFile, socket: LocalSocket) {
    let file = try usableFile(descriptor)
    guard let socket = file.device?.socket else { throw .notSocket }
    return (file, socket)
  }

  // MARK: Addresses

  /// Brings an address in; none at all where its length is 0.
  /// - Throws: `invalidArgument` for a length that no address has; `badAddress`.
  func socketAddress(at address: UInt, byteCount: Int32) throws(Errno) -> [UInt8] {
    guard byteCount >= 0, byteCount <= SocketName.longestOfAnyFamily else { throw .invalidArgument }
    return byteCount == 0 ? [] : try memory.bytes(at: address, count: Int(byteCount))
  }

  /// Stores as much of an address as a program has room for, and how long it is.
  func store(_ bytes: [UInt8], at address: UInt, byteCountAddress: UInt) throws(Errno) {
    let room = Int32(bitPattern: try memory.halfWord(at: byteCountAddress))
    guard room >= 0 else { throw .invalidArgument }
    let count = min(Int(room), bytes.count)
    if count > 0 { try memory.store(RawSpan(_elements: bytes.span).extracting(0..<count), at: address) }
    try memory.store(halfWord: UInt32(bytes.count), at: byteCountAddress)
  }

  func socketName(of descriptor: Int32, into address: UInt, byteCountAddress: UInt) throws(Errno) -> Int {
    let socket = try socket(descriptor).socket
    try store(SocketName.address(socket.name), at: address, byteCountAddress: byteCountAddress)
    return 0
  }

  func peerName(of descriptor: Int32, into address: UInt, byteCountAddress: UInt) throws(Errno) -> Int {
    guard let peer = try socket(descriptor).socket.peer else { throw .socketNotConnected }
    try store(SocketName.address(peer.name), at: address, byteCountAddress: byteCountAddress)
    return 0
  }

  func bindSocket(_ descriptor: Int32, to address: UInt, byteCount: UInt32) throws(Errno) -> Int {
    let (file, socket) = try socket(descriptor)
    let bytes = try socketAddress(at: address, byteCount: Int32(bitPattern: byteCount))
    if bytes.count == SocketName.offset, SocketName.family(of: bytes) == AddressFamily.local {
      try nameIfNameless(socket)
      return 0
    }
    let name = try SocketName.parse(bytes)
    if name.isAbstract {
      guard socket.name == nil else { throw .invalidArgument }
      socket.bind(to: name, by: try system.sockets.names.bind(socket, to: name, in: files.fileSystem.volume))
    } else {
      try bind(socket, toPath: name, permissions: file.node.mode.permissions)
    }
    return 0
  }

  private func bind(_ socket: LocalSocket, toPath name: SocketName, permissions: UInt32) throws(Errno) {
    let node = try makeNode(at: name.path, permissions: permissions)
    if socket.name == nil {
      socket.bind(to: name, by: node)
    } else {
      // As on Linux, where the path is made and then removed again.
      try files.remove(name.path, relativeTo: .workingDirectory, flags: [])
      throw .invalidArgument
    }
  }

  private func makeNode(at path: [UInt8], permissions: UInt32) throws(Errno) -> SocketNode {
    do throws(Errno) { return try files.makeSocket(path, permissions: permissions) } catch {
      throw error == .fileExists ? .addressInUse : error
    }
  }

  /// Gives a socket an abstract name where it has no name at all (`unix(7)`, "Autobind feature").
  private func nameIfNameless(_ socket: LocalSocket) throws(Errno) {
    guard socket.name == nil else { return }
    let names = system.sockets.names
    let name = try names.freeName(socket.type, system.random)
    socket.bind(to: name, by: try names.bind(socket, to: name, in: files.fileSystem.volume))
  }

  /// The same for a sender that wants to be told of its messages' senders, as Linux has it.
  func nameIfPassingCredentials(_ socket: LocalSocket) throws(Errno) {
    if socket.options.passesCredentials { try nameIfNameless(socket) }
  }

  /// The socket with an address.
  /// - Throws: `connectionRefused` where no socket has it; `protocolWrongTypeForSocket`; and what the path brings.
  func socket(named name: SocketName, _ type: SocketType) throws(Errno) -> LocalSocket {
    if name.isAbstract {
      guard let socket = system.sockets.names.socket(named: name, type) else { throw .connectionRefused }
      return socket
    }
    let node = try files.node(at: name.path, relativeTo: .workingDirectory, flags: [])
    try node.require(.write, of: credentials)
    guard case .socket(let place) = node.kind, let socket = place.socket else { throw .connectionRefused }
    guard socket.type == type else { throw .protocolWrongTypeForSocket }
    node.noteAccess()
    return socket
  }

  // MARK: Connections

  /// Linux `net.core.somaxconn`.
  private static let longestBacklog: UInt32 = 4096

  func listen(_ descriptor: Int32, backlog: UInt32) throws(Errno) -> Int {
    let socket = try socket(descriptor).socket
    guard socket.type.isConnectionBased else { throw .notSupported }
    guard socket.name != nil, socket.state != .connected else { throw .invalidArgument }
    socket.backlog = Int(min(backlog, Self.longestBacklog))
    socket.room.wake()
    socket.state = .listening
    socket.peerCredentials = socketCredentials
    return 0
  }

  func connectSocket(_ descriptor: Int32, to address: UInt, byteCount: UInt32) throws(Errno) -> Int {
    let (file, socket) = try socket(descriptor)
    let bytes = try socketAddress(at: address, byteCount: Int32(bitPattern: byteCount))
    guard !socket.type.isConnectionBased else {
      try connect(socket, to: try SocketName.parse(bytes), doesNotWait: file.flags.contains(.nonBlocking))
      return 0
    }
    guard let family = SocketName.family(of: bytes) else { throw .invalidArgument }
    if family == AddressFamily.unspecified {
      socket.setPeer(nil)
      return 0
    }
    let name = try SocketName.parse(bytes)
    try nameIfPassingCredentials(socket)
    let other = try self.socket(named: name, socket.type)
    guard other.peer == nil || other.peer === socket else { throw .notPermitted }
    socket.setPeer(other)
    return 0
  }

  private func connect(_ socket: LocalSocket, to name: SocketName, doesNotWait: Bool) throws(Errno) {
    try nameIfPassingCredentials(socket)
    let deadline = socket.deadline(socket.options.sendTimeout)
    let connection = try makeSocket(socket.type)
    while true {
      let listener = try self.socket(named: name, socket.type)
      guard listener.state == .listening, !listener.shutdown.contains(.receiving) else { throw .connectionRefused }
      if listener.isBacklogFull {
        try listener.wait(in: listener.room, doesNotWait, until: deadline)
        continue
      }
      switch socket.state {
      case .unconnected: break
      case .connected: throw .socketIsConnected
      case .listening: throw .invalidArgument
      }
      connection.connect(with: socket)
      connection.name = listener.name
      // Until it is accepted, it is not known whether its messages' senders will be asked for.
      connection.options.passesCredentials = true
      connection.peerCredentials = socketCredentials
      socket.peerCredentials = listener.peerCredentials
      listener.addPending(connection)
      return
    }
  }

  func accept(_ descriptor: Int32, into address: UInt, byteCountAddress: UInt, flags: UInt32) throws(Errno) -> Int {
    let flags = try NewSocket.flags(flags)
    let (file, socket) = try socket(descriptor)
    _ = try files.descriptors.lowestFree()
    guard socket.type.isConnectionBased else { throw .notSupported }
    guard socket.state == .listening else { throw .invalidArgument }
    try requireRoomForDescriptor()
    let deadline = socket.deadline(socket.options.receiveTimeout)
    while socket.pendingCount == 0 {
      if let error = socket.takeError() { throw error }
      let doesNotWait = file.flags.contains(.nonBlocking)
      guard doesNotWait || !socket.shutdown.contains(.receiving) else { throw .invalidArgument }
      try socket.wait(in: socket.changed, doesNotWait, until: deadline)
    }
    guard let connection = socket.takePending() else { throw .resourceTemporarilyUnavailable }
    connection.options.passesCredentials = socket.options.passesCredentials
    // From here on the connection is the file's: where it cannot be told of, it ends.
    let accepted: OpenFile
    do throws(Errno) { accepted = try openFile(connection, flags) } catch {
      connection.close()
      throw error
    }
    if address != 0 {
      try store(SocketName.address(connection.peer?.name), at: address, byteCountAddress: byteCountAddress)
    }
    return Int(try files.descriptors.insert(accepted, closesOnExec: flags.contains(.closeOnExec)))
  }

  func shutDown(_ descriptor: Int32, how: UInt32) throws(Errno) -> Int {
    let socket = try socket(descriptor).socket
    guard how <= 2 else { throw .invalidArgument }
    // SHUT_RD, SHUT_WR and SHUT_RDWR are the bits of `Shutdown`, less one.
    socket.shutDown(LocalSocket.Shutdown(rawValue: UInt8(how + 1)))
    return 0
  }
}
