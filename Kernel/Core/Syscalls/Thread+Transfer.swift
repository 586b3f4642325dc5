// Moving bytes: `read(2)`, `write(2)` and their kin, for both doors.

import Shared

extension Thread {
  /// Linux looks at the descriptor first, then at the range, then at what it holds.
  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    return try file.read(into: try transferRange(address, byteCount), of: memory)
  }

  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    return try write(to: file, try transferRange(address, byteCount))
  }

  private func write(to file: OpenFile, _ range: UserRange) throws(Errno) -> Int {
    try raisingBrokenPipe { () throws(Errno) in try file.write(from: range, of: memory) }
  }

  /// Writes, and tells a caller that has no reader so by a signal too (`write(2)`, EPIPE).
  func raisingBrokenPipe(_ write: () throws(Errno) -> Int) throws(Errno) -> Int {
    do throws(Errno) {
      return try write()
    } catch {
      if error == .brokenPipe { raise(.brokenPipe) }
      throw error
    }
  }

  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    try checkEnd(of: byteCount, at: offset)
    return try file.read(at: offset, into: try transferRange(address, byteCount), of: memory)
  }

  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    try checkEnd(of: byteCount, at: offset)
    return try file.write(at: offset, from: try transferRange(address, byteCount), of: memory)
  }

  /// A transfer's memory, which must lie in user space whatever part of it the transfer comes to.
  private func transferRange(_ address: UInt, _ byteCount: UInt) throws(Errno) -> UserRange {
    try UserRange(address: address, byteCount: byteCount)
  }

  /// No transfer may end where no offset can point.
  private func checkEnd(of byteCount: UInt, at offset: Int) throws(Errno) {
    // A count too large for an offset is no memory either, and that error comes first.
    guard let byteCount = Int(exactly: byteCount) else { throw .badAddress }
    if offset.addingReportingOverflow(byteCount).overflow { throw .invalidArgument }
  }

  func readVector(_ descriptor: Int32, _ vector: UInt, count: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    if let device = file.device {
      var target = UserVector(try ranges(of: vector, count: count))
      return try device.read(into: &target, of: memory, flags: file.flags)
    }
    return try forEachRange(of: vector, count: count) { range throws(Errno) in
      try file.read(into: range, of: memory)
    }
  }

  func writeVector(_ descriptor: Int32, _ vector: UInt, count: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    if let device = file.device {
      var source = UserVector(try ranges(of: vector, count: count))
      return try raisingBrokenPipe { () throws(Errno) in
        try device.write(from: &source, of: memory, flags: file.flags)
      }
    }
    return try forEachRange(of: vector, count: count) { range throws(Errno) in
      try write(to: file, range)
    }
  }

  /// `UIO_MAXIOV`.
  private static let longestVector: UInt = 1024

  /// The ranges that an array of `struct iovec` names.
  /// - Throws: `invalidArgument` for too many or too large ones; `badAddress`.
  func ranges(of vector: UInt, count: UInt) throws(Errno) -> [UserRange] {
    guard count <= Self.longestVector else { throw .invalidArgument }
    // All of them are looked at before the first byte moves.
    var ranges: [UserRange] = []
    ranges.reserveCapacity(Int(count))
    var total: UInt = 0
    for index in 0..<count {
      let (address, overflows) = vector.addingReportingOverflow(index * 16)
      guard !overflows else { throw .badAddress }
      let pair: InlineArray<2, UInt64> = try memory.words(at: address)
      guard pair[1] <= UInt64(Int.max) else { throw .invalidArgument }
      // Linux cuts what a transfer cannot hold rather than refuse it.
      let byteCount = min(UInt(pair[1]), OpenFile.maximumTransferByteCount - total)
      ranges.append(try UserRange(address: UInt(pair[0]), byteCount: byteCount))
      total += byteCount
    }
    return ranges
  }

  /// Goes through an array of `struct iovec` until one is not transferred in full. What came before an error counts.
  private func forEachRange(
    of vector: UInt, count: UInt, _ transfer: (UserRange) throws(Errno) -> Int
  ) throws(Errno) -> Int {
    var done = 0
    for range in try ranges(of: vector, count: count) where range.byteCount > 0 {
      do {
        let moved = try transfer(range)
        done += moved
        if moved < Int(range.byteCount) { break }
      } catch {
        if done > 0 { return done }
        throw error
      }
    }
    return done
  }
}
