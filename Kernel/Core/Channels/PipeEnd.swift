// An end of a pipe as an open file.

import Shared

/// The way in which an open file uses a pipe: to read, to write, or, for a `fifo(7)`, both.
final class PipeEnd: Channel {
  private let shared: Pipe
  private let reads: Bool
  private let writes: Bool
  /// The writers that had come when the end was opened: a reader that never had one is not told that it is gone (`fifo(7)`).
  private let writersBefore: Int

  /// Becomes one of the pipe's ends; the open file that is made next takes it away again when it closes.
  init(_ pipe: Pipe, system: System, flags: OpenFlags) {
    shared = pipe
    reads = flags.allowsReading
    writes = flags.allowsWriting
    writersBefore = pipe.writerCount > 0 ? pipe.writerArrivals &- 1 : pipe.writerArrivals
    super.init(system: system)
    if reads { pipe.addReader() }
    if writes { pipe.addWriter() }
    if reads, writes { pipe.bothCount += 1 }
  }

  /// Waits for the other side, as `fifo(7)` says; it may have left again meanwhile.
  override func finishOpening(flags: OpenFlags) throws(Errno) {
    guard reads != writes, !flags.contains(.nonBlocking) else { return }
    if reads {
      let before = shared.writerArrivals
      while shared.writerCount == 0, shared.writerArrivals == before { try wait(in: shared.readable, flags) }
    } else {
      let before = shared.readerArrivals
      while shared.readerCount == 0, shared.readerArrivals == before { try wait(in: shared.writable, flags) }
    }
  }

  override func close(flags: OpenFlags) {
    if reads { shared.removeReader() }
    if writes { shared.removeWriter() }
    if reads, writes { shared.bothCount -= 1 }
  }

  override var pipe: Pipe? { shared }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try shared.read(into: target, of: memory, flags: flags, in: system)
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try shared.write(from: source, of: memory, flags: flags, in: system)
  }

  override func read(into target: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try shared.read(into: &target, of: memory, flags: flags, in: system)
  }

  override func write(from source: inout UserVector, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    try shared.write(from: &source, of: memory, flags: flags, in: system)
  }

  override func control(request: UInt32, argument: UInt, of memory: UserMemory) throws(Errno) -> Int {
    guard request == ChannelRequest.readableByteCount else { throw .inappropriateIOCTLForDevice }
    try memory.store(halfWord: UInt32(truncatingIfNeeded: shared.byteCount), at: argument)
    return 0
  }

  override var pollReadiness: PollEvents {
    var events = PollEvents()
    if reads {
      if !shared.isEmpty { events.formUnion([.readable, .normalReadable]) }
      if shared.writerCount == 0, shared.writerArrivals != writersBefore { events.insert(.hangUp) }
    }
    if writes {
      if !shared.isFull { events.formUnion([.writable, .normalWritable]) }
      if shared.readerCount == 0 { events.insert(.error) }
    }
    return events
  }

  override var waitQueue: WaitQueue? { reads ? shared.readable : shared.writable }
}

/// What `ioctl(2)` asks of channels (`asm-generic/ioctls.h`).
enum ChannelRequest {
  /// `FIONREAD`.
  static let readableByteCount: UInt32 = 0x541B
}

extension FIFONode {
  /// Opens an end (`fifo(7)`); what has to be waited for is for `Device.finishOpening`.
  /// - Throws: `noSuchAddressOrDevice` for one that would write without waiting where nothing reads.
  func open(flags: OpenFlags, in system: System, name: FileName?) throws(Errno) -> OpenFile {
    guard flags.allowsReading || flags.allowsWriting else { throw .invalidArgument }
    let shared = pipe ?? Pipe(budget: volume.budget)
    pipe = shared
    if flags.contains(.nonBlocking), !flags.allowsReading, shared.readerCount == 0 { throw .noSuchAddressOrDevice }
    return OpenFile(self, content: .device(PipeEnd(shared, system: system, flags: flags)), flags: flags, name: name)
  }
}
