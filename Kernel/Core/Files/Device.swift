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

  /// Waits for what an opening has to wait for, now that there is an open file, which is closed where this throws.
  func finishOpening(flags: OpenFlags) throws(Errno) {}

  /// An open file over the device has gone, with the last descriptor for it. The caller may be any thread, in the midst of
  /// a change to its descriptors.
  /// - Parameter flags: those of the file.
  open func close(flags: OpenFlags) {}

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

  /// Gives a program bytes for several ranges at once (`readv(2)`): here range by range, and only the first is waited for.
  func read(into target: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try Self.forEachRange(of: &target) { range, isFirst throws(Errno) in
      try read(into: range, of: memory, flags: isFirst ? flags : flags.union(.nonBlocking))
    }
  }

  /// Takes bytes from several ranges of a program's at once (`writev(2)`).
  func write(from source: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try Self.forEachRange(of: &source) { range, _ throws(Errno) in
      try write(from: range, of: memory, flags: flags)
    }
  }

  /// Transfers range by range until one is not transferred in full. What came before an error counts.
  private static func forEachRange(
    of vector: inout UserVector, _ transfer: (UserRange, _ isFirst: Bool) throws(Errno) -> Int
  ) throws(Errno) -> Int {
    var done = 0
    while let range = vector.takeRange() {
      do {
        let moved = try transfer(range, done == 0)
        done += moved
        if moved < Int(range.byteCount) { break }
      } catch {
        guard done > 0 else { throw error }
        break
      }
    }
    return done
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

  /// Whether a mapping of it is memory of zeros (`zero(4)`).
  open var mapsZeros: Bool { false }

  /// Whether a person may be at the other end (`isatty(3)`).
  open var isTerminal: Bool { false }

  /// Whether `lseek(2)` and `pread(2)` make sense, if only by leaving the offset at 0.
  open var isSeekable: Bool { !isTerminal }

  /// What stands for a name where it is open without one (`/proc/PID/fd`).
  var anonymousName: StaticString { "[device]" }

  /// Whether an open file of it is opened again as what it is, and not by its node's number.
  open var isReopenedAsItself: Bool { false }

  /// Whether a writer is told by a signal too that nothing reads (`write(2)`, EPIPE).
  var signalsBrokenPipe: Bool { true }

  /// Whether bytes can go between it and a pipe (`splice(2)`).
  var canBeSpliced: Bool { true }
  /// Whether they can go from it to a pipe.
  var canFillPipes: Bool { canBeSpliced }

  /// Whether it can be waited for with `epoll(7)`.
  var canBeWatched: Bool { waitQueue != nil }

  /// The pipe, where it is one, for what only pipes do.
  var pipe: Pipe? { nil }
  /// The same for what else has calls of its own.
  var lentEpoll: Uncounted<Epoll>? { nil }
  final var epoll: Epoll? { lentEpoll?.counted }
  var timerFile: TimerFile? { nil }
  var signalFile: SignalFile? { nil }
  var processFile: ProcessFile? { nil }
  var socket: LocalSocket? { nil }
}
