// How much a process may have: `getrlimit(2)`.

import Shared

/// The soft and hard limits of a process.
public struct ResourceLimits: Sendable {
  public struct Limit: Equatable, Sendable {
    public var current: UInt64
    public var maximum: UInt64
  }

  /// `RLIM_INFINITY`.
  public static let infinity = UInt64.max
  /// The numbers of the limits that are told apart (`asm-generic/resource.h`).
  static let processorTime = 0
  static let fileSize: UInt32 = 1
  static let data = 2
  static let stack = 3
  static let core = 4
  static let processes = 6
  static let openFiles = 7
  static let lockedMemory = 8
  static let addressSpace = 9
  static let pendingSignals = 11
  static let messageQueues = 12
  static let niceness = 13
  static let realTimePriority = 14

  private var limits = InlineArray<16, Limit>(repeating: Limit(current: infinity, maximum: infinity))

  /// What Linux begins with (`MLOCK_LIMIT`, `MQ_BYTES_MAX`). There are no queues of messages that the second could bind.
  private static let lockedByteCount: UInt64 = 8 << 20
  private static let messageByteCount: UInt64 = 819_200

  init(stackByteCount: UInt64) {
    limits[Self.stack] = Limit(current: stackByteCount, maximum: Self.infinity)
    limits[Self.core] = Limit(current: 0, maximum: Self.infinity)
    limits[Self.processes] = Limit(
      current: UInt64(ProcessTable.idLimit), maximum: UInt64(ProcessTable.idLimit))
    limits[Self.openFiles] = Limit(
      current: 1024, maximum: UInt64(DescriptorTable.maximumLimit))
    limits[Self.lockedMemory] = Limit(current: Self.lockedByteCount, maximum: Self.lockedByteCount)
    limits[Self.messageQueues] = Limit(current: Self.messageByteCount, maximum: Self.messageByteCount)
    limits[Self.pendingSignals] = Limit(
      current: UInt64(PendingSignals.mostInfos), maximum: UInt64(PendingSignals.mostInfos))
    limits[Self.niceness] = Limit(current: 0, maximum: 0)
    limits[Self.realTimePriority] = Limit(current: 0, maximum: 0)
  }

  /// How far the stack of the next program may reach, in bytes: no farther than its address space has room for.
  var stackByteCount: UInt {
    let wanted = limits[Self.stack].current
    return max(UserSpace.pageSize * 32, min(UInt(truncatingIfNeeded: min(wanted, 1 << 40)), 1 << 30))
      & ~(UserSpace.pageSize - 1)
  }
  /// How little nice threads may be made without a right to it: 20 less the niceness.
  var niceness: UInt64 { limits[Self.niceness].current }
  /// How much memory it may have been promised, in bytes, and how much that is its own to store into.
  var addressSpaceByteCount: UInt64 { limits[Self.addressSpace].current }
  var dataByteCount: UInt64 { limits[Self.data].current }
  /// How much memory it may lock, in bytes.
  var lockedByteCount: UInt64 { limits[Self.lockedMemory].current }
  /// How many descriptors it may have.
  var openFileCount: UInt64 { limits[Self.openFiles].current }
  /// How many threads its user may have.
  var threadCount: UInt64 { limits[Self.processes].current }
  /// How many signals may be queued for it.
  var pendingSignalCount: UInt64 { limits[Self.pendingSignals].current }
  /// How long it may run, in seconds: then it is told, and ended.
  var processorSeconds: Limit { limits[Self.processorTime] }

  /// Lets a process run for a second more before it is told again, as on Linux.
  mutating func postponeProcessorLimit(past seconds: UInt64) {
    limits[Self.processorTime].current = min(seconds.addingClamped(1), limits[Self.processorTime].maximum)
  }

  /// How long the process may make a file, in bytes (`RLIMIT_FSIZE`).
  var longestFile: UInt64 { limits[Int(Self.fileSize)].current }

  /// - Throws: `invalidArgument` for a number that no limit has.
  subscript(_ number: UInt32) -> Limit {
    get throws(Errno) {
      guard number < 16 else { throw .invalidArgument }
      return limits[clamped(Int(number), below: limits.count)]
    }
  }

  /// - Parameter credentials: those of the caller, which decide whether the hard limit may be raised.
  /// - Throws: `invalidArgument` for a number that no limit has, or a soft limit above the hard one; `notPermitted`
  ///   where the hard limit may not be raised so far.
  mutating func set(_ number: UInt32, to limit: Limit, by credentials: Credentials) throws(Errno) {
    guard number < 16, limit.current <= limit.maximum else { throw .invalidArgument }
    if limit.maximum > limits[clamped(Int(number), below: limits.count)].maximum, !credentials.has(.raiseLimits) {
      throw .notPermitted
    }
    // What the kernel keeps for a process has an end for all.
    if number == Self.pendingSignals, limit.maximum > UInt64(PendingSignals.mostInfos) { throw .notPermitted }
    if number == Self.openFiles, limit.maximum > UInt64(DescriptorTable.maximumLimit) { throw .notPermitted }
    limits[clamped(Int(number), below: limits.count)] = limit
  }
}
