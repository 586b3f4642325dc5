// What a device can be asked: the open base of every driver that a program meets as a file.

import Shared

/// What stands behind a device node: bytes come and go, and mean what the device says.
/// This one refuses everything.
open class Device {
  public init() {}

  /// Called on open; throw to refuse. A device that asks for its caller finds it as `System.caller`, here and in all
  /// other functions but `close`.
  /// - Returns: what the open file reads and writes: this device, unless the node stands for another one each time.
  open func open(flags: OpenFlags) throws(Errno) -> Device { self }

  /// Called when the last descriptor of a file that `open` has returned goes. The caller may be any thread, in the
  /// midst of a change to its descriptors.
  open func close() {}

  /// Gives a program bytes, as many as there are and fit (`read(2)`); no byte at all means the end.
  /// - Parameter flags: the status flags of the open file: `nonBlocking` asks for `resourceTemporarilyUnavailable`
  ///   in place of waiting.
  /// - Returns: the bytes stored.
  /// - Throws: `badAddress` when not one byte of a transfer could be stored, and what else the device says.
  open func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .invalidArgument
  }

  /// Takes bytes from a program (`write(2)`).
  /// - Returns: the bytes taken.
  /// - Throws: `badAddress` when not one byte of a transfer could be read, and what else the device says.
  open func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .invalidArgument
  }

  /// What `ioctl(2)` asks: a request of the device's own.
  /// - Returns: what the call returns.
  /// - Throws: `inappropriateIOCTLForDevice` for a request that the device does not have.
  open func control(request: UInt32, argument: UInt, of memory: UserMemory) throws(Errno) -> Int {
    throw .inappropriateIOCTLForDevice
  }

  /// What can be done without waiting (`poll(2)`).
  open var pollReadiness: PollEvents { .alwaysReady }

  /// What is woken when the readiness may have changed, or `nil` where it never does.
  open var waitQueue: WaitQueue? { nil }

  /// Whether a person may be at the other end (`isatty(3)`).
  open var isTerminal: Bool { false }

  /// Whether `lseek(2)` and `pread(2)` make sense, if only by leaving the offset at 0.
  open var isSeekable: Bool { !isTerminal }
}
