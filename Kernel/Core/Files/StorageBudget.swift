// How much memory files may take: a failed allocation on the kernel's heap would stop the machine,
// so what makes a file grow asks here first.

/// Memory that files draw on. The kernel's subclass looks at its free frames, tests' at a number.
open class StorageBudget {
  /// The frames that files' pages are.
  public let frames: FrameStore

  public init(frames: FrameStore) { self.frames = frames }

  /// Sets memory aside for files.
  /// - Returns: whether there was so much; nothing has changed otherwise.
  open func reserve(byteCount: Int) -> Bool { true }

  /// All the memory that files may take, and what is left of it, in bytes.
  open var capacity: Int { 0 }
  open var available: Int { 0 }

  /// How much of it files have taken.
  open var usedByteCount: Int { 0 }

  /// Gives back what `reserve` set aside.
  open func release(byteCount: Int) {}
}

extension StorageBudget {
  /// Whether the heap has room for what a call is about to take.
  func hasRoom(forBytes byteCount: Int) -> Bool {
    guard reserve(byteCount: byteCount) else { return false }
    release(byteCount: byteCount)
    return true
  }
}
