// Frames as the memory policy has them: by number, with the bytes reached only inside a call.

/// The memory that programs' pages and files are made of. Each frame that is handed out has a number of holders, and is
/// free when the last of them lets go. The kernel's subclass reaches frames through the direct map, the tests' has
/// arrays.
///
/// Frames that were never handed out, such as those of the initial RAM disk, are permanent: holding one costs nothing,
/// and nothing may be stored in it.
open class FrameStore {
  public init() {}

  /// Takes a frame of zeros, held once.
  /// - Returns: `nil` when what programs and files may have is used up.
  open func allocateZeroed() -> FrameNumber? { nil }

  /// Takes a frame with the contents of another one, held once.
  /// - Returns: `nil` when what programs and files may have is used up.
  open func allocateCopy(of frame: FrameNumber) -> FrameNumber? { nil }

  /// Becomes one more holder of a frame that has one.
  open func retain(_ frame: FrameNumber) {}

  /// Lets go of a frame.
  open func release(_ frame: FrameNumber) {}

  /// How many hold a frame; `Int.max` for a permanent one.
  open func holderCount(_ frame: FrameNumber) -> Int { 0 }

  /// Lends the bytes of a frame to `body`.
  /// - Returns: what `body` returns.
  open func read(_ frame: FrameNumber, _ body: (RawSpan) -> Int) -> Int { 0 }

  /// Lends the bytes of a frame that is not permanent to `body`, which may change them.
  /// - Returns: what `body` returns.
  open func modify(_ frame: FrameNumber, _ body: (inout MutableRawSpan) -> Int) -> Int { 0 }

  /// Copies the start of a program's range to a frame that is not permanent, as much as there is room for.
  /// - Parameter start: where in the frame, at most at its end.
  /// - Returns: the bytes copied before the first that is not readable.
  open func copy(from source: UserRange, of memory: UserMemory, to frame: FrameNumber, at start: Int) -> Int {
    modify(frame) { bytes in
      var place = bytes._mutatingExtracting(start..<bytes.byteCount)
      return memory.copy(from: source, into: &place)
    }
  }

  /// Copies bytes of a frame to a program's range, as many as there are and fit.
  /// - Parameter start: where in the frame, at most at its end.
  /// - Returns: the bytes copied before the first that is not writable.
  open func copy(_ frame: FrameNumber, at start: Int, to target: UserRange, of memory: UserMemory) -> Int {
    read(frame) { bytes in memory.copy(bytes.extracting(start..<bytes.byteCount), to: target) }
  }

  /// Takes over the frames of a large file that is no more, to free them part by part.
  /// - Returns: whether it did: otherwise they are the caller's still.
  open func bury(_ tree: PageTree) -> Bool { false }

  /// The permanent frame at which bytes begin; their later pages lie in the frames that follow.
  /// - Returns: `nil` when they begin inside a frame, and have to be copied.
  open func permanentFrame(of bytes: ImmortalBytes) -> FrameNumber? { nil }

  /// How many frames programs and files may still have.
  open var availableCount: Int { 0 }

  /// How many frames they may not have, so that the kernel can go on.
  open var reservedCount: Int { 1024 }

  /// Whether the kernel has used half of those.
  open var isReserveUsed: Bool { false }
}

extension FrameStore {
  /// Whether a frame is never freed nor changed.
  func isPermanent(_ frame: FrameNumber) -> Bool { holderCount(frame) == .max }

  /// Stores zeros over a part of a frame that is not permanent.
  func clear(_ frame: FrameNumber, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    _ = modify(frame) { bytes in
      for offset in range { bytes.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self) }
      return 0
    }
  }
}
