// Making pipes and what else is open without a path.

import Shared

extension Thread {
  /// `pipe2(2)`.
  func makePipe(into address: UInt, flags: UInt32) throws(Errno) -> Int {
    let flags = OpenFlags(rawValue: flags)
    let (reading, writing) = try pipeEnds(flags)
    return try storePair(reading, writing, closesOnExec: flags.contains(.closeOnExec), at: address)
  }

  /// Makes a pipe.
  /// - Returns: its reading and its writing end, which have no descriptors yet.
  /// - Throws: as `pipe2(2)` lists them.
  func pipeEnds(_ flags: OpenFlags) throws(Errno) -> (OpenFile, OpenFile) {
    guard flags.isSubset(of: [.closeOnExec, .nonBlocking, .direct]) else { throw .invalidArgument }
    try requireRoomForDescriptor()
    let volume = files.fileSystem.volume
    let node: FIFONode
    // As on Linux, what there is no room for is one more open file (`pipe(2)`, ENFILE).
    do throws(Errno) { node = try FIFONode.make(in: volume, permissions: 0o600) } catch {
      throw .tooManyOpenFilesInSystem
    }
    node.linkCount = 1
    let pipe = Pipe(budget: volume.budget)
    node.pipe = pipe
    let status = flags.intersection([.nonBlocking, .direct])
    func end(_ access: OpenFlags) -> OpenFile {
      let flags = status.union(access)
      return OpenFile(node, content: .device(PipeEnd(pipe, system: system, flags: flags)), flags: flags)
    }
    return (end(.readOnly), end(.writeOnly))
  }

  /// Opens two files.
  /// - Returns: their descriptors.
  /// - Throws: `tooManyOpenFiles`; neither is open then.
  func insertPair(
    _ first: OpenFile, _ second: OpenFile, closesOnExec: Bool
  ) throws(Errno) -> (Int32, Int32) {
    let low = try files.descriptors.insert(first, closesOnExec: closesOnExec)
    do throws(Errno) {
      return (low, try files.descriptors.insert(second, closesOnExec: closesOnExec))
    } catch {
      try files.descriptors.close(low)
      throw error
    }
  }

  /// Opens two files, and stores their descriptors, 32 bits each.
  /// - Throws: `tooManyOpenFiles`; `badAddress`. Both are closed then.
  func storePair(_ first: OpenFile, _ second: OpenFile, closesOnExec: Bool, at address: UInt) throws(Errno) -> Int {
    let (low, high) = try insertPair(first, second, closesOnExec: closesOnExec)
    do throws(Errno) {
      let word = UInt64(UInt32(bitPattern: low)) | UInt64(UInt32(bitPattern: high)) << 32
      try memory.store(word: word, at: address)
      return 0
    } catch {
      try files.descriptors.close(high)
      try files.descriptors.close(low)
      throw error
    }
  }
}

// What has no path at all.
extension Thread {
  /// What an open file with its device may take of the heap, in bytes.
  private static let openFileByteCount = 2048

  /// Looks whether there is memory for an open file and its descriptor, or for two of them.
  /// - Throws: `tooManyOpenFilesInSystem`.
  func requireRoomForDescriptor() throws(Errno) {
    let byteCount = Self.openFileByteCount &+ files.descriptors.growthByteCount
    guard system.heapBudget.hasRoom(forAllocation: byteCount) else { throw .tooManyOpenFilesInSystem }
  }

  /// Opens a channel that has a node of its own, of no type, as Linux's anonymous inodes.
  /// - Parameter flags: access mode and status flags, and whether it is closed on exec.
  /// - Throws: `tooManyOpenFilesInSystem` where there is no memory for it; `tooManyOpenFiles`.
  func openChannel(_ device: @autoclosure () -> Device, flags: OpenFlags) throws(Errno) -> Int {
    _ = try files.descriptors.lowestFree()
    try requireRoomForDescriptor()
    let node: DeviceNode
    do throws(Errno) {
      node = try DeviceNode.make(
        in: files.fileSystem.volume, mode: FileMode(rawValue: 0o600), device: DeviceNumber(major: 0, minor: 0))
    } catch { throw .tooManyOpenFilesInSystem }
    node.linkCount = 1
    let file = OpenFile(node, content: .device(device()), flags: flags)
    return Int(try files.descriptors.insert(file, closesOnExec: flags.contains(.closeOnExec)))
  }

  /// `EFD_SEMAPHORE`.
  private static let semaphore: UInt32 = 1

  /// `eventfd2(2)`.
  func makeEventCounter(_ value: UInt32, flags: UInt32) throws(Errno) -> Int {
    let status = OpenFlags(rawValue: flags & ~Self.semaphore)
    guard status.isSubset(of: [.closeOnExec, .nonBlocking]) else { throw .invalidArgument }
    return try openChannel(
      EventCounter(UInt64(value), isSemaphore: flags & Self.semaphore != 0, system: system),
      flags: status.union(.readWrite))
  }
}
