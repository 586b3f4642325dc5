// The calls that are about files.

import Shared

extension CallerReference {
  @inline(never) public func read(_ descriptor: Descriptor, into bytes: WritableBytes) throws(ReadError) -> Int {
    try serve(ReadError.self) { caller throws(Errno) in
      try caller.read(descriptor.rawValue, into: UInt(bytes.address), byteCount: UInt(bytes.byteCount))
    }
  }

  @inline(never) public func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) throws(WriteError) -> Int {
    try serve(WriteError.self) { caller throws(Errno) in
      try caller.write(descriptor.rawValue, from: UInt(bytes.address), byteCount: UInt(bytes.byteCount))
    }
  }

  @inline(never) public func open(
    path: PathBytes, _ flags: OpenFlags, mode: FilePermissions
  ) throws(OpenError) -> Descriptor {
    try serve(OpenError.self) { caller throws(Errno) in
      let path = try caller.memory.path(in: path)
      return Descriptor(rawValue: try caller.open(path, flags: flags, permissions: mode.rawValue))
    }
  }

  @inline(never) public func close(_ descriptor: Descriptor) throws(CloseError) {
    try serve(CloseError.self) { caller throws(Errno) in _ = try caller.close(descriptor.rawValue) }
  }

  @inline(never) public func clock(_ clock: ClockID) throws(ClockError) -> UInt64 {
    try serve(ClockError.self) { caller throws(Errno) in try caller.time(of: clock) }
  }
}

extension UserMemory {
  /// Copies in a path whose length is known.
  /// - Throws: `badAddress`; `fileNameTooLong`; `invalidArgument` for a path with a zero byte in it.
  func path(in bytes: PathBytes) throws(Errno) -> [UInt8] {
    let range = try UserRange(address: UInt(bytes.address), byteCount: UInt(bytes.byteCount))
    guard range.byteCount < UInt(Path.maximumByteCount) else { throw .fileNameTooLong }
    let path = try self.bytes(at: range.address, count: Int(range.byteCount))
    guard !path.contains(0) else { throw .invalidArgument }
    return path
  }
}
