// `open(2)`: from a path and flags to an open file.

import Shared

extension FileSystem {
  /// Opens a file, and makes it first if it is to be made (`open(2)`).
  /// - Parameters:
  ///   - permissions: those of a file that is made, with the mask already taken off.
  /// - Throws: As `open(2)` lists them.
  public func open(
    _ path: [UInt8], from start: Directory, flags: OpenFlags, permissions: UInt32 = 0, by caller: FileCaller = .kernel
  ) throws(Errno) -> OpenFile {
    let flags = try Self.effective(flags)
    if flags.contains(.temporaryFile) {
      return try openTemporary(path, from: start, flags: flags, permissions: permissions, by: caller)
    }
    let creates = flags.contains(.create)
    let found = try resolve(path, from: start, lastLink: Self.lastLink(for: flags), by: caller)
    if creates, found.requiresDirectory, case .name = found.last { throw .isDirectory }

    guard let node = found.node else {
      guard creates, case .name(let name) = found.last else { throw .noSuchFileOrDirectory }
      try found.directory.requireAdding(by: caller.credentials)
      let file = try RegularFile.make(in: found.directory.volume, permissions: permissions)
      try add(file, to: found.directory, named: Array(name), by: caller)
      return OpenFile(file, content: .regularFile(file), flags: flags, name: found.name)
    }
    if creates {
      if flags.contains(.exclusive) { throw .fileExists }
      if node.asDirectory != nil { throw .isDirectory }
    }
    if found.requiresDirectory || flags.contains(.directory) {
      guard node.asDirectory != nil else { throw .notDirectory }
    }
    return try open(found.place(of: node), flags: flags, by: caller)
  }

  /// Makes a file without a name in a directory, and opens it (`O_TMPFILE`). Unless it is opened exclusively, it can be
  /// given a name later.
  private func openTemporary(
    _ path: [UInt8], from start: Directory, flags: OpenFlags, permissions: UInt32, by caller: FileCaller
  ) throws(Errno) -> OpenFile {
    let found = try node(at: path, from: start, followsLastLink: !flags.contains(.noFollow), by: caller)
    guard let directory = found.asDirectory else { throw .notDirectory }
    try directory.require([.write, .execute], of: caller.credentials)
    guard !directory.isGenerated else { throw .notSupported }
    let file = try RegularFile.make(in: directory.volume, permissions: permissions)
    file.belong(to: caller.credentials, in: directory)
    file.canBeNamed = !flags.contains(.exclusive)
    let name = FileName(directory: directory, name: [UInt8]("#".utf8) + decimalDigits(of: file.number))
    return OpenFile(file, content: .regularFile(file), flags: flags, name: name)
  }

  /// Opens a node that is there.
  /// - Throws: `permissionDenied`; `notPermitted` for `noAccessTime` on a file of another owner; and what is due to
  ///   the type.
  func open(_ place: consuming FilePlace, flags: OpenFlags, by caller: FileCaller) throws(Errno) -> OpenFile {
    let node = place.node
    let name = place.name
    if flags.contains(.pathOnly) { return OpenFile(node, content: .place, flags: flags, name: name) }
    switch node.kind {
    case .symbolicLink:
      // It is here only because it was not to be followed.
      throw .tooManySymbolicLinkLevels
    case .directory(let directory):
      guard flags.isDisjoint(with: [.accessModeMask, .truncate]) else { throw .isDirectory }
      try Self.require(flags, on: node, of: caller.credentials)
      return OpenFile(node, content: .directory(directory), flags: flags, name: name)
    case .regularFile(let file):
      try Self.require(flags, on: node, of: caller.credentials)
      if flags.contains(.truncate) {
        file.dropSetIDs(for: caller.credentials)
        try file.resize(to: 0)
      }
      return OpenFile(node, content: .regularFile(file), flags: flags, name: name)
    case .device(let deviceNode):
      try Self.require(flags, on: node, of: caller.credentials)
      // There are no block devices.
      guard node.mode.type != .blockDevice, let device = place.device ?? device(deviceNode.device) else {
        throw .noSuchAddressOrDevice
      }
      return OpenFile(node, content: .device(try device.open(flags: flags)), flags: flags, name: name)
    case .fifo(let fifo):
      try Self.require(flags, on: node, of: caller.credentials)
      guard let system else { throw .noSuchAddressOrDevice }
      return try fifo.open(flags: flags, in: system, name: name)
    case .socket:
      try Self.require(flags, on: node, of: caller.credentials)
      throw .noSuchAddressOrDevice
    case .generated(let file):
      try Self.require(flags, on: node, of: caller.credentials)
      return OpenFile(node, content: .text(try OpenText.make(of: file, by: caller)), flags: flags, name: name)
    }
  }

  /// Checks that a caller may open a file as the flags say (Linux `may_open`). To cut it is to write to it.
  private static func require(_ flags: OpenFlags, on node: Node, of credentials: Credentials) throws(Errno) {
    var request = AccessRequest()
    switch flags.intersection(.accessModeMask) {
    case .readOnly: request = .read
    case .writeOnly: request = .write
    // 3 opens for neither, and asks for both.
    default: request = [.read, .write]
    }
    if flags.contains(.truncate) { request.insert(.write) }
    try node.require(request, of: credentials)
    if flags.contains(.noAccessTime), !node.isOwned(by: credentials) { throw .notPermitted }
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
      guard known.contains(.directory), !known.contains(.create), known.allowsWriting else { throw .invalidArgument }
      return known.union(.largeFile)
    }
    guard !known.isSuperset(of: [.create, .directory]) else { throw .invalidArgument }
    return known.union(.largeFile)
  }
}
