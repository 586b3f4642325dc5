// `rename(2)`, the one change that touches two places at once.

import Shared

extension FileSystem {
  /// Moves a name to another place, over what is there if that can be (`rename(2)`).
  /// - Parameter replaces: whether something may be there (`RENAME_NOREPLACE` says no).
  /// - Throws: `fileExists`; `isDirectory` and `notDirectory` when the two do not match; `directoryNotEmpty`;
  ///   `invalidArgument` for a directory into itself; `resourceBusy` for `.`, `..` and the root; `noSpace`;
  ///   and what the paths bring.
  public func rename(
    _ oldPath: [UInt8], from oldStart: Directory, to newPath: [UInt8], from newStart: Directory,
    replaces: Bool = true
  ) throws(Errno) {
    let old = try resolve(oldPath, from: oldStart, lastLink: .kept)
    let new = try resolve(newPath, from: newStart, lastLink: .kept)
    guard case .name(let oldName) = old.last else { throw .resourceBusy }
    guard case .name(let newName) = new.last else { throw replaces ? .resourceBusy : .fileExists }
    guard let node = old.node else { throw .noSuchFileOrDirectory }
    if new.node != nil, !replaces { throw .fileExists }

    if let directory = node.asDirectory {
      guard !new.directory.isInside(directory) else { throw .invalidArgument }
    } else {
      guard !old.requiresDirectory, !new.requiresDirectory else { throw .notDirectory }
    }
    if let target = new.node {
      // The target holds the source, so it is not empty.
      if let directory = target.asDirectory, old.directory.isInside(directory) { throw .directoryNotEmpty }
      // Two names of one file: nothing is to be done.
      if target === node { return }
      try Self.check(node, canReplace: target)
    }
    try old.directory.move(oldName[...], to: new.directory, as: newName)
    node.touchChanged()
    new.node?.touchChanged()
    old.directory.touchModified()
    new.directory.touchModified()
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
