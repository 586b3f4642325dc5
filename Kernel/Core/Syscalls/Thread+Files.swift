// Opening, asking and closing: file calls for both doors.

import Shared

extension Thread {
  func open(
    _ path: UInt, relativeTo directory: Int32 = PathFlags.workingDirectoryDescriptor, flags: UInt32, mode: UInt32
  ) throws(Errno) -> Int {
    let path = try memory.path(at: path)
    return Int(try open(path, relativeTo: PathBase(directory), flags: OpenFlags(rawValue: flags), permissions: mode))
  }

  /// The service behind both doors.
  func open(
    _ path: [UInt8], relativeTo base: PathBase = .workingDirectory, flags: OpenFlags, permissions: UInt32,
    restrictions: PathRestrictions = []
  ) throws(Errno) -> Int32 {
    try requireRoomForDescriptor()
    let file = try files.openFile(
      path, relativeTo: base, flags: flags, permissions: permissions, restrictions: restrictions)
    if let device = file.device { try device.finishOpening(flags: flags) }
    return try files.descriptors.insert(file, closesOnExec: flags.contains(.closeOnExec))
  }

  func close(_ descriptor: Int32) throws(Errno) -> Int {
    releaseLocks(on: try files.descriptors.remove(descriptor))
    return 0
  }

  func seek(_ descriptor: Int32, by distance: Int, from origin: UInt32) throws(Errno) -> Int {
    try withFile(descriptor) { file throws(Errno) in
      guard let origin = SeekOrigin(rawValue: origin) else { throw .invalidArgument }
      return try file.seek(to: distance, from: origin, turns: scheduler)
    }
  }

  func status(of descriptor: Int32, into address: UInt) throws(Errno) -> Int {
    try store(try files.status(of: descriptor), at: address)
  }

  func status(
    at path: UInt, relativeTo directory: Int32 = PathFlags.workingDirectoryDescriptor, into address: UInt,
    flags: PathFlags
  ) throws(Errno) -> Int {
    let path = try memory.path(at: path)
    return try store(
      try files.status(at: path, relativeTo: PathBase(directory), flags: flags), at: address)
  }

  private func store(_ status: FileStatus, at address: UInt) throws(Errno) -> Int {
    try memory.store(status.encodedWords, at: address)
    return 0
  }

  func checkAccess(
    _ path: UInt, relativeTo directory: Int32 = PathFlags.workingDirectoryDescriptor, mode: UInt32,
    flags: PathFlags = []
  ) throws(Errno) -> Int {
    let request = AccessRequest(rawValue: mode)
    guard request.isSubset(of: [.read, .write, .execute]) else { throw .invalidArgument }
    let path = try memory.path(at: path)
    try files.checkAccess(request, at: path, relativeTo: PathBase(directory), flags: flags)
    return 0
  }

  func readLink(
    _ path: UInt, relativeTo directory: Int32 = PathFlags.workingDirectoryDescriptor, into address: UInt,
    byteCount: Int32
  ) throws(Errno) -> Int {
    guard byteCount > 0 else { throw .invalidArgument }
    let path = try memory.path(at: path)
    let target = try files.readLink(path, relativeTo: PathBase(directory))
    let count = min(target.count, Int(byteCount))
    try memory.store(RawSpan(_elements: target.span).extracting(0..<count), at: address)
    return count
  }

  func readEntries(
    _ descriptor: Int32, into address: UInt, byteCount: UInt32, as form: DirectoryRecord.Form = .current
  ) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    let done = try file.readEntries(
      into: try UserRange(address: address, byteCount: UInt(byteCount)), of: memory, as: form)
    file.noteAccess()
    return done
  }

  func workingDirectory(into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    var path = try files.workingDirectoryPath()
    path.append(0)
    guard UInt(path.count) <= byteCount else { throw .outOfRange }
    try memory.store(RawSpan(_elements: path.span), at: address)
    return path.count
  }

  func changeDirectory(_ path: UInt) throws(Errno) -> Int {
    try files.changeDirectory(to: try memory.path(at: path))
    return 0
  }

  func changeDirectory(_ descriptor: Int32) throws(Errno) -> Int {
    try files.changeDirectory(to: descriptor)
    return 0
  }

  func duplicate(_ descriptor: Int32) throws(Errno) -> Int {
    try requireRoomForDescriptor()
    return Int(try files.descriptors.duplicate(descriptor))
  }

  func duplicate(_ descriptor: Int32, to target: Int32, flags: UInt32) throws(Errno) -> Int {
    let flags = OpenFlags(rawValue: flags)
    guard flags.isSubset(of: .closeOnExec), descriptor != target else { throw .invalidArgument }
    return try replace(target) { table throws(Errno) in try table.duplicate(descriptor, to: target, flags: flags) }
  }
}
