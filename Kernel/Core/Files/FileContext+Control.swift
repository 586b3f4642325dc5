// `fcntl(2)`, as far as it concerns descriptors and flags.

import Shared

extension FileContext {
  /// Does what `fcntl(2)` is asked.
  /// - Parameter command: the number of a `DescriptorCommand`.
  /// - Returns: what the call returns.
  /// - Throws: `badFileDescriptor`; `invalidArgument` for another command or an argument that cannot be;
  ///   `tooManyOpenFiles`.
  public func control(_ descriptor: Int32, command: UInt32, argument: UInt) throws(Errno) -> Int {
    let file = try descriptors.file(descriptor)
    guard let command = DescriptorCommand(rawValue: command) else {
      throw file.flags.contains(.pathOnly) ? .badFileDescriptor : .invalidArgument
    }
    guard command.isForPlaces || !file.flags.contains(.pathOnly) else { throw .badFileDescriptor }
    switch command {
    case .duplicate, .duplicateCloseOnExec:
      guard let minimum = Int(exactly: argument), minimum < descriptors.limit else { throw .invalidArgument }
      let closesOnExec = command == .duplicateCloseOnExec
      return Int(try descriptors.insert(file, closesOnExec: closesOnExec, from: minimum))
    case .getDescriptorFlags:
      return try descriptors.closesOnExec(descriptor) ? Int(DescriptorCommand.closeOnExecFlag) : 0
    case .setDescriptorFlags:
      try descriptors.setClosesOnExec(argument & DescriptorCommand.closeOnExecFlag != 0, for: descriptor)
      return 0
    case .getStatusFlags:
      return Int(file.flags.rawValue)
    case .setStatusFlags:
      let flags = OpenFlags(rawValue: UInt32(truncatingIfNeeded: argument))
      if flags.contains(.noAccessTime), !file.flags.contains(.noAccessTime), !file.node.isOwned(by: credentials) {
        throw .notPermitted
      }
      file.setFlags(flags)
      return 0
    case .getOwner: return Int(file.signalOwner)
    case .getSignal: return Int(file.readinessSignal)
    case .setSignal:
      guard argument <= 64 else { throw .invalidArgument }
      file.readinessSignal = UInt32(argument)
      return 0
    case .setPipeCapacity:
      guard let pipe = file.pipe else { throw .badFileDescriptor }
      return try pipe.setCapacity(byteCount: argument)
    case .getPipeCapacity:
      guard let pipe = file.pipe else { throw .badFileDescriptor }
      return pipe.capacity * Pipe.pageByteCount
    case .addSeals:
      guard file.flags.allowsWriting else { throw .notPermitted }
      guard case .regularFile(let contents) = file.content,
        argument <= UInt(UInt32.max), FileSeals.all.isSuperset(of: FileSeals(rawValue: UInt32(argument)))
      else { throw .invalidArgument }
      try contents.add(FileSeals(rawValue: UInt32(argument)))
      return 0
    case .getSeals:
      guard case .regularFile(let contents) = file.content else { throw .invalidArgument }
      return Int(contents.seals.rawValue)
    case .getLock, .setLock, .setLockWaiting, .getOpenFileLock, .setOpenFileLock, .setOpenFileLockWaiting, .setOwner,
      .setOwnerWithKind, .getOwnerWithKind:
      // Those with a structure or a process are the process's to do.
      throw .invalidArgument
    }
  }
}
