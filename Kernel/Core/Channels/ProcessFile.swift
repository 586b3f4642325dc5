// A process as an open file (`pidfd_open(2)`).

import Shared

/// Means one process for good, whatever becomes of its number.
final class ProcessFile: Channel {
  let process: Process

  init(_ process: Process) {
    self.process = process
    super.init(system: process.system)
  }

  override var processFile: ProcessFile? { self }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .invalidArgument
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .invalidArgument
  }

  override var anonymousName: StaticString { "[pidfd]" }

  override var pollReadiness: PollEvents { process.hasEnded ? [.readable, .normalReadable] : [] }

  override var waitQueue: WaitQueue? { process.ended.queue }
}
