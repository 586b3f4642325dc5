// Who has which frame.

import CMachine
import KernelCore

/// The frames of RAM. Only one CPU runs kernel code, with interrupts off, and interrupt handlers never ask
/// for frames; a second CPU would need a lock here.
public enum PhysicalMemory {
  private nonisolated(unsafe) static var firstFree: UInt64 = 0
  /// How many frames nobody has.
  public private(set) nonisolated(unsafe) static var freeFrameCount = 0
  public static let frameSize: UInt64 = 4096
  /// Frames that programs' pages may not take, so that the kernel's own heap can serve them still: Swift
  /// traps when an allocation fails.
  public static let kernelReserve = 1024

  /// Whether the kernel's heap can be given so many bytes without touching its reserve.
  public static func hasRoom(forBytes byteCount: Int) -> Bool {
    unsafe byteCount / Int(frameSize) + 1 < freeFrameCount - kernelReserve
  }

  /// Hands frames to the allocator, which nobody uses.
  public static func add(frames: Range<UInt64>) {
    var frame = frames.lowerBound
    while frame < frames.upperBound {
      free(frame)
      frame += frameSize
    }
  }

  /// A frame of zeros, or `nil` when there is none left.
  public static func allocateFrame() -> UInt64? {
    guard unsafe firstFree != 0 else { return nil }
    let frame = unsafe firstFree
    unsafe firstFree = DirectMap.words(ofFrame: frame)[0]
    unsafe freeFrameCount -= 1
    unsafe DirectMap.clear(frame: frame)
    return frame
  }

  public static func free(_ frame: UInt64) {
    unsafe DirectMap.words(ofFrame: frame)[0] = firstFree
    unsafe firstFree = frame
    unsafe freeFrameCount += 1
  }
}
