// The kernel's memory, running out when a test wants it to.

import KernelCore

/// So many bytes of allocations and no more.
public final class BoundedHeapBudget: HeapBudget {
  /// What is set aside, in bytes as asked for.
  public private(set) var used = 0
  /// The most that was at one time.
  public private(set) var peak = 0
  /// The most that may be.
  public var limit: Int

  public init(limit: Int = .max) { self.limit = limit }

  public override func reserve(allocation byteCount: Int) -> Bool {
    guard byteCount <= limit - used else { return false }
    used += byteCount
    peak = max(peak, used)
    return true
  }

  public override func hasRoom(forAllocation byteCount: Int) -> Bool { byteCount <= limit - used }

  public override func release(allocation byteCount: Int) {
    used -= byteCount
    precondition(used >= 0, "more was released than reserved")
  }
}
