// Moving the offset of an open file.

import Shared

extension OpenFile {
  /// Moves the offset (`lseek(2)`). Holes are pages that were never written; the end of the file is one too.
  /// - Returns: the new offset, from the start.
  /// - Throws: `invalidArgument` when that would be negative or too large; `illegalSeek` where there are no
  ///   offsets; `noSuchAddressOrDevice` for data or a hole beyond the end.
  public func seek(to distance: Int, from origin: SeekOrigin, turns: Scheduler? = nil) throws(Errno) -> Int {
    switch content {
    case .regularFile(let file):
      file.pages.waitUntilUnchanging(turns)
      switch origin {
      case .data: offset = try file.pages.offset(ofDataFrom: distance)
      case .hole: offset = try file.pages.offset(ofHoleFrom: distance, turns: turns)
      case .start, .current, .end: offset = try target(distance, from: origin, byteCount: file.byteCount)
      }
    case .directory, .text:
      // A listing has only the offsets that it gave, and a text has no end before it is read.
      guard origin == .start || origin == .current else { throw .invalidArgument }
      offset = try target(distance, from: origin, byteCount: 0)
    case .device(let device):
      guard device.isSeekable else { throw .illegalSeek }
      offset = 0
    case .place: throw .badFileDescriptor
    }
    return offset
  }

  private func target(_ distance: Int, from origin: SeekOrigin, byteCount: Int) throws(Errno) -> Int {
    switch origin {
    case .start: return try Self.sum(0, distance)
    case .current: return try Self.sum(offset, distance)
    case .end: return try Self.sum(byteCount, distance)
    case .data, .hole:
      guard distance >= 0, distance < byteCount else { throw .noSuchAddressOrDevice }
      return origin == .data ? distance : byteCount
    }
  }

  private static func sum(_ base: Int, _ distance: Int) throws(Errno) -> Int {
    let (target, overflow) = base.addingReportingOverflow(distance)
    guard !overflow, target >= 0 else { throw .invalidArgument }
    return target
  }
}
