// The calls that are about the tree of files, and what is known of a file.

import Shared

extension CallerReference {
  @inline(never) public func makeDirectory(
    in directory: Descriptor, path: PathBytes, mode: FilePermissions
  ) throws(MakeDirectoryError) {
    try serve(MakeDirectoryError.self) { caller throws(Errno) in
      let path = try caller.memory.path(in: path)
      try caller.files.makeDirectory(path, relativeTo: PathBase(directory.rawValue), permissions: mode.rawValue)
    }
  }

  @inline(never) public func remove(
    in directory: Descriptor, path: PathBytes, _ flags: PathFlags
  ) throws(RemoveError) {
    try serve(RemoveError.self) { caller throws(Errno) in
      guard flags.isSubset(of: .removeDirectory) else { throw .invalidArgument }
      let path = try caller.memory.path(in: path)
      try caller.files.remove(path, relativeTo: PathBase(directory.rawValue), flags: flags)
    }
  }

  @inline(never) public func status(_ descriptor: Descriptor, into bytes: WritableBytes) throws(StatusError) -> Int {
    try serve(StatusError.self) { caller throws(Errno) in
      let words = try caller.files.status(of: descriptor.rawValue).encodedWords
      let count = min(Int(clamping: bytes.byteCount), FileStatus.encodedByteCount)
      try caller.memory.store(RawSpan(_elements: words.span).extracting(0..<count), at: UInt(bytes.address))
      return count
    }
  }

  @inline(never) public func seek(
    _ descriptor: Descriptor, by distance: Int64, from origin: SeekOriginID
  ) throws(SeekError) -> Int {
    try serve(SeekError.self) { caller throws(Errno) in
      try caller.seek(descriptor.rawValue, by: Int(distance), from: origin.rawValue)
    }
  }

  @inline(never) public func list(_ descriptor: Descriptor, into bytes: WritableBytes) throws(ListError) -> Int {
    try serve(ListError.self) { caller throws(Errno) in
      try caller.readEntries(
        descriptor.rawValue, into: UInt(bytes.address), byteCount: UInt32(clamping: bytes.byteCount))
    }
  }

  @inline(never) public func sync(_ descriptor: Descriptor) throws(SyncError) {
    try serve(SyncError.self) { caller throws(Errno) in _ = try caller.synchronize(descriptor.rawValue) }
  }
}
