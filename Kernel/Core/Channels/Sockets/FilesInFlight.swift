// Open files on their way from one process to another (`unix(7)`, SCM_RIGHTS).

import Shared

/// The open files of one message. They stay open while it is on its way.
final class FilesInFlight {
  fileprivate(set) var files: [OpenFile]
  /// Whether a message has them: the call that made them discards them otherwise.
  var isSent = false
  /// The user that they count for.
  fileprivate let user: UInt32
  private let count: Int
  private let socketCount: Int
  private let registry: SocketRegistry
  private let budget: StorageBudget
  // The registry's list of all of them, and of those that are being discarded.
  fileprivate var next: FilesInFlight?
  fileprivate var previous: FilesInFlight?
  fileprivate var nextDiscarded: FilesInFlight?

  /// The most files that one message carries (Linux `SCM_MAX_FD`).
  static let most = 253
  /// What a file in flight is charged, in bytes: it may be open nowhere else, and then no process's limit counts it, nor
  /// what stands behind it.
  private static let charge = 1024

  /// Files for which room has been set aside.
  private init(_ files: [OpenFile], of user: UInt32, _ registry: SocketRegistry, _ budget: StorageBudget) {
    self.files = files
    self.user = user
    self.registry = registry
    self.budget = budget
    count = files.count
    var sockets = 0
    for file in files where file.device?.socket != nil { sockets &+= 1 }
    socketCount = sockets
    registry.add(self, fileCount: count, socketCount: sockets)
  }

  /// - Throws: `noMemory` where there is no room for them.
  static func make(
    _ files: [OpenFile], of user: UInt32, _ registry: SocketRegistry, _ budget: StorageBudget
  ) throws(Errno) -> FilesInFlight {
    guard budget.reserve(byteCount: files.count &* charge) else { throw .noMemory }
    return FilesInFlight(files, of: user, registry, budget)
  }

  /// Ends the flight: called once, by the call that takes the message or by what discards it.
  func land() -> [OpenFile] {
    let landed = files
    files = []
    guard !landed.isEmpty else { return landed }
    registry.remove(self, fileCount: count, socketCount: socketCount)
    budget.release(byteCount: count &* Self.charge)
    return landed
  }
}

/// All files in flight, and the names of sockets that are in no directory.
final class SocketRegistry {
  let names = AbstractNames()
  private struct Use {
    let user: UInt32
    var fileCount: Int
  }
  /// How many each user has in flight: those who have any.
  private var uses: [Use] = []
  private var first: FilesInFlight?
  private var discarded: FilesInFlight?
  private var isDiscarding = false
  /// How many sockets are in flight. Only they can hold each other.
  private var socketCount = 0
  /// As many as may be in flight before the kernel looks for those that hold each other.
  private var collectionThreshold = fewSockets
  private var lastMark: UInt64 = 0

  private static let fewSockets = 16

  /// How many files a user has in flight.
  func fileCount(of user: UInt32) -> Int {
    for use in uses where use.user == user { return use.fileCount }
    return 0
  }

  fileprivate func add(_ rights: FilesInFlight, fileCount: Int, socketCount: Int) {
    self.socketCount &+= socketCount
    first?.previous = rights
    rights.next = first
    first = rights
    for index in uses.indices where uses[index].user == rights.user {
      uses[index].fileCount &+= fileCount
      return
    }
    uses.append(Use(user: rights.user, fileCount: fileCount))
  }

  fileprivate func remove(_ rights: FilesInFlight, fileCount: Int, socketCount: Int) {
    self.socketCount &-= socketCount
    if let previous = rights.previous { previous.next = rights.next } else { first = rights.next }
    rights.next?.previous = rights.previous
    rights.next = nil
    rights.previous = nil
    for index in uses.indices where uses[index].user == rights.user {
      uses[index].fileCount &-= fileCount
      if uses[index].fileCount == 0 { uses.remove(at: index) }
      return
    }
  }

  /// Calls a function with each file in flight, for checks.
  func forEachFile(_ body: (OpenFile) -> Void) {
    var next = first
    while let rights = next {
      for file in rights.files { body(file) }
      next = rights.next
    }
  }

  /// Closes files that were in flight and that no call will receive. A socket among them may discard others in turn: they
  /// are closed one behind the other, since a chain of them would use up the stack.
  func discard(_ rights: FilesInFlight) {
    rights.nextDiscarded = discarded
    discarded = rights
    if !isDiscarding { closeDiscarded() }
  }

  private func closeDiscarded() {
    isDiscarding = true
    while let rights = discarded {
      discarded = rights.nextDiscarded
      rights.nextDiscarded = nil
      _ = rights.land()
    }
    isDiscarding = false
  }

  // MARK: Sockets that hold each other

  /// Looks for sockets in flight that nothing can receive any more, if there may be many of them. A socket that is sent
  /// over itself, or two over each other, stay open when no process has them open: they are found from what processes
  /// have open, and what is not found is emptied. To be called where no descriptor table is being changed.
  /// - Parameter evenFew: whether to look though there are not many. Looking costs a step for each descriptor of all
  ///   processes, so it is done when the number in flight has doubled, and when a process ends.
  func collect(in system: System, evenFew: Bool = false) {
    guard socketCount > 0, evenFew || socketCount >= collectionThreshold else { return }
    lastMark &+= 1
    var pending: LocalSocket?
    func find(_ file: OpenFile) {
      guard let socket = file.device?.socket, socket.mark != lastMark else { return }
      socket.mark = lastMark
      socket.nextMarked = pending
      pending = socket
    }
    system.processes.forEachProcess { $0.files.descriptors.forEachFile(find) }
    // A call that waits holds its file, though its descriptor may be closed by now.
    forEachFile { if let socket = $0.device?.socket, socket.waitingCallCount > 0 { find($0) } }
    while let socket = pending {
      pending = socket.nextMarked
      socket.nextMarked = nil
      socket.forEachReceivableFile(find)
    }
    // What is emptied here is closed afterwards, so that the list stays as it is meanwhile.
    var lost: LocalSocket?
    forEachFile {
      guard let socket = $0.device?.socket, socket.mark != lastMark else { return }
      socket.mark = lastMark
      socket.nextMarked = lost
      lost = socket
    }
    isDiscarding = true
    while let socket = lost {
      lost = socket.nextMarked
      socket.nextMarked = nil
      socket.discardReceivable()
    }
    closeDiscarded()
    collectionThreshold = max(Self.fewSockets, 2 &* socketCount)
  }
}
