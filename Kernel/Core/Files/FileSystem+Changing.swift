// Changing the tree: making, removing and moving names.

import Shared

extension FileSystem {
  /// Makes a directory (`mkdir(2)`).
  /// - Parameter permissions: with the mask already taken off.
  /// - Throws: `fileExists`, `noSpace`, and what the path brings.
  public func makeDirectory(
    _ path: [UInt8], from start: Directory, permissions: UInt32, by caller: FileCaller = .kernel
  ) throws(Errno) {
    let found = try resolve(path, from: start, lastLink: .kept, by: caller)
    guard found.node == nil, case .name(let name) = found.last else { throw .fileExists }
    try found.directory.requireAdding(by: caller.credentials)
    // Set-user-ID and set-group-ID are not to be had this way.
    let directory = try Directory.make(in: found.directory.volume, permissions: permissions & 0o1777)
    directory.belong(to: caller.credentials, in: found.directory)
    try found.directory.add(directory, named: Array(name))
    found.directory.touchModified()
  }

  /// Makes a symbolic link (`symlink(2)`).
  /// - Throws: `fileExists`, `noSpace`; for the target `noSuchFileOrDirectory` if it is empty and
  ///   `fileNameTooLong`; and what the path brings.
  public func makeSymbolicLink(
    _ path: [UInt8], from start: Directory, to target: [UInt8], by caller: FileCaller = .kernel
  ) throws(Errno) {
    guard !target.isEmpty else { throw .noSuchFileOrDirectory }
    guard target.count < Path.maximumByteCount else { throw .fileNameTooLong }
    let (directory, name) = try freeName(path, from: start, by: caller)
    try directory.requireAdding(by: caller.credentials)
    try add(SymbolicLink.make(in: directory.volume, target: target), to: directory, named: name, by: caller)
  }

  /// Makes a file of a type that is no directory and no link (`mknod(2)`).
  /// - Parameter mode: with the mask already taken off.
  /// - Throws: `notPermitted` for a device where the caller may not make one; `fileExists`, `noSpace`; and what the
  ///   path brings.
  public func makeNode(
    _ path: [UInt8], from start: Directory, mode: FileMode, device: DeviceNumber, by caller: FileCaller = .kernel
  ) throws(Errno) {
    let (directory, name) = try freeName(path, from: start, by: caller)
    try directory.requireAdding(by: caller.credentials)
    let volume = directory.volume
    switch mode.type {
    case .characterDevice, .blockDevice:
      guard caller.credentials.has(.makeDevices) else { throw .notPermitted }
      try add(DeviceNode.make(in: volume, mode: mode, device: device), to: directory, named: name, by: caller)
    case .fifo:
      try add(FIFONode.make(in: volume, permissions: mode.permissions), to: directory, named: name, by: caller)
    case .socket:
      try add(SocketNode.make(in: volume, permissions: mode.permissions), to: directory, named: name, by: caller)
    case .regular:
      let file = try RegularFile.make(in: volume, permissions: mode.permissions)
      try add(file, to: directory, named: name, by: caller)
    case .directory: throw .notPermitted
    case .symbolicLink, nil: throw .invalidArgument
    }
  }

  /// Makes the name of a socket (`bind(2)`).
  /// - Throws: as `makeNode`.
  func makeSocket(
    _ path: [UInt8], from start: Directory, permissions: UInt32, by caller: FileCaller
  ) throws(Errno) -> SocketNode {
    let (directory, name) = try freeName(path, from: start, by: caller)
    try directory.requireAdding(by: caller.credentials)
    let node = try SocketNode.make(in: directory.volume, permissions: permissions)
    try add(node, to: directory, named: name, by: caller)
    return node
  }

  /// Gives a new node its owner and its first name.
  func add(_ node: Node, to directory: Directory, named name: [UInt8], by caller: FileCaller) throws(Errno) {
    node.belong(to: caller.credentials, in: directory)
    try directory.add(node, named: name)
    directory.touchModified()
  }

