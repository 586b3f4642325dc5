// When memory was promised and is not there, the process that holds most gives way.

import Shared

extension Thread {
  /// How long others have to give their memory back before the thread touches its page again, in nanoseconds.
  private static let patience: UInt64 = 1_000_000

  /// Sees to it that the thread can have a page that it was promised, by ending the process that holds most memory, which
  /// may be its own (Linux `mm/oom_kill.c`). If it is another's, the thread rests a little: its page may be there then.
  /// - Returns: what was ended, or `nil` where a process that ends already has yet to give back what it holds.
  public func giveWay() -> Process? {
    guard process.end == nil else { return nil }
    var isOneEnding = false
    // Who asks is ended before one that holds as much.
    var largest = process
    system.processes.forEachProcess { other in
      let pageCount = other.addressSpace.mappedPageCount
      if other.end != nil {
        isOneEnding = isOneEnding || pageCount > 0
      } else if pageCount > largest.addressSpace.mappedPageCount {
        largest = other
      }
    }
    if !isOneEnding {
      let space = largest.addressSpace
      system.processes.forEachProcess { if $0.addressSpace === space { $0.finish(.signaled(.kill)) } }
      if process.end != nil { return largest }
    }
    _ = rest(until: system.clock.monotonicTime &+ Self.patience) { false }
    return isOneEnding ? nil : largest
  }
}
