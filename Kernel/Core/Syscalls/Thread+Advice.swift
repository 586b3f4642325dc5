// What a program says about files that are in memory anyway: `posix_fadvise(2)`, `readahead(2)`, `syncfs(2)`,
// `sync_file_range(2)`. The arguments are checked as Linux does; there is nothing to do then.

import Shared

extension Thread {
  /// The last of the advices, `POSIX_FADV_NOREUSE` (Linux `linux/fadvise.h`).
  private static let lastAdvice: Int32 = 5

  func advise(_ descriptor: Int32, byteCount: Int, advice: Int32) throws(Errno) -> Int {
    let file = try usableFile(descriptor)
    if case .fifo = file.node.kind { throw .illegalSeek }
    guard byteCount >= 0, (0...Self.lastAdvice).contains(advice) else { throw .invalidArgument }
    return 0
  }

  func readAhead(_ descriptor: Int32) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try file.requireReadable()
    guard case .regularFile = file.content else { throw .invalidArgument }
    return 0
  }

  func synchronizeFileSystem(of descriptor: Int32) throws(Errno) -> Int {
    _ = try usableFile(descriptor)
    return 0
  }

  /// `SYNC_FILE_RANGE_WAIT_BEFORE`, `_WRITE` and `_WAIT_AFTER` (Linux `linux/fs.h`).
  private static let rangeFlags: UInt32 = 7

  func synchronize(_ descriptor: Int32, from offset: Int, byteCount: Int, flags: UInt32) throws(Errno) -> Int {
    let file = try usableFile(descriptor)
    guard flags & ~Self.rangeFlags == 0, offset >= 0, byteCount >= 0,
      !offset.addingReportingOverflow(byteCount).overflow
    else { throw .invalidArgument }
    switch file.content {
    case .regularFile, .directory, .text: return 0
    case .device, .place: throw .illegalSeek
    }
  }

  /// An open file that is more than a place in the tree.
  func usableFile(_ descriptor: Int32) throws(Errno) -> OpenFile {
    let file = try files.descriptors.file(descriptor)
    guard !file.flags.contains(.pathOnly) else { throw .badFileDescriptor }
    return file
  }

  /// The flags of `close_range(2)` (Linux `linux/close_range.h`).
  private enum CloseRangeFlag {
    static let unshare: UInt32 = 2
    static let closeOnExec: UInt32 = 4
  }

  /// - Throws: `invalidArgument` for an empty range and unknown flags, and where the descriptors would have to become the
  ///   thread's own: those of a process are one table.
  func closeRange(from first: UInt32, to last: UInt32, flags: UInt32) throws(Errno) -> Int {
    guard flags & ~(CloseRangeFlag.unshare | CloseRangeFlag.closeOnExec) == 0, first <= last else {
      throw .invalidArgument
    }
    if flags & CloseRangeFlag.unshare != 0 { try process.unshareFiles() }
    let end = min(last, UInt32(DescriptorTable.maximumLimit))
    guard first <= end else { return 0 }
    for number in first...end {
      let descriptor = Int32(bitPattern: number)
      guard let file = try? files.descriptors.file(descriptor) else { continue }
      if flags & CloseRangeFlag.closeOnExec != 0 {
        try files.descriptors.setClosesOnExec(true, for: descriptor)
      } else {
        try files.descriptors.close(descriptor)
        releaseLocks(on: file)
      }
      scheduler.spend()
    }
    return 0
  }
}
