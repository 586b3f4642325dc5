// `/proc/PID`: what there is to know of a process.

import Shared

/// What is in the directory of a process or a thread.
enum ProcessEntry: UInt8, CaseIterable {
  case cmdline, comm, cwd, environ, exe, fd, limits, maps, mountinfo, mounts, root, stat, statm, status, task

  var name: StaticString {
    switch self {
    case .cmdline: "cmdline"
    case .comm: "comm"
    case .cwd: "cwd"
    case .environ: "environ"
    case .exe: "exe"
    case .fd: "fd"
    case .limits: "limits"
    case .maps: "maps"
    case .mountinfo: "mountinfo"
    case .mounts: "mounts"
    case .root: "root"
    case .stat: "stat"
    case .statm: "statm"
    case .status: "status"
    case .task: "task"
    }
  }

  var mode: FileMode {
    switch self {
    case .cwd, .exe, .root: FileMode(.symbolicLink, permissions: 0o777)
    case .fd: FileMode(.directory, permissions: 0o500)
    case .task: FileMode(.directory, permissions: 0o555)
    case .comm: FileMode(.regular, permissions: 0o644)
    case .environ: FileMode(.regular, permissions: 0o400)
    case .cmdline, .limits, .maps, .mountinfo, .mounts, .stat, .statm, .status:
      FileMode(.regular, permissions: 0o444)
    }
  }
}

/// A process, or one of its threads, as the nodes that tell of it hold it. The thread is known by its number, since its
/// stack must not stay for a file that is open.
struct ProcessReference {
  let process: Process
  /// The thread's number, or 0 for the process.
  let threadID: Int32

  /// Whether its number still means it.
  var isThere: Bool {
    guard process.system.processes.process(process.id) === process else { return false }
    return threadID == 0 || thread != nil
  }

  /// The thread, or the process's first.
  var thread: Thread? {
    threadID == 0 ? process.threads.first : process.threads.first { $0.id == threadID }
  }

  /// What the numbers of its files begin with.
  func number(of entry: UInt64) -> UInt64 {
    let id = UInt64(UInt32(bitPattern: threadID == 0 ? process.id : threadID))
    return (id &+ 1) << 20 | (threadID == 0 ? 0 : 1 << 18) | entry
  }

  /// - Throws: `noSuchProcess`.
  func requireThere() throws(Errno) { guard isThere else { throw .noSuchProcess } }

  /// - Throws: `permissionDenied` unless a caller may look into the process.
  func requireInspection(by caller: FileCaller) throws(Errno) {
    guard process.canBeInspected(by: caller.credentials) else { throw .permissionDenied }
  }

  /// Gives a node the process's owner, as it is now.
  func own(_ node: Node) {
    node.owner = process.files.credentials.user.effective
    node.group = process.files.credentials.group.effective
  }
}

extension Process {
  /// Whether a caller may know what only the process itself does.
  func canBeInspected(by caller: Credentials) -> Bool {
    if system.caller?.process === self || caller.has(.trace) { return true }
    // Since it became another user, or by its wish, it may hold what others of that user shall not see.
    return isDumpable && caller.mayInspect(files.credentials)
  }
}

/// The directory of a process or of a thread.
final class ProcessDirectory: GeneratedDirectory {
  let reference: ProcessReference

  init(reservedIn volume: Volume, of reference: ProcessReference) {
    self.reference = reference
    super.init(reservedIn: volume, number: reference.number(of: 0), system: reference.process.system)
    reference.own(self)
  }

  private func number(of entry: ProcessEntry) -> UInt64 { reference.number(of: UInt64(entry.rawValue) + 1) }

  /// A thread's directory has no list of threads.
  private func has(_ entry: ProcessEntry) -> Bool { reference.threadID == 0 || entry != .task }

  override func lookUp(_ name: Span<UInt8>) throws(Errno) -> Node? {
    guard reference.isThere else { return nil }
    for entry in ProcessEntry.allCases where has(entry) && isSame(name, entry.name) {
      let node = try node(of: entry)
      reference.own(node)
      node.asDirectory?.settle(in: self, as: [UInt8](name))
      return node
    }
    return nil
  }

  private func node(of entry: ProcessEntry) throws(Errno) -> Node {
    try reserveNode()
    let number = number(of: entry)
    switch entry {
    case .cwd: return ProcessLink(reservedIn: volume, of: reference, .workingDirectory, number: number)
    case .exe: return ProcessLink(reservedIn: volume, of: reference, .program, number: number)
    case .root: return ProcessLink(reservedIn: volume, of: reference, .root, number: number)
    case .fd: return DescriptorDirectory(reservedIn: volume, of: reference, number: number)
    case .task: return ThreadsDirectory(reservedIn: volume, of: reference.process, number: number)
    case .cmdline, .comm, .environ, .limits, .maps, .mountinfo, .mounts, .stat, .statm, .status:
      return ProcessText(reservedIn: volume, of: reference, entry, number: number)
    }
  }

  override func listingEntry(from position: Int) throws(Errno) -> DirectoryRecord.Entry? {
    guard reference.isThere else { throw .noSuchFileOrDirectory }
    for entry in ProcessEntry.allCases {
      let place = Self.firstPosition + Int(entry.rawValue)
      guard place >= position, has(entry) else { continue }
      return DirectoryRecord.Entry(
        name: bytes(of: entry.name), number: number(of: entry), type: entry.mode, nextPosition: place + 1)
    }
    return nil
  }
}

/// `/proc/PID/task`: a directory for each thread.
final class ThreadsDirectory: GeneratedDirectory {
  private let process: Process

  init(reservedIn volume: Volume, of process: Process, number: UInt64) {
    self.process = process
    super.init(reservedIn: volume, number: number, system: process.system)
  }

  override func lookUp(_ name: Span<UInt8>) throws(Errno) -> Node? {
    guard let id = KernelCore.number(in: name, below: ProcessTable.idLimit), let thread = system.processes.thread(id),
      thread.process === process
    else { return nil }
    try reserveNode()
    let directory = ProcessDirectory(
      reservedIn: volume, of: ProcessReference(process: process, threadID: id))
    directory.settle(in: self, as: [UInt8](name))
    return directory
  }

  override func listingEntry(from position: Int) throws(Errno) -> DirectoryRecord.Entry? {
    guard system.processes.process(process.id) === process else { throw .noSuchFileOrDirectory }
    // By number, the positions being those of the numbers: threads come and go meanwhile.
    var least: Int32?
    for thread in process.threads where Int(thread.id) + Self.firstPosition >= position {
      least = min(least ?? .max, thread.id)
    }
    guard let id = least else { return nil }
    let reference = ProcessReference(process: process, threadID: id)
    return DirectoryRecord.Entry(
      name: decimalDigits(of: UInt64(UInt32(bitPattern: id))), number: reference.number(of: 0), type: mode,
      nextPosition: Int(id) + Self.firstPosition + 1)
  }
}
