// Reading and writing through an open file, at its offset or at one that is given.

import Shared

extension OpenFile {
  /// Reads at the offset, and moves it (`read(2)`).
  /// - Returns: the bytes read; 0 at the end.
  /// - Throws: `badFileDescriptor`, `isDirectory`, `badAddress`, and what a device says.
  @inline(__always)
  public func read(into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    try requireReadable()
    let target = target.prefix(Self.maximumTransferByteCount)
    if let device { return try device.read(into: target, of: memory, flags: flags) }
    return try readAtOffset(into: target, of: memory)
  }

  /// Reads what is no device.
  @inline(never)
  private func readAtOffset(into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    switch content {
    case .regularFile(let file):
      let turns = FilePages.turns(forTransferring: target.byteCount, of: memory)
      guard turns != nil else {
        file.pages.waitUntilUnchanging(memory.turns)
        return try read(file, into: target, of: memory)
      }
      // Others who read by the same open file begin where this read ends.
      return try file.pages.changing(turns) { () throws(Errno) in try read(file, into: target, of: memory) }
    case .text(let text):
      let count = try text.read(at: offset, into: target, of: memory)
      offset &+= count
      return count
    case .directory: throw .isDirectory
    case .device, .place: throw .badFileDescriptor
    }
  }

  @inline(__always)
  private func read(_ file: RegularFile, into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    // Others may move the offset meanwhile.
    let start = offset
    let count = try file.read(at: start, into: target, of: memory)
    offset = start + count
    return count
  }

  /// Reads at a given offset and leaves the file's own alone (`pread(2)`).
  /// - Throws: As `read`; `invalidArgument` for a negative offset; `illegalSeek` where there are no offsets.
  public func read(
    at position: Int, into target: UserRange, of memory: UserMemory
  ) throws(Errno) -> Int {
    guard position >= 0 else { throw .invalidArgument }
    try requireReadable()
    let target = target.prefix(Self.maximumTransferByteCount)
    switch content {
    case .regularFile(let file): return try file.read(at: position, into: target, of: memory)
    case .device(let device):
      guard device.isSeekable else { throw .illegalSeek }
      return try device.read(into: target, of: memory, flags: flags)
    case .text(let text): return try text.read(at: position, into: target, of: memory)
    case .directory: throw .isDirectory
    case .place: throw .badFileDescriptor
    }
  }

  /// Writes at the offset, or at the end of a file opened for appending, and moves the offset (`write(2)`).
  /// - Returns: the bytes written.
  /// - Throws: `badFileDescriptor`, `badAddress`, `noSpace`, `fileTooLarge`, and what a device says.
  @inline(__always)
  public func write(from source: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    try requireWritable()
    let source = source.prefix(Self.maximumTransferByteCount)
    if let device { return try device.write(from: source, of: memory, flags: flags) }
    return try writeAtOffset(from: source, of: memory)
  }

  /// Writes to what is no device.
  @inline(never)
  private func writeAtOffset(from source: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    switch content {
    case .regularFile(let file):
      // Another write may be about to move both.
      file.pages.waitUntilUnchanging(memory.turns)
      let start = flags.contains(.append) ? file.byteCount : offset
      let count = try file.write(at: start, from: source, of: memory)
      // A write of nothing moves nothing.
      if count > 0 { offset = start + count }
      return count
    case .text(let text): return try text.write(from: source, of: memory)
    case .device, .directory, .place: throw .badFileDescriptor
    }
  }

  /// Writes at a given offset and leaves the file's own alone (`pwrite(2)`). As on Linux, and said in its
  /// manual under BUGS, a file opened for appending is appended to all the same.
  /// - Throws: As `write`; `invalidArgument` for a negative offset; `illegalSeek` where there are no offsets.
  public func write(
    at position: Int, from source: UserRange, of memory: UserMemory
  ) throws(Errno) -> Int {
    guard position >= 0 else { throw .invalidArgument }
    try requireWritable()
    let source = source.prefix(Self.maximumTransferByteCount)
    switch content {
    case .regularFile(let file):
      file.pages.waitUntilUnchanging(memory.turns)
      let start = flags.contains(.append) ? file.byteCount : position
      return try file.write(at: start, from: source, of: memory)
    case .device(let device):
      guard device.isSeekable else { throw .illegalSeek }
      return try device.write(from: source, of: memory, flags: flags)
    case .text(let text): return try text.write(from: source, of: memory)
    case .directory, .place: throw .badFileDescriptor
    }
  }

  /// Cuts or lengthens the file (`ftruncate(2)`).
  /// - Throws: `invalidArgument` for a negative length or for what is no regular file open for writing.
  public func resize(to byteCount: Int) throws(Errno) {
    guard byteCount >= 0 else { throw .invalidArgument }
    switch content {
    case .regularFile(let file):
      guard flags.allowsWriting else { throw .invalidArgument }
      try file.resize(to: byteCount)
    case .device, .directory, .text: throw .invalidArgument
    case .place: throw .badFileDescriptor
    }
  }
}
