// Moving bytes: `read(2)`, `write(2)` and their kin, for both doors.

import Shared

extension Thread {
  /// Linux looks at the descriptor first, then at the range, then at what it holds.
  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    let done = try file.read(into: try transferRange(address, byteCount), of: memory)
    if byteCount > 0 { file.noteAccess() }
    return done
  }

  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    var range = try transferRange(address, byteCount)
    if case .regularFile(let contents) = file.content {
      let start = file.flags.contains(.append) ? contents.byteCount : file.offset
      range = range.prefix(try admit(range.byteCount, to: contents, at: start))
    }
    return try write(to: file, range, of: memory)
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

  private func raiseBrokenPipe(_ error: Errno, of device: Device?) {
    if error == .brokenPipe, device?.signalsBrokenPipe ?? true { raise(.brokenPipe) }
  }

  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    try checkEnd(of: byteCount, at: offset)
    let done = try file.read(at: offset, into: try transferRange(address, byteCount), of: memory)
    if byteCount > 0 { file.noteAccess() }
    return done
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
