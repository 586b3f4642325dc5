// How a process changes the tree: paths against its directories, modes under its mask.

import Shared

extension FileContext {
  /// Makes a directory (`mkdirat(2)`).
  public func makeDirectory(_ path: [UInt8], relativeTo base: PathBase, permissions: UInt32) throws(Errno) {
    try fileSystem.makeDirectory(
      path, from: start(of: path, relativeTo: base), permissions: permissions & ~creationMask, by: caller)
  }

  /// Makes a file that is neither a directory nor a link (`mknodat(2)`).
  public func makeNode(
    _ path: [UInt8], relativeTo base: PathBase, mode: FileMode, device: DeviceNumber
  ) throws(Errno) {
    try fileSystem.makeNode(
      path, from: start(of: path, relativeTo: base), mode: FileMode(rawValue: mode.rawValue & ~creationMask),
      device: device, by: caller)
  }

  /// Makes the name of a socket (`bind(2)`).
  func makeSocket(_ path: [UInt8], permissions: UInt32) throws(Errno) -> SocketNode {
    try fileSystem.makeSocket(
      path, from: start(of: path, relativeTo: .workingDirectory), permissions: permissions & ~creationMask, by: caller)
  }

  /// Takes a name away, or, where the flags say so, an empty directory (`unlinkat(2)`).
  /// - Throws: `invalidArgument` for other flags than `removeDirectory`; what the file system does.
  public func remove(_ path: [UInt8], relativeTo base: PathBase, flags: PathFlags) throws(Errno) {
    guard flags.isSubset(of: .removeDirectory) else { throw .invalidArgument }
    let start = try start(of: path, relativeTo: base)
    if flags.contains(.removeDirectory) {
      try fileSystem.removeDirectory(path, from: start, by: caller)
    } else {
      try fileSystem.unlink(path, from: start, by: caller)
    }
  }

  /// Gives a file another name (`renameat2(2)`).
  public func rename(
    _ oldPath: [UInt8], relativeTo oldBase: PathBase, to newPath: [UInt8], relativeTo newBase: PathBase,
    flags: RenamingFlags
  ) throws(Errno) {
    try fileSystem.rename(
      oldPath, from: start(of: oldPath, relativeTo: oldBase), to: newPath,
      from: start(of: newPath, relativeTo: newBase), flags: flags, by: caller)
  }

  /// Gives a file one more name (`linkat(2)`).
  /// - Throws: `invalidArgument` for other flags than `follow` and `emptyPath`; what the file system does.
  public func link(
    _ oldPath: [UInt8], relativeTo oldBase: PathBase, as newPath: [UInt8], relativeTo newBase: PathBase,
    flags: PathFlags
  ) throws(Errno) {
    guard flags.isSubset(of: [.follow, .emptyPath]) else { throw .invalidArgument }
    let node = try node(
      at: oldPath, relativeTo: oldBase, flags: flags.contains(.follow) ? flags : flags.union(.noFollow))
    try fileSystem.link(node, as: newPath, from: start(of: newPath, relativeTo: newBase), by: caller)
  }

  /// Makes a symbolic link (`symlinkat(2)`).
  public func makeSymbolicLink(_ path: [UInt8], relativeTo base: PathBase, to target: [UInt8]) throws(Errno) {
    guard !target.isEmpty else { throw .noSuchFileOrDirectory }
    try fileSystem.makeSymbolicLink(path, from: start(of: path, relativeTo: base), to: target, by: caller)
  }

  /// Cuts or lengthens the file at a path (`truncate(2)`).
  /// - Parameter limit: how long the process may make it (`RLIMIT_FSIZE`).
  /// - Throws: `fileTooLarge` beyond that; what the file system does.
  public func resize(
    _ path: [UInt8], to byteCount: Int, limit: UInt64 = .max, turns: Scheduler? = nil
  ) throws(Errno) {
    guard byteCount >= 0 else { throw .invalidArgument }
    let file = try fileSystem.resizable(path, from: start(of: path, relativeTo: .workingDirectory), by: caller)
    try resize(file, to: byteCount, limit: limit, turns)
  }

  /// Cuts or lengthens an open file (`ftruncate(2)`).
  /// - Throws: `invalidArgument` for a negative length, and unless it is a regular file that may be written;
  ///   `fileTooLarge`.
  public func resize(
    _ descriptor: Int32, to byteCount: Int, limit: UInt64 = .max, turns: Scheduler? = nil
  ) throws(Errno) {
    guard byteCount >= 0 else { throw .invalidArgument }
    let file = try opened(descriptor)
    guard case .regularFile(let contents) = file.content, file.flags.allowsWriting else { throw .invalidArgument }
    try resize(contents, to: byteCount, limit: limit, turns)
  }

