// Memory for files that runs out when a test wants it to.

import KernelCore

/// So many bytes and no more.
public final class BoundedBudget: StorageBudget {
  /// What is set aside, in bytes.
  public private(set) var used = 0
  /// The most that may be.
  public var limit: Int

  public init(limit: Int = .max, frames: FrameStore = FakeFrames()) {
    self.limit = limit
    super.init(frames: frames)
  }

  public override func reserve(byteCount: Int) -> Bool {
    guard byteCount <= limit - used else { return false }
    used += byteCount
    return true
  }

  public override func release(byteCount: Int) {
    used -= byteCount
    precondition(used >= 0, "more was released than reserved")
  }
}
