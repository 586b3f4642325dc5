// Moving bytes: `read(2)`, `write(2)` and their kin, for both doors.

import Shared

extension Process {
  /// Linux looks at the descriptor first, then at the range, then at what it holds.
  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    return try file.read(into: try transferRange(address, byteCount), of: platform.memory)
  }

  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    return try file.write(from: try transferRange(address, byteCount), of: platform.memory)
  }

  func read(_ descriptor: Int32, into address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    return try file.read(at: offset, into: try transferRange(address, byteCount), of: platform.memory)
  }

  func write(_ descriptor: Int32, from address: UInt, byteCount: UInt, at offset: Int) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    return try file.write(at: offset, from: try transferRange(address, byteCount), of: platform.memory)
  }

  /// A transfer's memory. A count that no `ssize_t` can hold is cut, as Linux does, before anything else;
  /// the range that is left must lie in user space.
  private func transferRange(_ address: UInt, _ byteCount: UInt) throws(Errno) -> UserRange {
    guard byteCount <= UInt(Int.max) else { throw .invalidArgument }
    return try UserRange(address: address, byteCount: byteCount)
  }

  func readVector(_ descriptor: Int32, _ vector: UInt, count: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    return try forEachRange(of: vector, count: count) { range throws(Errno) in
      try file.read(into: range, of: platform.memory)
    }
  }

  func writeVector(_ descriptor: Int32, _ vector: UInt, count: UInt) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireWritable()
    return try forEachRange(of: vector, count: count) { range throws(Errno) in
      try file.write(from: range, of: platform.memory)
    }
  }

  /// `UIO_MAXIOV`.
  private static let longestVector: UInt = 1024

  /// Goes through an array of `struct iovec` until one is not transferred in full. What came before an error counts.
  private func forEachRange(
    of vector: UInt, count: UInt, _ transfer: (UserRange) throws(Errno) -> Int
  ) throws(Errno) -> Int {
    guard count <= Self.longestVector else { throw .invalidArgument }
    // All of them are looked at before the first byte moves.
    var ranges: [UserRange] = []
    ranges.reserveCapacity(Int(count))
    var total: UInt = 0
    for index in 0..<count {
      let (address, overflows) = vector.addingReportingOverflow(index * 16)
      guard !overflows else { throw .badAddress }
      let pair: InlineArray<2, UInt64> = try platform.memory.words(at: address)
      guard pair[1] <= UInt64(Int.max) else { throw .invalidArgument }
      // Linux cuts what a transfer cannot hold rather than refuse it.
      let byteCount = min(UInt(pair[1]), OpenFile.maximumTransferByteCount - total)
      ranges.append(try UserRange(address: UInt(pair[0]), byteCount: byteCount))
      total += byteCount
    }
    var done = 0
    for range in ranges where range.byteCount > 0 {
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
