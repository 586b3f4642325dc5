// The budget of what the kernel remembers because of its input.

import KernelCore
import KernelMachine

/// Allocations may have all frames but those that are kept for what has no budget (`KernelReserve`).
final class MachineHeapBudget: HeapBudget {
  /// What is set aside, in bytes as the heap rounds them.
  private(set) var chargedByteCount = 0

  override func reserve(allocation byteCount: Int) -> Bool {
    guard PhysicalMemory.hasRoom(forBytes: byteCount) else { return false }
    chargedByteCount += HeapRounding.byteCount(of: byteCount)
    return true
  }

  override func hasRoom(forAllocation byteCount: Int) -> Bool { PhysicalMemory.hasReserve(forBytes: byteCount) }

  override func release(allocation byteCount: Int) { chargedByteCount -= HeapRounding.byteCount(of: byteCount) }
}
