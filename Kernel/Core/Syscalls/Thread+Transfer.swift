// Moving bytes: `read(2)`, `write(2)` and their kin, for both doors.

import Shared

extension Thread {
  /// Linux looks at the descriptor first, then at the range, then at what it holds.
  @inline(__always)
  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try withFile(descriptor) { file throws(Errno) in
      try file.requireReadable()
      let range = try transferRange(address, byteCount)
      guard let device = file.lentDevice else { return try readContents(of: file, into: range) }
      let target = range.prefix(OpenFile.maximumTransferByteCount)
      return try device.with { device throws(Errno) in try device.read(into: target, of: memory, flags: file.flags) }
    }
  }

  @inline(never) private func readContents(of file: OpenFile, into range: UserRange) throws(Errno) -> Int {
    let done = try file.read(into: range, of: memory)
    if range.byteCount > 0 { file.noteAccess() }
    return done
  }

  @inline(__always)
  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try withFile(descriptor) { file throws(Errno) in
      try file.requireWritable()
      let range = try transferRange(address, byteCount)
      guard let device = file.lentDevice else { return try writeContents(of: file, from: range) }
      let source = range.prefix(OpenFile.maximumTransferByteCount)
      do throws(Errno) {
        return try device.with { device throws(Errno) in
          try device.write(from: source, of: memory, flags: file.flags)
        }
      } catch {
        raiseBrokenPipe(error, of: file.device)
        throw error
      }
    }
  }

  @inline(never) private func writeContents(of file: OpenFile, from range: UserRange) throws(Errno) -> Int {
    guard case .regularFile(let contents) = file.content else { return try file.write(from: range, of: memory) }
    let start = file.flags.contains(.append) ? contents.byteCount : file.offset
    return try file.write(from: range.prefix(try admit(range.byteCount, to: contents, at: start)), of: memory)
  }

  @inline(__always)
  func write(to file: OpenFile, _ range: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    do throws(Errno) {
      return try file.write(from: range, of: memory)
    } catch {
      raiseBrokenPipe(error, of: file.device)
      throw error
    }
  }

  /// Writes, and tells a caller that has no reader so by a signal too (`write(2)`, EPIPE).
  func raisingBrokenPipe(of device: Device?, _ write: () throws(Errno) -> Int) throws(Errno) -> Int {
    do throws(Errno) {
      return try write()
    } catch {
      raiseBrokenPipe(error, of: device)
      throw error
    }
  }

  @inline(never) private func raiseBrokenPipe(_ error: Errno, of device: Device?) {
    if error == .brokenPipe, device?.signalsBrokenPipe ?? true { raise(.brokenPipe) }
  }

  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    return try withFile(descriptor) { file throws(Errno) in
      try file.requireReadable()
      try checkEnd(of: byteCount, at: offset)
      let done = try file.read(at: offset, into: try transferRange(address, byteCount), of: memory)
      if byteCount > 0 { file.noteAccess() }
      return done
    }
  }

  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    try checkEnd(of: byteCount, at: offset)
    var range = try transferRange(address, byteCount)
    if case .regularFile(let contents) = file.content {
      let start = file.flags.contains(.append) ? contents.byteCount : offset
      range = range.prefix(try admit(range.byteCount, to: contents, at: start))
    }
    return try file.write(at: offset, from: range, of: memory)
  }

  /// A transfer's memory, which must lie in user space whatever part of it the transfer comes to.
  private func transferRange(_ address: UInt, _ byteCount: UInt) throws(Errno) -> UserRange {
    try UserRange(address: address, byteCount: byteCount)
  }

  /// No transfer may end where no offset can point.
  func checkEnd(of byteCount: UInt, at offset: Int) throws(Errno) {
    // A count too large for an offset is no memory either, and that error comes first.
    guard let byteCount = Int(exactly: byteCount) else { throw .badAddress }
    if offset.addingReportingOverflow(byteCount).overflow { throw .invalidArgument }
  }
}
