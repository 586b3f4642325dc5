// Changing the tree of files: what the classic door's arguments mean.

import Shared

extension Thread {
  private static var workingDirectory: Int32 { PathFlags.workingDirectoryDescriptor }

  func makeDirectory(_ path: UInt, relativeTo directory: Int32 = workingDirectory, mode: UInt32) throws(Errno) -> Int {
    let path = try memory.path(at: path)
    try files.makeDirectory(path, relativeTo: PathBase(directory), permissions: mode)
    return 0
  }

  func remove(_ path: UInt, relativeTo directory: Int32 = workingDirectory, flags: PathFlags) throws(Errno) -> Int {
    guard flags.isSubset(of: .removeDirectory) else { throw .invalidArgument }
    let path = try memory.path(at: path)
    try files.remove(path, relativeTo: PathBase(directory), flags: flags)
    return 0
  }

  func rename(
    _ oldPath: UInt, relativeTo oldDirectory: Int32 = workingDirectory, to newPath: UInt,
    relativeTo newDirectory: Int32 = workingDirectory, flags: UInt32 = 0
  ) throws(Errno) -> Int {
    let flags = RenamingFlags(rawValue: flags)
    guard flags.areConsistent else { throw .invalidArgument }
    let oldPath = try memory.path(at: oldPath)
    let newPath = try memory.path(at: newPath)
    try files.rename(
      oldPath, relativeTo: PathBase(oldDirectory), to: newPath, relativeTo: PathBase(newDirectory),
      flags: flags)
    return 0
  }

  func link(
    _ oldPath: UInt, relativeTo oldDirectory: Int32 = workingDirectory, as newPath: UInt,
    relativeTo newDirectory: Int32 = workingDirectory, flags: PathFlags = []
  ) throws(Errno) -> Int {
    guard flags.isSubset(of: [.follow, .emptyPath]) else { throw .invalidArgument }
    let oldPath = try memory.path(at: oldPath)
    let newPath = try memory.path(at: newPath)
    try files.link(
      oldPath, relativeTo: PathBase(oldDirectory), as: newPath, relativeTo: PathBase(newDirectory), flags: flags)
    return 0
  }

  func makeSymbolicLink(
    _ path: UInt, relativeTo directory: Int32 = workingDirectory, to target: UInt
  ) throws(Errno) -> Int {
    let target = try memory.path(at: target)
    let path = try memory.path(at: path)
    try files.makeSymbolicLink(path, relativeTo: PathBase(directory), to: target)
    return 0
  }

  func resize(_ path: UInt, to byteCount: Int) throws(Errno) -> Int {
    guard byteCount >= 0 else { throw .invalidArgument }
    let path = try memory.path(at: path)
    return try resizing { limit throws(Errno) in
      try files.resize(path, to: byteCount, limit: limit, turns: scheduler)
    }
  }

  func resize(_ descriptor: Int32, to byteCount: Int) throws(Errno) -> Int {
    try resizing { limit throws(Errno) in try files.resize(descriptor, to: byteCount, limit: limit, turns: scheduler) }
  }

  func allocate(_ descriptor: Int32, mode: UInt32, at offset: Int, byteCount: Int) throws(Errno) -> Int {
    try resizing { limit throws(Errno) in
      try files.descriptors.file(descriptor).allocate(
        AllocationMode(rawValue: mode), at: offset, byteCount: byteCount, limit: limit, by: credentials,
        turns: scheduler)
    }
  }

  func setPermissions(
    _ mode: UInt32, of path: UInt, relativeTo directory: Int32 = workingDirectory
  ) throws(Errno) -> Int {
    let path = try memory.path(at: path)
    try files.setPermissions(mode, of: path, relativeTo: PathBase(directory))
    return 0
  }

  func setPermissions(_ mode: UInt32, of descriptor: Int32) throws(Errno) -> Int {
    try files.setPermissions(mode, of: descriptor)
    return 0
  }

  func setOwner(
    _ owner: UInt32, _ group: UInt32, of path: UInt, relativeTo directory: Int32 = workingDirectory,
    flags: PathFlags = []
  ) throws(Errno) -> Int {
    guard flags.isSubset(of: [.noFollow, .emptyPath]) else { throw .invalidArgument }
    let path = try memory.path(at: path)
    try files.setOwner(
      Self.changed(owner), group: Self.changed(group), of: path, relativeTo: PathBase(directory), flags: flags)
    return 0
  }

  func setOwner(_ owner: UInt32, _ group: UInt32, of descriptor: Int32) throws(Errno) -> Int {
    try files.setOwner(Self.changed(owner), group: Self.changed(group), of: descriptor)
    return 0
  }

  /// −1 leaves an ID as it is (`chown(2)`).
  private static func changed(_ id: UInt32) -> UInt32? { id == .max ? nil : id }

  func setTimes(
    _ times: UInt, of path: UInt, relativeTo directory: Int32, flags: PathFlags
  ) throws(Errno) -> Int {
    var changes: InlineArray<2, TimeChange> = [.now, .now]
    if times != 0 {
      let words: InlineArray<4, UInt64> = try memory.words(at: times)
      changes = try [TimeChange(words[0], words[1]), TimeChange(words[2], words[3])]
      // There is nothing to do then, and Linux does not even look for the file.
      if changes[0] == .kept, changes[1] == .kept { return 0 }
    }
    if path == 0, directory != Self.workingDirectory {
      guard flags == [] else { throw .invalidArgument }
      try files.setTimes(accessed: changes[0], modified: changes[1], of: directory)
      return 0
    }
    guard flags.isSubset(of: [.noFollow, .emptyPath]) else { throw .invalidArgument }
    let path = try memory.path(at: path)
    try files.setTimes(
      accessed: changes[0], modified: changes[1], of: path, relativeTo: PathBase(directory), flags: flags)
    return 0
  }

  func fileSystemStatus(at path: UInt, into address: UInt) throws(Errno) -> Int {
    let path = try memory.path(at: path)
    let node = try files.node(at: path, relativeTo: .workingDirectory, flags: [])
    try memory.store(files.fileSystem.status(of: node).encodedWords, at: address)
    return 0
  }

  func fileSystemStatus(of descriptor: Int32, into address: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try memory.store(files.fileSystem.status(of: file).encodedWords, at: address)
    return 0
  }

  func synchronize(_ descriptor: Int32) throws(Errno) -> Int {
    try files.synchronize(descriptor)
    return 0
  }
}

extension TimeChange {
  /// A `struct timespec` of `utimensat(2)`, with its two special values (Linux `linux/stat.h`).
  /// - Throws: `invalidArgument` for nanoseconds that are more than a second.
  fileprivate init(_ seconds: UInt64, _ nanoseconds: UInt64) throws(Errno) {
    switch nanoseconds {
    case 0x3FFF_FFFF: self = .now
    case 0x3FFF_FFFE: self = .kept
    case ..<1_000_000_000:
      self = .set(FileTime(seconds: Int64(bitPattern: seconds), nanoseconds: UInt32(nanoseconds)))
    default: throw .invalidArgument
    }
  }
}
