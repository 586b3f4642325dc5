// What goes beside the bytes of a message: `cmsg(3)`, `unix(7)`.

import Shared

/// The level and types of control messages (Linux `linux/socket.h`).
enum ControlMessage {
  /// `SOL_SOCKET`.
  static let level: UInt32 = 1
  /// `SCM_RIGHTS`.
  static let rights: UInt32 = 1
  /// `SCM_CREDENTIALS`.
  static let credentials: UInt32 = 2
  /// `struct cmsghdr`: 64 bits of length, and the level and type.
  static let headerByteCount: UInt = 16
  /// `struct ucred`.
  static let credentialsByteCount: UInt = 12
  /// The most bytes of control messages that a call sends (Linux `net.core.optmem_max`).
  static let mostByteCount: UInt = 131_072

  /// Where the next begins behind so many bytes.
  static func aligned(_ byteCount: UInt) -> UInt { (byteCount &+ 7) & ~7 }
}

/// What the control messages of a sender say, before it has been checked.
struct SentControl {
  /// The credentials that are claimed.
  var credentials: SocketCredentials?
  var files: [OpenFile] = []
}

extension Thread {
  /// Reads the control messages of a sender.
  /// - Throws: `invalidArgument` for one with a length that it cannot have, or of a type that there is not; `notPermitted`
  ///   for credentials that are not the sender's; `badFileDescriptor`; `badAddress`.
  func sentControl(at address: UInt, byteCount: UInt) throws(Errno) -> SentControl {
    var control = SentControl()
    guard byteCount > 0 else { return control }
    // Linux copies all of them before it looks at one.
    let bytes = try memory.bytes(at: address, count: Int(byteCount))
    // Only what lies in them is asked for.
    func halfWord(_ place: UInt) -> UInt32 { RawSpan(_elements: bytes.span).littleEndian32(at: Int(place)) ?? 0 }
    var place: UInt = 0
    while byteCount &- place >= ControlMessage.headerByteCount {
      let length = UInt(halfWord(place)) | UInt(halfWord(place &+ 4)) << 32
      guard length >= ControlMessage.headerByteCount, length <= byteCount &- place else { throw .invalidArgument }
      let data = place &+ ControlMessage.headerByteCount
      let dataByteCount = length &- ControlMessage.headerByteCount
      if halfWord(place &+ 8) == ControlMessage.level {
        switch halfWord(place &+ 12) {
        case ControlMessage.rights:
          let count = Int(dataByteCount / 4)
          guard control.files.count &+ count <= FilesInFlight.most else { throw .invalidArgument }
          for index in 0..<UInt(count) {
            control.files.append(try files.descriptors.file(Int32(bitPattern: halfWord(data &+ index &* 4))))
          }
        case ControlMessage.credentials:
          guard dataByteCount == ControlMessage.credentialsByteCount else { throw .invalidArgument }
          let claimed = SocketCredentials(
            process: Int32(bitPattern: halfWord(data)), user: halfWord(data &+ 4), group: halfWord(data &+ 8))
          try requireTrue(claimed)
          control.credentials = claimed
        default: throw .invalidArgument
        }
      }
      let (step, overflows) = place.addingReportingOverflow(ControlMessage.aligned(length))
      guard !overflows, step <= byteCount else { break }
      place = step
    }
    return control
  }

  /// Checks that a sender is whom it says it is, or may say that it is another (`unix(7)`).
  private func requireTrue(_ claimed: SocketCredentials) throws(Errno) {
    guard claimed.process == process.id || credentials.has(.administer) else { throw .notPermitted }
    guard credentials.has(.setUsers) || credentials.user.holds(claimed.user),
      credentials.has(.setGroups) || credentials.group.holds(claimed.group)
    else { throw .notPermitted }
    guard claimed.process == process.id || system.processes.process(claimed.process) != nil else {
      throw .noSuchProcess
    }
  }

  /// Lets open files go on their way.
  /// - Throws: `tooManyReferences` where the user has as many in flight as a process may have open; `noMemory`.
  func launch(_ files: [OpenFile]) throws(Errno) -> FilesInFlight? {
    guard !files.isEmpty else { return nil }
    system.sockets.collect(in: system)
    let user = credentials.user.real
    if UInt64(system.sockets.fileCount(of: user)) > limits.openFileCount,
      !credentials.has(.raiseLimits), !credentials.has(.administer)
    {
      throw .tooManyReferences
    }
    return try FilesInFlight.make(files, of: user, system.sockets, self.files.fileSystem.volume.budget)
  }
}

/// Where a receiver wants control messages, as it is filled.
struct ReceivedControl {
  let start: UInt
  private(set) var place: UInt
  private(set) var room: UInt
  private(set) var isTruncated = false

  init(at address: UInt, byteCount: UInt) {
    start = address
    place = address
    room = address == 0 ? 0 : byteCount
  }

  /// How many bytes of control messages there are.
  var byteCount: UInt { place &- start }

  /// Stores credentials, as much of them as there is room for.
  mutating func add(_ credentials: SocketCredentials, to memory: UserMemory) throws(Errno) {
    guard room >= ControlMessage.headerByteCount else {
      isTruncated = true
      return
    }
    let whole = ControlMessage.headerByteCount + ControlMessage.credentialsByteCount
    if room < whole { isTruncated = true }
    let length = min(whole, room)
    var words = header(byteCount: length, type: ControlMessage.credentials)
    words[2] = UInt64(UInt32(bitPattern: credentials.process)) | UInt64(credentials.user) << 32
    words[3] = UInt64(credentials.group)
    try memory.store(RawSpan(_elements: words.span).extracting(0..<Int(length)), at: place)
    advance(by: ControlMessage.aligned(whole))
  }

  /// Gives open files descriptors, as many as there is room for, and stores these. The others are closed.
  mutating func add(_ files: [OpenFile], closesOnExec: Bool, to thread: Thread) {
    let fits =
      room <= ControlMessage.headerByteCount ? 0 : Int((room &- ControlMessage.headerByteCount) / 4)
    var count = 0
    let first = place &+ ControlMessage.headerByteCount
    while count < min(fits, files.count) {
      // Stored before it is given, so that a descriptor that is not told does not exist.
      guard let descriptor = try? thread.files.descriptors.lowestFree(),
        (try? thread.requireRoomForDescriptor()) != nil,
        (try? thread.memory.store(halfWord: UInt32(bitPattern: descriptor), at: first &+ UInt(count) &* 4)) != nil,
        (try? thread.files.descriptors.insert(files[count], closesOnExec: closesOnExec)) != nil
      else { break }
      count &+= 1
    }
    if count < files.count { isTruncated = true }
    guard count > 0 else { return }
    let length = ControlMessage.headerByteCount + UInt(count) * 4
    let words = header(byteCount: length, type: ControlMessage.rights)
    guard
      (try? thread.memory.store(
        RawSpan(_elements: words.span).extracting(0..<Int(ControlMessage.headerByteCount)), at: place)) != nil
    else { return }
    advance(by: ControlMessage.aligned(length))
  }

  private func header(byteCount: UInt, type: UInt32) -> InlineArray<4, UInt64> {
    var words = InlineArray<4, UInt64>(repeating: 0)
    words[0] = UInt64(byteCount)
    words[1] = UInt64(ControlMessage.level) | UInt64(type) << 32
    return words
  }

  private mutating func advance(by byteCount: UInt) {
    let step = min(byteCount, room)
    place &+= step
    room &-= step
  }
}
