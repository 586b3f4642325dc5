// Whether a program took memory with it when it went.

import KernelCore
import KernelMachine

/// The kernel's memory before the first process is made and after it is gone with its files: the two must be equal.
/// Tables that the heap's window keeps for its next use count as being there. A difference is an error in the log, which
/// fails whatever test ran the program.
enum MemoryBalance {
  /// Written at boot, read at the end.
  private nonisolated(unsafe) static var before = MemoryUse.current()

  static func start() { unsafe before = MemoryUse.current() }

  static func check() {
    let now = MemoryUse.current()
    if unsafe now == before {
      Log.info("memory: all \(now.frameCount) frames and \(now.heapByteCount) heap bytes are as they were")
    } else {
      Log.error(
        unsafe "memory lost: \(before.frameCount - now.frameCount) frames, \(now.heapByteCount - before.heapByteCount) heap bytes"
      )
    }
  }
}
