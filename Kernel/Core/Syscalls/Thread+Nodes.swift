// Making nodes, and the newer forms of older calls: `mknod(2)`, `statx(2)`, `openat2(2)`, `fchmodat2(2)`, `utime(2)`.

import Shared

extension Thread {
  private static var workingDirectory: Int32 { PathFlags.workingDirectoryDescriptor }

  func makeNode(
    _ path: UInt, relativeTo directory: Int32 = workingDirectory, mode: UInt32, device: UInt32
  ) throws(Errno) -> Int {
    var mode = FileMode(rawValue: mode & (FileMode.typeMask | FileMode.permissionMask))
    if mode.rawValue & FileMode.typeMask == 0 { mode = FileMode(.regular, permissions: mode.permissions) }
    switch mode.type {
    case .regular, .characterDevice, .blockDevice, .fifo, .socket: break
    case .directory: throw .notPermitted
    case .symbolicLink, nil: throw .invalidArgument
    }
    let path = try memory.path(at: path)
    try files.makeNode(path, relativeTo: PathBase(directory), mode: mode, device: DeviceNumber(encoded: device))
    return 0
  }

  /// The two bits that say how exact an answer must be (`AT_STATX_SYNC_TYPE`): both at once mean nothing.
  private static let exactness: UInt32 = 0x6000

  func extendedStatus(
    at path: UInt, relativeTo directory: Int32, flags: UInt32, mask: UInt32, into address: UInt
  ) throws(Errno) -> Int {
    // The mask's last bit is kept for later.
    guard mask & 1 << 31 == 0, flags & Self.exactness != Self.exactness else { throw .invalidArgument }
    let pathFlags = PathFlags(rawValue: flags & ~Self.exactness)
    guard pathFlags.isSubset(of: [.noFollow, .noAutomount, .emptyPath]) else { throw .invalidArgument }
    let path = path == 0 && pathFlags.contains(.emptyPath) ? [] : try memory.path(at: path)
    let status = try files.status(at: path, relativeTo: PathBase(directory), flags: pathFlags)
    try memory.store(status.extendedWords, at: address)
    return 0
  }

  /// `struct open_how` (`openat2(2)`): flags, mode and restrictions, and in later versions perhaps more, which must be
  /// zero here.
  func open(_ path: UInt, relativeTo directory: Int32, how address: UInt, byteCount: UInt) throws(Errno) -> Int {
    guard byteCount >= 24 else { throw .invalidArgument }
    guard byteCount <= UserSpace.pageSize else { throw .argListTooLong }
    let (rest, overflows) = address.addingReportingOverflow(24)
    guard !overflows else { throw .badAddress }
    try memory.requireZeros(in: UserRange(address: rest, byteCount: byteCount - 24))
    let how: InlineArray<3, UInt64> = try memory.words(at: address)
    let flags = OpenFlags(rawValue: UInt32(truncatingIfNeeded: how[0]))
    let restrictions = PathRestrictions(rawValue: how[2])
    guard how[0] <= UInt64(UInt32.max), flags.isSubset(of: .known), restrictions.isSubset(of: .known),
      !restrictions.isSuperset(of: [.beneath, .inRoot])
    else { throw .invalidArgument }
    let makes = !flags.isDisjoint(with: [.create, .temporaryFile])
    guard makes ? how[1] & ~UInt64(FileMode.permissionMask) == 0 : how[1] == 0 else { throw .invalidArgument }
    if flags.contains(.pathOnly) {
      guard flags.isSubset(of: [.pathOnly, .directory, .noFollow, .closeOnExec]) else { throw .invalidArgument }
    }
    if restrictions.contains(.cached), !flags.isDisjoint(with: [.truncate, .create, .temporaryFile]) {
      throw .resourceTemporarilyUnavailable
    }
    let path = try memory.path(at: path)
    return Int(
      try open(
        path, relativeTo: PathBase(directory), flags: flags, permissions: UInt32(truncatingIfNeeded: how[1]),
        restrictions: restrictions))
  }

  func setPermissions(
    _ mode: UInt32, of path: UInt, relativeTo directory: Int32, flags: PathFlags
  ) throws(Errno) -> Int {
    guard flags.isSubset(of: [.noFollow, .emptyPath]) else { throw .invalidArgument }
    let path = try memory.path(at: path)
    try files.setPermissions(mode, of: path, relativeTo: PathBase(directory), flags: flags)
    return 0
  }

  /// `utime(2)`: two times in seconds, or now.
  func setTimes(_ times: UInt, inSecondsOf path: UInt) throws(Errno) -> Int {
    var changes: InlineArray<2, TimeChange> = [.now, .now]
    if times != 0 {
      let words: InlineArray<2, UInt64> = try memory.words(at: times)
      for index in 0..<2 { changes[index] = .set(FileTime(seconds: Int64(bitPattern: words[index]))) }
    }
    return try set(changes, of: path, relativeTo: Self.workingDirectory)
  }

  /// `utimes(2)` and `futimesat(2)`: two times with microseconds, or now.
  func setTimes(
    _ times: UInt, inMicrosecondsOf path: UInt, relativeTo directory: Int32 = workingDirectory
  ) throws(Errno) -> Int {
    var changes: InlineArray<2, TimeChange> = [.now, .now]
    if times != 0 {
      let words: InlineArray<4, UInt64> = try memory.words(at: times)
      for index in 0..<2 {
        guard words[index * 2 + 1] < 1_000_000 else { throw .invalidArgument }
        changes[index] = .set(
          FileTime(
            seconds: Int64(bitPattern: words[index * 2]), nanoseconds: UInt32(words[index * 2 + 1]) * 1000))
      }
    }
    if path == 0, directory != Self.workingDirectory {
      try files.setTimes(accessed: changes[0], modified: changes[1], of: directory)
      return 0
    }
    return try set(changes, of: path, relativeTo: directory)
  }

  private func set(
    _ changes: InlineArray<2, TimeChange>, of path: UInt, relativeTo directory: Int32
  ) throws(Errno) -> Int {
    let path = try memory.path(at: path)
    try files.setTimes(
      accessed: changes[0], modified: changes[1], of: path, relativeTo: PathBase(directory), flags: [])
    return 0
  }
}
