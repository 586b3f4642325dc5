// Whether a program took memory with it when it went.

import KernelCore
import KernelMachine

/// The kernel's memory before the first process is made and after it is gone with its files: the two must be equal.
/// Tables that the heap's window keeps for its next use count as being there. What globals keep that are made when they
/// are first used shows as lost, so the line is for who asks (`log=info`).
enum MemoryBalance {
  /// Written at boot, read at the end.
  private nonisolated(unsafe) static var before = MemoryUse.current()

  static func start() { unsafe before = MemoryUse.current() }

  static func check() {
    let now = MemoryUse.current()
    if unsafe now == before {
      Log.info("memory: all \(now.frameCount) frames and \(now.heapByteCount) heap bytes are as they were")
    } else {
      Log.info(
        unsafe "memory lost: \(before.frameCount - now.frameCount) frames, \(now.heapByteCount - before.heapByteCount) heap bytes"
      )
    }
  }
}
