// Memory calls, handed on to the address space. One call changes it at a time: those that are for much let others run on
// the way, other threads of the same program among them.

import Shared

extension Thread {
  func map(
    _ address: UInt, byteCount: UInt, protection: UInt, flags: UInt, descriptor: Int32, offset: UInt
  ) throws(Errno) -> Int {
    let flags = MappingFlags(rawValue: flags)
    let protection = ProtectionFlags(rawValue: protection)
    guard offset % UserSpace.pageSize == 0 else { throw .invalidArgument }
    if flags.contains(.anonymous) {
      try requireRoom(mapping: byteCount, at: address, protection, flags)
      return Int(
        bitPattern: try changingMemory(byteCount) { space, turns throws(Errno) in
          try space.mapAnonymous(at: address, byteCount: byteCount, protection: protection, flags: flags, turns: turns)
        })
    }
    let opened = try files.descriptors.file(descriptor)
    let file = try opened.mappable()
    try requireRoom(mapping: byteCount, at: address, protection, flags)
    let start = try changingMemory(byteCount) { space, turns throws(Errno) in
      try space.mapFile(
        file, offset: UInt64(offset), at: address, byteCount: byteCount, protection: protection, flags: flags,
        turns: turns)
    }
    opened.noteAccess()
    return Int(bitPattern: start)
  }

  func unmap(_ address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try changingMemory(byteCount) { space, turns throws(Errno) in
      try space.unmap(at: address, byteCount: byteCount, turns: turns)
    }
    return 0
  }

  func protect(_ address: UInt, byteCount: UInt, _ protection: UInt) throws(Errno) -> Int {
    let protection = ProtectionFlags(rawValue: protection)
    try requireRoom(protecting: address, byteCount: byteCount, protection)
    try changingMemory(byteCount) { space, turns throws(Errno) in
      try space.protect(at: address, byteCount: byteCount, protection: protection, turns: turns)
    }
    return 0
  }

  func remap(
    _ address: UInt, byteCount: UInt, newByteCount: UInt, flags: UInt, newAddress: UInt
  ) throws(Errno) -> Int {
    try requireRoom(growing: address, from: byteCount, to: newByteCount)
    return Int(
      bitPattern: try changingMemory(max(byteCount, newByteCount)) { space, turns throws(Errno) in
        try space.remap(
          at: address, byteCount: byteCount, to: newByteCount, flags: RemappingFlags(rawValue: flags),
          newAddress: newAddress, turns: turns)
      })
  }

  func synchronizeMapping(_ address: UInt, byteCount: UInt, flags: UInt32) throws(Errno) -> Int {
    try addressSpace.synchronize(
      at: address, byteCount: byteCount, flags: MemorySynchronizationFlags(rawValue: flags))
    return 0
  }

  func residence(_ address: UInt, byteCount: UInt, into target: UInt) throws(Errno) -> Int {
    try addressSpace.residence(at: address, byteCount: byteCount, into: target, of: memory)
    return 0
  }

  func lock(_ address: UInt, byteCount: UInt, flags: UInt32 = 0) throws(Errno) -> Int {
    // MLOCK_ONFAULT (mlock2(2))
    guard flags & ~1 == 0 else { throw .invalidArgument }
    try requireRoom(locking: address, byteCount: byteCount)
    try changingMemory(byteCount) { space, turns throws(Errno) in
      try space.lock(at: address, byteCount: byteCount, populating: flags == 0, turns: turns)
    }
    return 0
  }

  func unlock(_ address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try changingMemory(byteCount) { space, _ throws(Errno) in
      try space.unlock(at: address, byteCount: byteCount)
    }
    return 0
  }

  func lockAll(flags: UInt32) throws(Errno) -> Int {
    let flags = LockingFlags(rawValue: flags)
    guard flags.isSubset(of: [.current, .future, .whenTouched]), !flags.isDisjoint(with: [.current, .future])
    else { throw .invalidArgument }
    try requireRoomForLockingAll(flags)
    try changingMemory(.max) { space, turns throws(Errno) in space.lockAll(flags, turns: turns) }
    return 0
  }

  func unlockAll() -> Int {
    addressSpace.waitUntilUnchanging(scheduler)
    addressSpace.unlockAll()
    return 0
  }

  func advise(_ address: UInt, byteCount: UInt, _ advice: Int32) throws(Errno) -> Int {
    try changingMemory(byteCount) { space, turns throws(Errno) in
      try space.advise(at: address, byteCount: byteCount, advice: advice, turns: turns)
    }
    return 0
  }

  /// Does what a call is for that changes the program's memory, once no other thread is in the middle of a change.
  /// - Parameters:
  ///   - byteCount: how much the call is for. Little takes no time: it need not let others run.
  ///   - body: is given where to let others run.
  @inline(__always)
  func changingMemory<Result>(
    _ byteCount: UInt, _ body: (AddressSpace, _ turns: Scheduler?) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    let space = addressSpace
    guard byteCount > Self.littleMemory else {
      space.waitUntilUnchanging(scheduler)
      return try body(space, nil)
    }
    let turns = scheduler
    return try space.changing(turns) { () throws(Errno) in try body(space, turns) }
  }

  /// How much is changed at once, in bytes.
  private static let littleMemory = 64 * UserSpace.pageSize
}
