// What every file has in common, whatever its type.

import Shared

/// A file of the tree, with any number of names (an inode, `inode(7)`). It lives while a name or an
/// open file refers to it, and gives its memory back to the budget when it goes.
public class Node {
  /// The inode number: unique in the tree and never given again.
  public let number: UInt64
  public internal(set) var mode: FileMode
  public internal(set) var owner: UInt32 = 0
  public internal(set) var group: UInt32 = 0
  /// How many names there are; a directory counts its own `.` and its children's `..`.
  public internal(set) var linkCount: UInt32 = 0
  public internal(set) var accessed: FileTime
  public internal(set) var modified: FileTime
  public internal(set) var changed: FileTime
  /// Whether the file may be given its first name though it is open without one (`O_TMPFILE`).
  var canBeNamed = false
  /// What programs have attached to the file.
  var attributes = ExtendedAttributes()
  /// The locks on the file, once there has been one.
  private(set) var locks: FileLocks?
  let volume: Volume

  /// What a node itself is charged, in bytes: its object, with room for the allocator's own.
  static let charge = 256
  /// The most names a file may have (as ext4: 65,000).
  static let maximumLinkCount: UInt32 = 65_000

  /// A node for which `reserve` has set room aside. It cannot throw: Embedded Swift leaks an object whose initialiser does.
  /// - Parameter number: its number, where it is one of those that are made anew each time they are looked up.
  init(reservedIn volume: Volume, mode: FileMode, number: UInt64? = nil) {
    self.volume = volume
    self.mode = mode
    self.number = number ?? volume.nextNumber()
    let now = volume.clock.now()
    accessed = now
    modified = now
    changed = now
  }

  deinit {
    volume.budget.release(byteCount: Self.charge + attributes.charge)
  }

  /// Sets room aside for a node, and for so many bytes that its kind is charged beside it.
  /// - Throws: `noSpace` when the budget has no room.
  static func reserve(in volume: Volume, beside byteCount: Int = 0) throws(Errno) {
    guard volume.budget.reserve(byteCount: Self.charge + byteCount) else { throw .noSpace }
  }

  /// The node as what it is.
  public var kind: NodeKind { preconditionFailure("a node is always one of the subclasses") }
  /// The node as a directory, or `nil`: what paths ask at every step.
  var asDirectory: Directory? { nil }
  /// The node as a symbolic link, or `nil`.
  var asSymbolicLink: SymbolicLink? { nil }
  /// What `st_size` says, in bytes.
  var statusByteCount: Int { 0 }
  /// How much memory the contents take, in bytes.
  var storedByteCount: Int { 0 }
  /// What `st_rdev` says.
  var representedDevice: DeviceNumber { DeviceNumber(major: 0, minor: 0) }

  /// The contents have changed, now.
  func touchModified() {
    let now = volume.clock.now()
    modified = now
    changed = now
  }

  /// The locks on the file, to add one.
  func lockable() -> FileLocks {
    if let locks { return locks }
    let made = FileLocks(volume: volume)
    locks = made
    return made
  }

  /// Something about the file other than its contents has changed, now.
  func touchChanged() { changed = volume.clock.now() }
}

/// A node of each type, to switch over.
public enum NodeKind {
  case directory(Directory)
  case regularFile(RegularFile)
  case symbolicLink(SymbolicLink)
  case device(DeviceNode)
  case fifo(FIFONode)
  case socket(SocketNode)
  /// A file whose text is made when it is read.
  case generated(GeneratedFile)
}

extension Node {
  /// What `fstat(2)` tells about the node.
  public var status: FileStatus {
    FileStatus(
      device: volume.kind.device, number: number, linkCount: UInt64(linkCount), mode: mode, owner: owner, group: group,
      representedDevice: representedDevice, byteCount: Int64(statusByteCount), preferredByteCount: 4096,
      blockCount: Int64(storedByteCount / 512 + (storedByteCount % 512 == 0 ? 0 : 1)),
      accessed: accessed, modified: modified, changed: changed)
  }
}

/// A file whose contents are a path that stands for another (`symlink(7)`).
public class SymbolicLink: Node {
  public let target: [UInt8]

  init(reservedIn volume: Volume, target: [UInt8], permissions: UInt32 = 0o777, number: UInt64? = nil) {
    self.target = target
    super.init(reservedIn: volume, mode: FileMode(.symbolicLink, permissions: permissions), number: number)
  }

  /// - Throws: `noSpace` when the budget has no room.
  static func make(in volume: Volume, target: [UInt8]) throws(Errno) -> SymbolicLink {
    try reserve(in: volume, beside: target.count)
    return SymbolicLink(reservedIn: volume, target: target)
  }

  deinit {
    volume.budget.release(byteCount: target.count)
  }

  public final override var kind: NodeKind { .symbolicLink(self) }
  final override var asSymbolicLink: SymbolicLink? { self }
  override var statusByteCount: Int { target.count }

  /// The path as a caller is told it (`readlink(2)`).
  func text(for caller: FileCaller) throws(Errno) -> [UInt8] { target }

  /// What the link leads to where that is no path: such a link leads to a file whatever has become of its name.
  func place(for caller: FileCaller) throws(Errno) -> FilePlace? { nil }
}

/// A name in the tree for a device. What the device does is the business of the `Device` that the
/// file system has under the same number.
public final class DeviceNode: Node {
  public let device: DeviceNumber

  private init(reservedIn volume: Volume, mode: FileMode, device: DeviceNumber) {
    self.device = device
    super.init(reservedIn: volume, mode: mode)
  }

  /// - Throws: `noSpace` when the budget has no room.
  static func make(in volume: Volume, mode: FileMode, device: DeviceNumber) throws(Errno) -> DeviceNode {
    try reserve(in: volume)
    return DeviceNode(reservedIn: volume, mode: mode, device: device)
  }

  public override var kind: NodeKind { .device(self) }
  override var representedDevice: DeviceNumber { device }
}

/// A name at which processes meet for a pipe (`fifo(7)`), or, without a name, what a `pipe(2)` is as a file.
public final class FIFONode: Node {
  /// The pipe, from when an end of it was first opened.
  var pipe: Pipe?

  /// - Throws: `noSpace` when the budget has no room.
  static func make(in volume: Volume, permissions: UInt32) throws(Errno) -> FIFONode {
    try reserve(in: volume)
    return FIFONode(reservedIn: volume, mode: FileMode(.fifo, permissions: permissions))
  }

  public override var kind: NodeKind { .fifo(self) }
}

/// The name of a local socket (`unix(7)`), or, without a name, what a socket is as a file.
public final class SocketNode: Node {
  /// The socket that is bound to the name.
  var socket: LocalSocket?

  /// - Throws: `noSpace` when the budget has no room.
  static func make(in volume: Volume, permissions: UInt32) throws(Errno) -> SocketNode {
    try reserve(in: volume)
    return SocketNode(reservedIn: volume, mode: FileMode(.socket, permissions: permissions))
  }

  public override var kind: NodeKind { .socket(self) }
}
