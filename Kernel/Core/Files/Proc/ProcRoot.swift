// `/proc` itself: a directory for each process, and files about the system.

import Shared

/// What there is beside the processes.
enum SystemEntry: UInt8, CaseIterable {
  case cpuinfo, filesystems, loadavg, meminfo, mounts, selfLink, stat, sys, threadSelf, uptime, version
  case kernel
  case lastCapability, hostname, osrelease, ostype, processLimit, random
  case bootID, entropyAvailable, uuid

  var name: StaticString {
    switch self {
    case .cpuinfo: "cpuinfo"
    case .filesystems: "filesystems"
    case .loadavg: "loadavg"
    case .meminfo: "meminfo"
    case .mounts: "mounts"
    case .selfLink: "self"
    case .stat: "stat"
    case .sys: "sys"
    case .threadSelf: "thread-self"
    case .uptime: "uptime"
    case .version: "version"
    case .kernel: "kernel"
    case .lastCapability: "cap_last_cap"
    case .hostname: "hostname"
    case .osrelease: "osrelease"
    case .ostype: "ostype"
    case .processLimit: "pid_max"
    case .random: "random"
    case .bootID: "boot_id"
    case .entropyAvailable: "entropy_avail"
    case .uuid: "uuid"
    }
  }

  /// The directory that it is in.
  var folder: SystemFolder {
    switch self {
    case .cpuinfo, .filesystems, .loadavg, .meminfo, .mounts, .selfLink, .stat, .sys, .threadSelf, .uptime, .version:
      .root
    case .kernel: .sys
    case .lastCapability, .hostname, .osrelease, .ostype, .processLimit, .random: .kernel
    case .bootID, .entropyAvailable, .uuid: .random
    }
  }

  var mode: FileMode {
    switch self {
    case .selfLink, .threadSelf, .mounts: FileMode(.symbolicLink, permissions: 0o777)
    case .sys, .kernel, .random: FileMode(.directory, permissions: 0o555)
    default: FileMode(.regular, permissions: 0o444)
    }
  }

  /// The numbers of these are the low ones; 1 is the root's.
  var number: UInt64 { UInt64(rawValue) + 2 }
}

/// The directories that are not a process's.
enum SystemFolder {
  case root, sys, kernel, random
}

/// One of them.
final class SystemDirectory: GeneratedDirectory {
  private let folder: SystemFolder
  static let rootNumber: UInt64 = 1
  /// Behind the positions of what is listed before the processes.
  private static let firstProcessPosition = 256

  init(reservedIn volume: Volume, _ folder: SystemFolder, number: UInt64, system: System) {
    self.folder = folder
    super.init(reservedIn: volume, number: number, system: system)
  }

  override func lookUp(_ name: Span<UInt8>) throws(Errno) -> Node? {
    if folder == .root, let id = KernelCore.number(in: name, below: ProcessTable.idLimit) {
      return try directory(ofProcess: id, name)
    }
    for entry in SystemEntry.allCases where entry.folder == folder && isSame(name, entry.name) {
      let node = try node(of: entry)
      node.asDirectory?.settle(in: self, as: [UInt8](name))
      return node
    }
    return nil
  }

  /// The directory of a process, or, as on Linux though they are not listed, of a thread by its number.
  private func directory(ofProcess id: Int32, _ name: Span<UInt8>) throws(Errno) -> Node? {
    guard let process = system.processes.process(id) ?? system.processes.thread(id)?.process else { return nil }
    try reserveNode()
    let directory = ProcessDirectory(
      reservedIn: volume, of: ProcessReference(process: process, threadID: process.id == id ? 0 : id))
    directory.settle(in: self, as: [UInt8](name))
    return directory
  }

  private func node(of entry: SystemEntry) throws(Errno) -> Node {
    switch entry {
    case .selfLink:
      guard let caller = system.caller else { throw .noSuchFileOrDirectory }
      return try link(to: decimalDigits(of: UInt64(UInt32(bitPattern: caller.process.id))), number: entry.number)
    case .threadSelf:
      guard let caller = system.caller else { throw .noSuchFileOrDirectory }
      let process = decimalDigits(of: UInt64(UInt32(bitPattern: caller.process.id)))
      let thread = decimalDigits(of: UInt64(UInt32(bitPattern: caller.id)))
      return try link(to: process + bytes(of: "/task/") + thread, number: entry.number)
    case .mounts: return try link(to: bytes(of: "self/mounts"), number: entry.number)
    case .sys: return try directory(.sys, entry)
    case .kernel: return try directory(.kernel, entry)
    case .random: return try directory(.random, entry)
    case .cpuinfo, .filesystems, .loadavg, .meminfo, .stat, .uptime, .version, .lastCapability, .hostname, .osrelease,
      .ostype, .processLimit, .bootID, .entropyAvailable, .uuid:
      try reserveNode()
      return SystemText(reservedIn: volume, entry, system: system)
    }
  }

  private func directory(_ folder: SystemFolder, _ entry: SystemEntry) throws(Errno) -> Node {
    try reserveNode()
    return SystemDirectory(reservedIn: volume, folder, number: entry.number, system: system)
  }

  override func listingEntry(from position: Int) throws(Errno) -> DirectoryRecord.Entry? {
    for entry in SystemEntry.allCases where entry.folder == folder {
      let place = Self.firstPosition + Int(entry.rawValue)
      guard place >= position else { continue }
      return DirectoryRecord.Entry(
        name: bytes(of: entry.name), number: entry.number, type: entry.mode, nextPosition: place + 1)
    }
    guard folder == .root else { return nil }
    let first = min(max(0, position - Self.firstProcessPosition), Int(ProcessTable.idLimit))
    guard let process = system.processes.firstProcess(from: Int32(first)) else { return nil }
    let reference = ProcessReference(process: process, threadID: 0)
    return DirectoryRecord.Entry(
      name: decimalDigits(of: UInt64(UInt32(bitPattern: process.id))), number: reference.number(of: 0), type: mode,
      nextPosition: Int(process.id) + Self.firstProcessPosition + 1)
  }
}

extension FileSystem {
  /// Puts `/proc` into the tree, over what has the name.
  /// - Throws: `noSpace`.
  public func mountProcesses(of system: System) throws(Errno) {
    let volume = Volume(beside: volume, .processes)
    try Node.reserve(in: volume)
    let directory = SystemDirectory(
      reservedIn: volume, .root, number: SystemDirectory.rootNumber, system: system)
    try mount(directory, as: bytes(of: "proc"))
  }

  /// Puts a directory of another volume into the root, over what has the name, which is forgotten.
  func mount(_ directory: Directory, as name: [UInt8]) throws(Errno) {
    guard let old = root.node(named: name[...]) else { return try root.add(directory, named: name) }
    root.replace(name[...], with: directory)
    old.asDirectory?.dismantle()
  }
}
