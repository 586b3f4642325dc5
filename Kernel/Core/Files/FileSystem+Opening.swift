// `open(2)`: from a path and flags to an open file.

import Shared

extension FileSystem {
  /// Opens a file, and makes it first if it is to be made (`open(2)`).
  /// - Parameters:
  ///   - permissions: those of a file that is made, with the mask already taken off.
  /// - Throws: As `open(2)` lists them.
  public func open(
    _ path: [UInt8], from start: Directory, flags: OpenFlags, permissions: UInt32 = 0
  ) throws(Errno) -> OpenFile {
    let flags = try Self.effective(flags)
    let creates = flags.contains(.create)
    let found = try resolve(path, from: start, lastLink: Self.lastLink(for: flags))
    if creates, found.requiresDirectory, case .name = found.last { throw .isDirectory }

    guard let node = found.node else {
      guard creates, case .name(let name) = found.last else { throw .noSuchFileOrDirectory }
      let file = try RegularFile.make(in: volume, permissions: permissions)
      try found.directory.add(file, named: name)
      found.directory.touchModified()
      return OpenFile(file, content: .regularFile(file), flags: flags)
    }
    if creates {
      if flags.contains(.exclusive) { throw .fileExists }
      if node.asDirectory != nil { throw .isDirectory }
    }
    if found.requiresDirectory || flags.contains(.directory) {
      guard node.asDirectory != nil else { throw .notDirectory }
    }
    return try open(node, flags: flags)
  }

  /// Opens a node that is there.
  private func open(_ node: Node, flags: OpenFlags) throws(Errno) -> OpenFile {
    if flags.contains(.pathOnly) { return OpenFile(node, content: .place, flags: flags) }
    switch node.kind {
    case .symbolicLink:
      // It is here only because it was not to be followed.
      throw .tooManySymbolicLinkLevels
    case .directory(let directory):
      guard flags.isDisjoint(with: [.accessModeMask, .truncate]) else { throw .isDirectory }
      return OpenFile(node, content: .directory(directory), flags: flags)
    case .regularFile(let file):
      if flags.contains(.truncate) { try file.resize(to: 0) }
      return OpenFile(node, content: .regularFile(file), flags: flags)
    case .device(let deviceNode):
      guard let device = device(deviceNode.device) else { throw .noSuchAddressOrDevice }
      return OpenFile(node, content: .device(try device.open(flags: flags)), flags: flags)
    }
  }

  private static func lastLink(for flags: OpenFlags) -> LastLink {
    let keepsLink = flags.contains(.noFollow) || flags.isSuperset(of: [.create, .exclusive])
    // A slash after what is to be made is an error before anything is looked up.
    if flags.contains(.create) { return keepsLink ? .kept : .followedWithoutSlash }
    return keepsLink ? .followedBeforeSlash : .followed
  }

  /// The flags that count, as Linux's `build_open_flags` sees them.
  private static func effective(_ flags: OpenFlags) throws(Errno) -> OpenFlags {
    let known = flags.intersection(.known)
    // All but these are ignored beside O_PATH.
    if known.contains(.pathOnly) {
      return known.intersection([.pathOnly, .directory, .noFollow, .closeOnExec])
    }
    if known.contains(.temporaryFile) {
      guard known.contains(.directory), known.allowsWriting else { throw .invalidArgument }
      throw .notSupported
    }
    guard !known.isSuperset(of: [.create, .directory]) else { throw .invalidArgument }
    return known.union(.largeFile)
  }
}
