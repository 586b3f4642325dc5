// How much memory is kept for what the kernel remembers without asking a budget.

import Shared

/// Frames that neither programs' pages nor budgets may have: Swift traps when an allocation fails. Each line is bounded by
/// a limit of its own, for one process; what can be had without such a limit asks a budget. Many processes together have no
/// more than half of it: each asks first (`HeapBudget.hasRoom`). For what is small it grows by a frame with each thread.
public enum KernelReserve {
  /// The number of frames, of 4 KiB.
  public static let frameCount = (perProcessByteCount + perCallByteCount) / 4096 + heapFrameCount

  /// What a process can make the kernel remember, in bytes.
  static let perProcessByteCount =
    // A descriptor table that grows, old and new: a reference and a flag for each.
    3 * 16 * DescriptorTable.maximumLimit
    // Open files, as the heap rounds them.
    + 96 * DescriptorTable.maximumLimit
    // Regions in chunks that are half full, and the files behind them.
    + (2 * MemoryLayout<Region>.stride + 64) * AddressSpace.mostReservedRegions

  /// What one call takes while it lasts, in bytes: paths with their components and the links on the way, and vectors.
  static let perCallByteCount = 4 * Path.maximumByteCount + 64 * Path.maximumByteCount / 2 + 32 * 1024

  /// The heap's own: pages that wait, one for each size of block and half used, and tables that show and describe pages.
  static let heapFrameCount = 64
}
