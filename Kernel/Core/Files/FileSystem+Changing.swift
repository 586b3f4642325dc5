// Changing the tree: making, removing and moving names.

import Shared

extension FileSystem {
  /// Makes a directory (`mkdir(2)`).
  /// - Parameter permissions: with the mask already taken off.
  /// - Throws: `fileExists`, `noSpace`, and what the path brings.
  public func makeDirectory(_ path: [UInt8], from start: Directory, permissions: UInt32) throws(Errno) {
    let found = try resolve(path, from: start, lastLink: .kept)
    guard found.node == nil, case .name(let name) = found.last else { throw .fileExists }
    // Set-user-ID and set-group-ID are not to be had this way.
    let directory = try Directory.make(in: volume, permissions: permissions & 0o1777)
    try found.directory.add(directory, named: name)
    found.directory.touchModified()
  }

  /// Makes a symbolic link (`symlink(2)`).
  /// - Throws: `fileExists`, `noSpace`; for the target `noSuchFileOrDirectory` if it is empty and
  ///   `fileNameTooLong`; and what the path brings.
  public func makeSymbolicLink(_ path: [UInt8], from start: Directory, to target: [UInt8]) throws(Errno) {
    guard !target.isEmpty else { throw .noSuchFileOrDirectory }
    guard target.count < Path.maximumByteCount else { throw .fileNameTooLong }
    let (directory, name) = try freeName(path, from: start)
    try directory.add(SymbolicLink.make(in: volume, target: target), named: name)
    directory.touchModified()
  }

  /// Makes a name for a device (`mknod(2)`).
  /// - Throws: `fileExists`, `noSpace`, and what the path brings.
  public func makeDeviceNode(
    _ path: [UInt8], from start: Directory, device: DeviceNumber, permissions: UInt32
  ) throws(Errno) {
    let (directory, name) = try freeName(path, from: start)
    let mode = FileMode(.characterDevice, permissions: permissions)
    try directory.add(DeviceNode.make(in: volume, mode: mode, device: device), named: name)
    directory.touchModified()
  }

  /// Gives a file another name (`link(2)`).
  /// - Throws: `notPermitted` for a directory; `fileExists`, `tooManyLinks`, `noSpace`; and what the path brings.
  public func link(_ node: Node, as path: [UInt8], from start: Directory) throws(Errno) {
    let (directory, name) = try freeName(path, from: start)
    guard node.asDirectory == nil else { throw .notPermitted }
    guard node.linkCount < Node.maximumLinkCount else { throw .tooManyLinks }
    // All names are gone: only open files are left, and they stay nameless.
    guard node.linkCount > 0 else { throw .noSuchFileOrDirectory }
    try directory.add(node, named: name)
    node.touchChanged()
    directory.touchModified()
  }

  /// Where something other than a directory can be made.
  private func freeName(_ path: [UInt8], from start: Directory) throws(Errno) -> (Directory, [UInt8]) {
    let found = try resolve(path, from: start, lastLink: .kept)
    guard found.node == nil, case .name(let name) = found.last else { throw .fileExists }
    guard !found.requiresDirectory else { throw .noSuchFileOrDirectory }
    return (found.directory, name)
  }

  /// Takes a name away from what is no directory (`unlink(2)`). The file goes with its last name and open file.
  /// - Throws: `isDirectory`, and what the path brings.
  public func unlink(_ path: [UInt8], from start: Directory) throws(Errno) {
    let found = try resolve(path, from: start, lastLink: .kept)
    guard case .name(let name) = found.last else { throw .isDirectory }
    guard let node = found.node else { throw .noSuchFileOrDirectory }
    guard node.asDirectory == nil else { throw .isDirectory }
    guard !found.requiresDirectory else { throw .notDirectory }
    found.directory.remove(name[...])
    node.touchChanged()
    found.directory.touchModified()
  }

  /// Removes an empty directory (`rmdir(2)`).
  /// - Throws: `notDirectory`, `directoryNotEmpty`; `invalidArgument` for `.`; `resourceBusy` for the root;
  ///   and what the path brings.
  public func removeDirectory(_ path: [UInt8], from start: Directory) throws(Errno) {
    let found = try resolve(path, from: start, lastLink: .kept)
    switch found.last {
    case .current: throw .invalidArgument
    case .parent: throw .directoryNotEmpty
    case .root: throw .resourceBusy
    case .name(let name):
      guard let node = found.node else { throw .noSuchFileOrDirectory }
      guard let directory = node.asDirectory else { throw .notDirectory }
      guard directory.count == 0 else { throw .directoryNotEmpty }
      found.directory.remove(name[...])
      found.directory.touchModified()
    }
  }

  /// Cuts or lengthens the file that a path names (`truncate(2)`).
  /// - Throws: `isDirectory`; `invalidArgument` for a negative length or what is no regular file; and what the
  ///   path brings.
  public func resize(_ path: [UInt8], from start: Directory, to byteCount: Int) throws(Errno) {
    guard byteCount >= 0 else { throw .invalidArgument }
    switch try node(at: path, from: start).kind {
    case .regularFile(let file): try file.resize(to: byteCount)
    case .directory: throw .isDirectory
    case .symbolicLink, .device, .fifo, .socket: throw .invalidArgument
    }
  }
}
