// How much memory is in use, for those who compare before with after.

/// Frames and heap bytes at one moment.
public struct MemoryUse: Equatable, Sendable {
  /// Frames that are free, or that the kernel's windows keep as tables for their next use.
  public let frameCount: Int
  /// Bytes of the kernel's heap that are in use, as the heap rounds them.
  public let heapByteCount: Int

  /// Counts, after giving back what the heap only keeps at hand.
  public static func current() -> MemoryUse {
    KernelStack.trim()
    KernelHeap.trim()
    return unsafe MemoryUse(
      frameCount: PhysicalMemory.freeFrameCount + KernelSpace.tableCount + KernelHeap.descriptionFrameCount,
      heapByteCount: KernelHeap.bytesInUse)
  }
}

/// How the heap rounds what it is asked for.
public enum HeapRounding {
  /// The bytes that an allocation takes of the heap.
  public static func byteCount(of allocation: Int) -> Int { KernelHeap.roundedByteCount(allocation) }
}
