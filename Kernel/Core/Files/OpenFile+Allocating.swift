// fallocate(2): memory for a file ahead of its data, and holes where there were data.

import Shared

/// The `mode` argument of `fallocate(2)`, with Linux's values (`linux/falloc.h`).
public struct AllocationMode: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `FALLOC_FL_KEEP_SIZE`
  public static let keepSize = AllocationMode(rawValue: 1)
  /// `FALLOC_FL_PUNCH_HOLE`
  public static let punchHole = AllocationMode(rawValue: 2)
  /// `FALLOC_FL_COLLAPSE_RANGE`
  public static let collapse = AllocationMode(rawValue: 8)
  /// `FALLOC_FL_ZERO_RANGE`
  public static let zero = AllocationMode(rawValue: 0x10)
  /// `FALLOC_FL_INSERT_RANGE`
  public static let insert = AllocationMode(rawValue: 0x20)
}

extension OpenFile {
  /// Gives a range of the file memory, or takes it away; the order of the checks is Linux's (`vfs_fallocate`).
  /// - Parameter limit: how long the caller may make a file, in bytes. As on Linux it counts as well where the length
  ///   stays.
  /// - Throws: `invalidArgument` for a range that is none; `notSupported` for a mode that is not known here, or
  ///   punching that would change the length; `badFileDescriptor` unless open for writing; `illegalSeek` for a pipe;
  ///   `operationNotSupportedByDevice` for what is no regular file; `fileTooLarge`; `noSpace`.
  func allocate(
    _ mode: AllocationMode, at offset: Int, byteCount: Int, limit: UInt64, by credentials: Credentials,
    turns: Scheduler? = nil
  ) throws(Errno) {
    if case .place = content { throw .badFileDescriptor }
    guard offset >= 0, byteCount > 0 else { throw .invalidArgument }
    guard mode.isSubset(of: [.keepSize, .punchHole, .zero]), !mode.isSuperset(of: [.punchHole, .zero]),
      !mode.contains(.punchHole) || mode.contains(.keepSize)
    else { throw .notSupported }
    guard flags.allowsWriting else { throw .badFileDescriptor }
    switch content {
    case .regularFile(let file):
      try file.allocate(mode, at: offset, byteCount: byteCount, limit: limit, by: credentials, turns)
    case .device(let device) where device.pipe != nil: throw .illegalSeek
    case .directory: throw .isDirectory
    case .device, .text, .place: throw .operationNotSupportedByDevice
    }
  }
}

extension RegularFile {
  fileprivate func allocate(
    _ mode: AllocationMode, at offset: Int, byteCount count: Int, limit: UInt64, by credentials: Credentials,
    _ turns: Scheduler?
  ) throws(Errno) {
    let (end, overflow) = offset.addingReportingOverflow(count)
    guard !overflow else { throw .fileTooLarge }
    pages.waitUntilUnchanging(turns)
    if !mode.isDisjoint(with: [.punchHole, .zero]), !seals.isDisjoint(with: .anyWrite) { throw .notPermitted }
    if !mode.contains(.punchHole), end > byteCount, seals.contains(.grow) { throw .notPermitted }
    guard mode.contains(.punchHole) || end <= byteCount || UInt64(end) <= limit else { throw .fileTooLarge }
    dropSetIDs(for: credentials)
    try pages.changing(turns) { () throws(Errno) in
      if !mode.isDisjoint(with: [.punchHole, .zero]) { pages.punchBytes(offset..<end, turns: turns) }
      guard !mode.contains(.punchHole) else { return }
      try pages.allocate(offset..<end, turns: turns)
      if !mode.contains(.keepSize), end > byteCount { pages.resize(to: end) }
    }
    touchModified()
  }
}
