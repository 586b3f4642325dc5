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
      return Int(
        bitPattern: try addressSpace.mapAnonymous(
          at: address, byteCount: byteCount, protection: protection, flags: flags))
    }
    let file = try files.descriptors.file(descriptor)
    let pages = try file.mappablePages(for: protection, flags: flags)
    return Int(
      bitPattern: try addressSpace.mapFile(
        pages, isWritable: file.flags.allowsWriting, offset: UInt64(offset), at: address, byteCount: byteCount,
        protection: protection, flags: flags))
  }

  func unmap(_ address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try addressSpace.unmap(at: address, byteCount: byteCount)
    return 0
  }

  func protect(_ address: UInt, byteCount: UInt, _ protection: UInt) throws(Errno) -> Int {
    try addressSpace.protect(at: address, byteCount: byteCount, protection: ProtectionFlags(rawValue: protection))
    return 0
  }

  func remap(
    _ address: UInt, byteCount: UInt, newByteCount: UInt, flags: UInt, newAddress: UInt
  ) throws(Errno) -> Int {
    Int(
      bitPattern: try addressSpace.remap(
        at: address, byteCount: byteCount, to: newByteCount, flags: RemappingFlags(rawValue: flags),
        newAddress: newAddress))
  }

  func advise(_ address: UInt, byteCount: UInt, _ advice: Int32) throws(Errno) -> Int {
    try addressSpace.advise(at: address, byteCount: byteCount, advice: advice)
    return 0
  }
}
