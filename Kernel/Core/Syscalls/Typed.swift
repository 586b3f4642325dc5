// The typed door: a call that has been decoded, and its answer.

import Shared

extension Process {
  /// Does a typed call.
  /// - Returns: the word that the record's answer field gets.
  /// - Throws: the error that its error field gets.
  @inlinable public func perform(_ call: Syscall) throws(Errno) -> UInt64 {
    switch call {
    case .isKnown(let tag):
      return (SyscallTag(rawValue: tag) != nil).answerWord
    case .useless(let number):
      let (sum, overflows) = number.addingReportingOverflow(number)
      guard !overflows else { throw .overflow }
      return sum
    case .read(let descriptor, let bytes):
      return try read(descriptor.rawValue, into: UInt(bytes.address), byteCount: UInt(bytes.byteCount)).answerWord
    case .write(let descriptor, let bytes):
      return try write(descriptor.rawValue, from: UInt(bytes.address), byteCount: UInt(bytes.byteCount)).answerWord
    case .open(let path, let flags, let mode):
      let path = try platform.memory.path(in: path)
      return try Descriptor(rawValue: files.open(path, flags: flags, permissions: mode)).answerWord
    case .close(let descriptor):
      return try close(descriptor.rawValue).answerWord
    case .clock(let clock):
      return try time(of: clock)
    case .exit(let status):
      return exit(status: status).answerWord
    case .batch(let batch, let flags):
      return try answer(batch, flags).answerWord
    }
  }
}

extension UserMemory {
  /// Copies in a path whose length is known.
  /// - Throws: `badAddress`; `fileNameTooLong`; `invalidArgument` for a path with a zero byte in it.
  @usableFromInline func path(in bytes: ReadableBytes) throws(Errno) -> [UInt8] {
    let range = try UserRange(address: UInt(bytes.address), byteCount: UInt(bytes.byteCount))
    guard range.byteCount < UInt(Path.maximumByteCount) else { throw .fileNameTooLong }
    var path = [UInt8](repeating: 0, count: Int(range.byteCount))
    var span = path.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    guard copy(from: range, into: &raw) == path.count else { throw .badAddress }
    guard !path.contains(0) else { throw .invalidArgument }
    return path
  }
}
