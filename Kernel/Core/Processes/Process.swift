// A program that runs: everything that the kernel keeps for it.

import Shared

/// A process with its one thread.
public final class Process {
  /// The number by which calls name it; its thread has the same.
  public let id: Int32
  /// The last component of the path it was started from, for the log.
  public let name: [UInt8]
  public let platform: Platform
  public let addressSpace: AddressSpace
  public var files: FileContext
  public var signals = SignalState()
  public var limits: ResourceLimits

  /// Where to store zero when the thread ends (`set_tid_address(2)`).
  var clearedThreadID: UInt = 0
  /// The thread's restartable sequences' area, if it has registered one (`rseq(2)`).
  var restartableSequence: RestartableSequence?
  /// How it ended, once it has.
  public private(set) var end: ProcessEnd?

  public init(
    id: Int32, name: [UInt8], platform: Platform, addressSpace: AddressSpace, files: FileContext
  ) {
    self.id = id
    self.name = name
    self.platform = platform
    self.addressSpace = addressSpace
    self.files = files
    limits = ResourceLimits(stackByteCount: UInt64(AddressSpaceLayout.defaultStackByteCount))
  }

  /// Ends the process; the first end counts. Its memory and files go with the object, not here: a call is
  /// still running that uses them.
  public func finish(_ end: ProcessEnd) {
    if self.end == nil {
      self.end = end
      releaseAllLocks()
    }
    platform.processEnded()
  }
}

/// How a process ended (`wait(2)`).
public enum ProcessEnd: Equatable, Sendable {
  /// By `exit`, with the low 8 bits of its status.
  case exited(UInt8)
  /// By a signal that it did not handle.
  case signaled(Signal)
}
