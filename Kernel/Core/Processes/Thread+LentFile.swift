// The open file that a call is at work on: its table holds it, and the call counts it only while another thread runs.

import Shared

extension Thread {
  /// Does something with the open file behind a descriptor.
  ///
  /// While the caller runs, no other thread can close the descriptor, so the file is not counted. Where the caller lets
  /// others run, which it does in `Scheduler.run` alone, it holds the file from there to the end of the call. The body must
  /// not close a descriptor itself.
  /// - Throws: `badFileDescriptor`, and what the body throws.
  @inline(__always)
  func withFile<Value>(
    _ descriptor: Int32, _ body: (OpenFile) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    let file = try files.descriptors.lend(descriptor)
    assert(lentFile == nil, "a call is at work on one file at a time")
    lentFile = file
    defer { endLending() }
    return try file.with(body)
  }

  @inline(__always) private func endLending() {
    lentFile = nil
    if heldFile != nil { heldFile = nil }
  }

  /// Counts the file, since others run now, if one of them has the same descriptors.
  @inline(__always) func holdLentFile() {
    if lentFile != nil, process.threads.count > 1 || files.isShared { countLentFile() }
  }

  @inline(never) private func countLentFile() { heldFile = lentFile?.counted }
}
