// Memory calls, handed on to the address space.

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
        bitPattern: try addressSpace.mapAnonymous(
          at: address, byteCount: byteCount, protection: protection, flags: flags))
    }
    let opened = try files.descriptors.file(descriptor)
    let file = try opened.mappable()
    try requireRoom(mapping: byteCount, at: address, protection, flags)
    let start = try addressSpace.mapFile(
      file, offset: UInt64(offset), at: address, byteCount: byteCount, protection: protection, flags: flags)
    opened.noteAccess()
    return Int(bitPattern: start)
  }

  func unmap(_ address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try addressSpace.unmap(at: address, byteCount: byteCount)
    return 0
  }

  func protect(_ address: UInt, byteCount: UInt, _ protection: UInt) throws(Errno) -> Int {
    let protection = ProtectionFlags(rawValue: protection)
    try requireRoom(protecting: address, byteCount: byteCount, protection)
    try addressSpace.protect(at: address, byteCount: byteCount, protection: protection)
    return 0
  }

  func remap(
    _ address: UInt, byteCount: UInt, newByteCount: UInt, flags: UInt, newAddress: UInt
  ) throws(Errno) -> Int {
    try requireRoom(growing: address, from: byteCount, to: newByteCount)
    return Int(
      bitPattern: try addressSpace.remap(
        at: address, byteCount: byteCount, to: newByteCount, flags: RemappingFlags(rawValue: flags),
        newAddress: newAddress))
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
    try addressSpace.lock(at: address, byteCount: byteCount, populating: flags == 0)
    return 0
  }

  func unlock(_ address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try addressSpace.unlock(at: address, byteCount: byteCount)
    return 0
  }

  func lockAll(flags: UInt32) throws(Errno) -> Int {
    let flags = LockingFlags(rawValue: flags)
    guard flags.isSubset(of: [.current, .future, .whenTouched]), !flags.isDisjoint(with: [.current, .future])
    else { throw .invalidArgument }
    try requireRoomForLockingAll(flags)
    addressSpace.lockAll(flags)
    return 0
  }

  func unlockAll() -> Int {
    addressSpace.unlockAll()
    return 0
  }

  func advise(_ address: UInt, byteCount: UInt, _ advice: Int32) throws(Errno) -> Int {
    try addressSpace.advise(at: address, byteCount: byteCount, advice: advice)
    return 0
  }
}
