// Stacks of the kernel's, each with a page under it that is never mapped.

import CMachine

/// Stacks in their window: an overflow meets the guard page, faults, and ends on the double fault's own stack.
public enum KernelStack {
  /// Where the next stack's guard page will be; set before the first is made.
  private nonisolated(unsafe) static var nextBase: UInt64 = 0

  /// Says where the window begins, before there is any stack.
  static func place(at base: UInt64) { unsafe nextBase = base }

  /// A stack that stays.
  /// - Returns: its top, or `nil` when there is no memory.
  public static func make(pageCount: UInt64) -> UInt64? {
    let bottom = unsafe nextBase + 4096
    for i in 0..<pageCount where !KernelSpace.back(page: bottom + i * 4096) { return nil }
    unsafe nextBase = bottom + pageCount * 4096
    return unsafe nextBase
  }
}