  /// Gives a file another name (`link(2)`).
  /// - Throws: `notPermitted` for a directory; `improperLink` into another file system; `fileExists`, `tooManyLinks`,
  ///   `noSpace`; and what the path brings.
  public func link(
    _ node: Node, as path: [UInt8], from start: Directory, by caller: FileCaller = .kernel
  ) throws(Errno) {
    let (directory, name) = try freeName(path, from: start, by: caller)
    guard node.volume === directory.volume else { throw .improperLink }
    guard node.canBeLinked(by: caller.credentials) else { throw .notPermitted }
    try directory.requireAdding(by: caller.credentials)
    guard node.asDirectory == nil else { throw .notPermitted }
    guard node.linkCount < Node.maximumLinkCount else { throw .tooManyLinks }
    // All names are gone: only open files are left, and they stay nameless.
    guard node.linkCount > 0 || node.canBeNamed else { throw .noSuchFileOrDirectory }
    try directory.add(node, named: name)
    node.canBeNamed = false
    node.touchChanged()
    directory.touchModified()
  }

  /// Where something other than a directory can be made.
  private func freeName(
    _ path: [UInt8], from start: Directory, by caller: FileCaller
  ) throws(Errno) -> (Directory, [UInt8]) {
    let found = try resolve(path, from: start, lastLink: .kept, by: caller)
    guard found.node == nil, case .name(let name) = found.last else { throw .fileExists }
    guard !found.requiresDirectory else { throw .noSuchFileOrDirectory }
    return (found.directory, Array(name))
  }

  /// Takes a name away from what is no directory (`unlink(2)`). The file goes with its last name and open file.
  /// - Throws: `isDirectory`, and what the path brings.
  public func unlink(_ path: [UInt8], from start: Directory, by caller: FileCaller = .kernel) throws(Errno) {
    let found = try resolve(path, from: start, lastLink: .kept, by: caller)
    guard case .name(let name) = found.last else { throw .isDirectory }
    guard let node = found.node else { throw .noSuchFileOrDirectory }
    if found.requiresDirectory { throw node.asDirectory == nil ? .notDirectory : .isDirectory }
    try found.directory.requireRemoving(node, by: caller.credentials)
    guard node.asDirectory == nil else { throw .isDirectory }
    found.directory.remove(name)
    node.touchChanged()
    found.directory.touchModified()
  }

  /// Removes an empty directory (`rmdir(2)`).
  /// - Throws: `notDirectory`, `directoryNotEmpty`; `invalidArgument` for `.`; `resourceBusy` for the root;
  ///   and what the path brings.
  public func removeDirectory(
    _ path: [UInt8], from start: Directory, by caller: FileCaller = .kernel
  ) throws(Errno) {
    let found = try resolve(path, from: start, lastLink: .kept, by: caller)
    switch found.last {
    case .current: throw .invalidArgument
    case .parent: throw .directoryNotEmpty
    case .root: throw .resourceBusy
    case .name(let name):
      guard let node = found.node else { throw .noSuchFileOrDirectory }
      try found.directory.requireRemoving(node, by: caller.credentials)
      guard let directory = node.asDirectory else { throw .notDirectory }
      guard directory.count == 0 else { throw .directoryNotEmpty }
      found.directory.remove(name)
      found.directory.touchModified()
    }
  }

  /// The regular file at a path, for its length to be changed (`truncate(2)`).
  /// - Throws: `isDirectory`; `invalidArgument` for what is no regular file; and what the path brings.
  public func resizable(
    _ path: [UInt8], from start: Directory, by caller: FileCaller = .kernel
  ) throws(Errno) -> RegularFile {
    let node = try node(at: path, from: start, by: caller)
    switch node.kind {
    case .regularFile(let file):
      try node.require(.write, of: caller.credentials)
      return file
    case .directory: throw .isDirectory
    case .symbolicLink, .device, .fifo, .socket, .generated: throw .invalidArgument
    }
  }

  /// Cuts or lengthens the file that a path names (`truncate(2)`).
  /// - Throws: `invalidArgument` for a negative length; and as `resizable`.
  public func resize(_ path: [UInt8], from start: Directory, to byteCount: Int) throws(Errno) {
    guard byteCount >= 0 else { throw .invalidArgument }
    try resizable(path, from: start).resize(to: byteCount)
  }
}
