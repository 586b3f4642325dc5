// `rename(2)`, the one change that touches two places at once.

import Shared

extension FileSystem {
  /// Moves a name to another place, over what is there if that can be (`renameat2(2)`).
  /// - Throws: `fileExists`; `isDirectory` and `notDirectory` when the two do not match; `directoryNotEmpty`;
  ///   `invalidArgument` for a directory into itself, and for flags that exclude one another; `resourceBusy` for `.`,
  ///   `..` and the root; `improperLink` into another file system; `permissionDenied` and `notPermitted`; `noSpace`; and
  ///   what the paths bring.
  public func rename(
    _ oldPath: [UInt8], from oldStart: Directory, to newPath: [UInt8], from newStart: Directory,
    flags: RenamingFlags = [], by caller: FileCaller = .kernel
  ) throws(Errno) {
    guard flags.areConsistent else { throw .invalidArgument }
    let old = try resolve(oldPath, from: oldStart, lastLink: .kept, by: caller)
    let new = try resolve(newPath, from: newStart, lastLink: .kept, by: caller)
    guard case .name(let oldName) = old.last else { throw .resourceBusy }
    guard case .name(let newName) = new.last else {
      throw flags.contains(.noReplace) ? .fileExists : .resourceBusy
    }
    guard old.directory.volume === new.directory.volume else { throw .improperLink }
    guard let node = old.node else { throw .noSuchFileOrDirectory }
    if new.node != nil, flags.contains(.noReplace) { throw .fileExists }
    if flags.contains(.exchange) {
      guard let other = new.node else { throw .noSuchFileOrDirectory }
      if new.requiresDirectory, other.asDirectory == nil { throw .notDirectory }
    }

    if let directory = node.asDirectory {
      guard !new.directory.isInside(directory) else { throw .invalidArgument }
    } else {
      guard !old.requiresDirectory, flags.contains(.exchange) || !new.requiresDirectory else { throw .notDirectory }
    }
    // The target holds the source, so it is not empty, and cannot go into it either.
    if let directory = new.node?.asDirectory, old.directory.isInside(directory) {
      throw flags.contains(.exchange) ? .invalidArgument : .directoryNotEmpty
    }
    // Two names of one file: nothing is to be done.
    if new.node === node { return }
    try Self.checkRights(of: caller.credentials, to: node, in: old.directory, new.node, in: new.directory, flags)

    if flags.contains(.exchange) {
      old.directory.exchange(oldName, with: new.directory, newName)
    } else {
      if let target = new.node { try Self.check(node, canReplace: target) }
      var whiteout: Node?
      if flags.contains(.whiteout) {
        whiteout = try DeviceNode.make(
          in: old.directory.volume, mode: FileMode(.characterDevice, permissions: 0),
          device: DeviceNumber(major: 0, minor: 0))
        whiteout?.belong(to: caller.credentials, in: old.directory)
      }
      try old.directory.move(oldName, to: new.directory, as: Array(newName), leaving: whiteout)
    }
    node.touchChanged()
    new.node?.touchChanged()
    old.directory.touchModified()
    new.directory.touchModified()
  }

  /// Whether a caller may take a name from one directory and put it into another. A directory that gets another parent
  /// changes itself, too: its `..` does.
  private static func checkRights(
    of credentials: Credentials, to node: Node, in oldDirectory: Directory, _ target: Node?,
    in newDirectory: Directory, _ flags: RenamingFlags
  ) throws(Errno) {
    try oldDirectory.requireRemoving(node, by: credentials)
    if let target {
      try newDirectory.requireRemoving(target, by: credentials)
    } else {
      try newDirectory.requireAdding(by: credentials)
    }
    guard oldDirectory !== newDirectory else { return }
    if node.asDirectory != nil { try node.require(.write, of: credentials) }
    if flags.contains(.exchange), let target, target.asDirectory != nil {
      try target.require(.write, of: credentials)
    }
  }

  private static func check(_ node: Node, canReplace target: Node) throws(Errno) {
    guard let directory = target.asDirectory else {
      guard node.asDirectory == nil else { throw .notDirectory }
      return
    }
    guard node.asDirectory != nil else { throw .isDirectory }
    guard directory.count == 0 else { throw .directoryNotEmpty }
  }
}
