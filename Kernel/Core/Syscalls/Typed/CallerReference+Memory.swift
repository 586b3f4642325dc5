// The calls that are about the caller's memory.

import Shared

extension CallerReference {
  @inline(never) public func map(byteCount count: UInt64, _ protection: ProtectionFlags) throws(MapError) -> UInt64 {
    try serve(MapError.self) { caller throws(Errno) in
      guard protection.isSubset(of: [.read, .write, .execute]) else { throw .invalidArgument }
      let flags: MappingFlags = [.private, .anonymous]
      let start = try caller.map(
        0, byteCount: UInt(count), protection: protection.rawValue, flags: flags.rawValue, descriptor: -1, offset: 0)
      return UInt64(UInt(bitPattern: start))
    }
  }

  @inline(never) public func unmap(_ address: UInt64, byteCount count: UInt64) throws(UnmapError) {
    try serve(UnmapError.self) { caller throws(Errno) in
      _ = try caller.unmap(UInt(address), byteCount: UInt(count))
    }
  }

  @inline(never) public func protect(
    _ address: UInt64, byteCount count: UInt64, _ protection: ProtectionFlags
  ) throws(ProtectError) {
    try serve(ProtectError.self) { caller throws(Errno) in
      guard protection.isSubset(of: [.read, .write, .execute]) else { throw .invalidArgument }
      _ = try caller.protect(UInt(address), byteCount: UInt(count), protection.rawValue)
    }
  }

  @inline(never) public func random(into bytes: WritableBytes) throws(RandomError) -> Int {
    try serve(RandomError.self) { caller throws(Errno) in
      try caller.random(into: UInt(bytes.address), byteCount: UInt(bytes.byteCount), flags: 0)
    }
  }
}