  private func resize(_ file: RegularFile, to byteCount: Int, limit: UInt64, _ turns: Scheduler?) throws(Errno) {
    guard byteCount <= file.byteCount || UInt64(byteCount) <= limit else { throw .fileTooLarge }
    file.dropSetIDs(for: credentials)
    try file.resize(to: byteCount, turns: turns)
  }

  /// Changes permission bits (`fchmodat(2)`, `fchmod(2)`).
  /// - Throws: `notSupported` for a symbolic link itself, whose permissions are always all of them.
  public func setPermissions(
    _ permissions: UInt32, of path: [UInt8], relativeTo base: PathBase, flags: PathFlags = []
  ) throws(Errno) {
    let node = try node(at: path, relativeTo: base, flags: flags)
    if case .symbolicLink = node.kind { throw .notSupported }
    try node.setPermissions(permissions, by: credentials)
  }

  public func setPermissions(_ permissions: UInt32, of descriptor: Int32) throws(Errno) {
    try opened(descriptor).node.setPermissions(permissions, by: credentials)
  }

  /// Changes owner and group, but for what is `nil` (`fchownat(2)`, `fchown(2)`).
  public func setOwner(
    _ owner: UInt32?, group: UInt32?, of path: [UInt8], relativeTo base: PathBase, flags: PathFlags
  ) throws(Errno) {
    guard flags.isSubset(of: [.noFollow, .emptyPath]) else { throw .invalidArgument }
    try node(at: path, relativeTo: base, flags: flags).setOwner(owner, group: group, by: credentials)
  }

  public func setOwner(_ owner: UInt32?, group: UInt32?, of descriptor: Int32) throws(Errno) {
    try opened(descriptor).node.setOwner(owner, group: group, by: credentials)
  }

  /// Changes time stamps (`utimensat(2)`).
  public func setTimes(
    accessed: TimeChange, modified: TimeChange, of path: [UInt8], relativeTo base: PathBase, flags: PathFlags
  ) throws(Errno) {
    guard flags.isSubset(of: [.noFollow, .emptyPath]) else { throw .invalidArgument }
    try node(at: path, relativeTo: base, flags: flags).setTimes(accessed: accessed, modified: modified, by: credentials)
  }

  public func setTimes(accessed: TimeChange, modified: TimeChange, of descriptor: Int32) throws(Errno) {
    try opened(descriptor).node.setTimes(accessed: accessed, modified: modified, by: credentials)
  }

  /// Waits until an open file's changes are safe (`fsync(2)`): in memory they are as safe as they get.
  /// - Throws: `invalidArgument` for a device, which keeps nothing.
  public func synchronize(_ descriptor: Int32) throws(Errno) {
    guard try opened(descriptor).device == nil else { throw .invalidArgument }
  }

  /// An open file that is more than a place in the tree.
  private func opened(_ descriptor: Int32) throws(Errno) -> OpenFile {
    let file = try descriptors.file(descriptor)
    guard !file.flags.contains(.pathOnly) else { throw .badFileDescriptor }
    return file
  }
}

extension FileSystem {
  /// What an empty file takes with its name, in bytes.
  static let emptyFileByteCount = 512

  /// What `statfs(2)` tells of where a node is.
  func status(of node: Node) -> FileSystemStatus {
    node.volume.kind == .processes ? Self.statusWithoutBlocks(FileSystemStatus.ofProcesses) : status
  }

  /// The same for an open file.
  func status(of file: OpenFile) -> FileSystemStatus {
    guard file.name == nil, let device = file.device else { return status(of: file.node) }
    if device.pipe != nil { return Self.statusWithoutBlocks(FileSystemStatus.ofPipes) }
    if device.socket != nil { return Self.statusWithoutBlocks(FileSystemStatus.ofSockets) }
    guard file.node.mode.type == nil else { return status(of: file.node) }
    return Self.statusWithoutBlocks(FileSystemStatus.ofNamelessFiles)
  }

  private static func statusWithoutBlocks(_ type: UInt64) -> FileSystemStatus {
    FileSystemStatus(
      type: type, blockByteCount: UInt64(UserSpace.pageSize), blockCount: 0, freeBlockCount: 0, fileCount: 0,
      freeFileCount: 0, longestNameByteCount: UInt64(Path.maximumNameByteCount))
  }

  /// What `statfs(2)` tells: all files share the memory that the budget allows.
  public var status: FileSystemStatus {
    let blockByteCount = 4096
    return FileSystemStatus(
      blockByteCount: UInt64(blockByteCount), blockCount: UInt64(volume.budget.capacity / blockByteCount),
      freeBlockCount: UInt64(max(0, volume.budget.available) / blockByteCount),
      // Files without contents take memory of the same budget.
      fileCount: UInt64(volume.budget.capacity / FileSystem.emptyFileByteCount),
      freeFileCount: UInt64(max(0, volume.budget.available) / FileSystem.emptyFileByteCount),
      longestNameByteCount: UInt64(Path.maximumNameByteCount))
  }
}
