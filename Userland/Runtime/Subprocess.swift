// A program that this one has started.

import Shared

/// A program that runs in a process of its own. Whoever holds it owns it: when it is dropped before it has ended, it is
/// killed.
@frozen public struct Subprocess: ~Copyable {
  /// Means that process for good, whatever becomes of its number.
  public let process: ProcessDescriptor

  @inlinable init(_ process: ProcessDescriptor) { self.process = process }

  @inlinable deinit {
    // Nobody is there to be told of a failure. The kernel forgets the process once it has been waited for.
    _ = try? perform(.kill(process, .kill))
    _ = try? perform(.wait(process, []))
    close()
  }

  @inlinable func close() { try? TypedDoor.close(Descriptor(rawValue: process.rawValue)) }

  /// Waits for the program's end.
  /// - Returns: how it ended.
  /// - Throws: `WaitError`. The program runs on where a signal has interrupted the wait.
  @inlinable public consuming func wait() throws(WaitError) -> ProcessStatus {
    let process = process
    discard self
    defer { try? TypedDoor.close(Descriptor(rawValue: process.rawValue)) }
    return try perform(.wait(process, []))
  }

  /// Sends it a signal.
  /// - Throws: `KillError`.
  @inlinable public borrowing func send(_ signal: Signal) throws(KillError) { try perform(.kill(process, signal)) }

  /// What to wait for with others: its end.
  @inlinable public var waitItem: WaitItem { WaitItem(process) }
}
