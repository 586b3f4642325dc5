// Where terminals appear in the tree: `/dev/ptmx`, `/dev/pts` and `/dev/tty`.

import Shared

/// All pseudo-terminals, and their nodes in `/dev/pts`, which come and go with them (`pts(4)`).
final class PseudoTerminals {
  private let system: System
  private let fileSystem: FileSystem
  private let directory: Directory
  /// By number; a number is free again when its master is closed.
  private var terminals: [PseudoTerminal?] = []

  /// The most there can be at a time.
  static let limit = 256
  private static let major: UInt32 = 136
  /// Those of `mount -t devpts -o gid=5,mode=620`, as distributions have it: the group is `tty`.
  private static let permissions: UInt32 = 0o620
  private static let group: UInt32 = 5

  init(system: System, fileSystem: FileSystem, directory: Directory) {
    self.system = system
    self.fileSystem = fileSystem
    self.directory = directory
  }

  /// Makes a pseudo-terminal, whose other side is locked.
  /// - Throws: `noSpace` when there are too many, or no memory.
  func make() throws(Errno) -> PseudoTerminalMaster {
    guard let number = freeNumber, system.machine.hasRoomForThread else { throw .noSpace }
    let device = DeviceNumber(major: Self.major, minor: UInt32(truncatingIfNeeded: number))
    let mode = FileMode(.characterDevice, permissions: Self.permissions)
    let node = try DeviceNode.make(in: directory.volume, mode: mode, device: device)
    node.group = Self.group
    try directory.add(node, named: Self.name(number))
    let terminal = PseudoTerminal(number: number, node: node, system: system)
    while terminals.count <= number { terminals.append(nil) }
    terminals[number] = terminal
    fileSystem.register(terminal, as: device)
    return PseudoTerminalMaster(terminal, of: self)
  }

  /// The lowest number that no terminal has, and no name that a program has put into the directory.
  private var freeNumber: Int? {
    (0..<Self.limit).first { number in
      let isFree = number >= terminals.count || terminals[number] == nil
      return isFree && directory.node(named: Self.name(number)[...]) == nil
    }
  }

  /// Forgets one whose master is closed.
  func remove(_ terminal: PseudoTerminal) {
    guard terminals.indices.contains(terminal.number), terminals[terminal.number] === terminal else { return }
    terminals[terminal.number] = nil
    fileSystem.unregister(terminal.node.device)
    // A program may have moved the name, or taken it away.
    let name = Self.name(terminal.number)
    if directory.node(named: name[...]) === terminal.node { directory.remove(name[...]) }
  }

  /// Where the node of one was put.
  func place(of terminal: PseudoTerminal) -> FileName {
    FileName(directory: directory, name: Self.name(terminal.number))
  }

  private static func name(_ number: Int) -> [UInt8] { decimalDigits(of: UInt64(number)) }
}

/// `/dev/ptmx`: each opening makes a pseudo-terminal.
final class PseudoTerminalMultiplexer: Device {
  private let system: System

  init(system: System) { self.system = system }

  override func open(flags: OpenFlags) throws(Errno) -> Device {
    guard let pseudoTerminals = system.pseudoTerminals else { throw .noSuchAddressOrDevice }
    return try pseudoTerminals.make()
  }
}

/// `/dev/tty`: the caller's controlling terminal (`tty(4)`).
final class ControllingTerminal: Device {
  private let system: System

  init(system: System) { self.system = system }

  override func open(flags: OpenFlags) throws(Errno) -> Device {
    guard let terminal = system.caller?.process.controllingTerminal else { throw .noSuchAddressOrDevice }
    return try terminal.open(flags: flags)
  }
}

extension System {
  /// Puts the devices that terminals are found by behind their nodes, which are there already.
  /// - Throws: what the path of `/dev/pts` brings.
  public func installTerminals(in fileSystem: FileSystem) throws(Errno) {
    guard let directory = try fileSystem.node(at: [UInt8]("/dev/pts".utf8), from: fileSystem.root).asDirectory else {
      throw .notDirectory
    }
    pseudoTerminals = PseudoTerminals(system: self, fileSystem: fileSystem, directory: directory)
    fileSystem.register(PseudoTerminalMultiplexer(system: self), as: .pseudoTerminalMultiplexer)
    fileSystem.register(ControllingTerminal(system: self), as: .terminal)
  }
}
