// `fcntl(2)` and `ioctl(2)`: what is asked of a descriptor, before its file or device is asked.

import Shared

extension Thread {
  func control(_ descriptor: Int32, command: UInt32, argument: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    guard let known = DescriptorCommand(rawValue: command), known.isForPlaces || !file.flags.contains(.pathOnly) else {
      return try files.control(descriptor, command: command, argument: argument)
    }
    switch known {
    case .getLock, .getOpenFileLock: return try findLock(of: file, known, at: argument)
    case .setLock, .setLockWaiting, .setOpenFileLock, .setOpenFileLockWaiting:
      return try setLock(of: file, known, at: argument)
    case .setOwner:
      let owner = Int32(truncatingIfNeeded: argument)
      // Its negative is no number.
      guard owner != .min else { throw .invalidArgument }
      guard owner == 0 || isKnown(process: owner.magnitude) else { throw .noSuchProcess }
      file.signalOwner = owner
      file.signalsThread = false
      return 0
    case .setOwnerWithKind: return try setSignalOwner(of: file, from: argument)
    case .getOwnerWithKind:
      let kind: SignalOwnerKind = file.signalOwner < 0 ? .group : file.signalsThread ? .thread : .process
      let word = UInt64(kind.rawValue) | UInt64(file.signalOwner.magnitude) << 32
      try memory.store(word: word, at: argument)
      return 0
    case .duplicate, .duplicateCloseOnExec:
      try requireRoomForDescriptor()
      return try files.control(descriptor, command: command, argument: argument)
    case .getDescriptorFlags, .setDescriptorFlags, .getStatusFlags,
      .setStatusFlags, .getOwner, .getSignal, .setSignal, .setPipeCapacity, .getPipeCapacity,
      .addSeals, .getSeals:
      return try files.control(descriptor, command: command, argument: argument)
    }
  }

  /// The types of a `struct f_owner_ex` (Linux `asm-generic/fcntl.h`).
  private enum SignalOwnerKind: UInt32 {
    case thread = 0
    case process = 1
    case group = 2
  }

  private func setSignalOwner(of file: OpenFile, from address: UInt) throws(Errno) -> Int {
    let word = try memory.word(at: address)
    guard let kind = SignalOwnerKind(rawValue: UInt32(truncatingIfNeeded: word)) else { throw .invalidArgument }
    let owner = Int32(truncatingIfNeeded: word >> 32)
    guard owner == 0 || owner > 0 && isKnown(process: owner.magnitude) else { throw .noSuchProcess }
    file.signalOwner = kind == .group ? -owner : owner
    file.signalsThread = kind == .thread
    return 0
  }

  /// Whether a number is one of a process or group that there is.
  private func isKnown(process: UInt32) -> Bool {
    let id = Int32(truncatingIfNeeded: process)
    return system.processes.process(id) != nil || system.processes.group(id) != nil
  }

  /// The requests of `ioctl(2)` that concern the descriptor or hold for every file (Linux `do_vfs_ioctl`).
  private enum DescriptorRequest: UInt32 {
    /// `FIGETBSZ`.
    case blockByteCount = 0x2
    /// `FIONREAD`.
    case readableByteCount = 0x541B
    /// `FIONBIO`.
    case nonBlocking = 0x5421
    /// `FIONCLEX`.
    case keepOnExec = 0x5450
    /// `FIOCLEX`.
    case closeOnExec = 0x5451
    /// `FIOASYNC`.
    case asynchronous = 0x5452
    /// `FIOQSIZE`.
    case storedByteCount = 0x5460
  }

  func control(_ descriptor: Int32, request: UInt32, argument: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    guard !file.flags.contains(.pathOnly) else { throw .badFileDescriptor }
    switch DescriptorRequest(rawValue: request) {
    case .closeOnExec: try files.descriptors.setClosesOnExec(true, for: descriptor)
    case .keepOnExec: try files.descriptors.setClosesOnExec(false, for: descriptor)
    case .nonBlocking:
      let isWished = try memory.halfWord(at: argument) != 0
      file.setFlags(isWished ? file.flags.union(.nonBlocking) : file.flags.subtracting(.nonBlocking))
    case .asynchronous:
      // No file here sends signals, so the flag cannot be set; to clear it changes nothing.
      guard try memory.halfWord(at: argument) == 0 else { throw .inappropriateIOCTLForDevice }
    case .blockByteCount:
      try memory.store(halfWord: UInt32(UserSpace.pageSize), at: argument)
    case .storedByteCount:
      switch file.content {
      case .regularFile, .directory:
        try memory.store(word: UInt64(bitPattern: file.status.blockCount &* 512), at: argument)
      case .device, .text, .place: throw .inappropriateIOCTLForDevice
      }
    case .readableByteCount:
      guard case .regularFile(let contents) = file.content else {
        return try controlDevice(of: file, request, argument)
      }
      let rest = contents.byteCount - file.offset
      try memory.store(halfWord: UInt32(truncatingIfNeeded: rest), at: argument)
    case nil: return try controlDevice(of: file, request, argument)
    }
    return 0
  }

  private func controlDevice(of file: OpenFile, _ request: UInt32, _ argument: UInt) throws(Errno) -> Int {
    guard let device = file.device else { throw .inappropriateIOCTLForDevice }
    return try device.control(request: request, argument: argument, of: memory)
  }

  /// Another descriptor for the same open file, in place of what it was (`dup2(2)`, `dup3(2)`).
  func replace(_ target: Int32, by body: (inout DescriptorTable) throws(Errno) -> Int32) throws(Errno) -> Int {
    try requireRoomForDescriptor()
    let old = try? files.descriptors.file(target)
    let result = try body(&files.descriptors)
    if let old, let new = try? files.descriptors.file(target), old !== new { releaseLocks(on: old) }
    return Int(result)
  }
}
