// Stacks of the kernel's, each with a page under it that is never mapped.

import CMachine

/// Stacks in their window: an overflow meets the guard page, faults, and ends on the double fault's own stack.
public enum KernelStack {
  /// Where the next stack's guard page will be; set before the first is made.
  private nonisolated(unsafe) static var nextBase: UInt64 = 0

  /// The stacks that there are, without their guard pages. Filled at boot.
  private(set) nonisolated(unsafe) static var all = InlineArray<8, Range<UInt64>>(repeating: 0..<0)
  private(set) nonisolated(unsafe) static var count = 0

  /// Says where the window begins, before there is any stack.
  static func place(at base: UInt64) { unsafe nextBase = base }

  /// A stack that stays.
  /// - Returns: its top, or `nil` when there is no memory.
  public static func make(pageCount: UInt64) -> UInt64? {
    let bottom = unsafe nextBase + 4096
    for i in 0..<pageCount where !KernelSpace.back(page: bottom + i * 4096) { return nil }
    let top = bottom + pageCount * 4096
    unsafe nextBase = top
    unsafe all[count] = bottom..<top
    unsafe count += 1
    return top
  }
}
