// Stacks of the kernel's, each with a page under it that is never mapped.

import CMachine
import KernelCore

/// Stacks in their window: an overflow meets the guard page, faults, and ends on the double fault's own stack.
///
/// Those of the boot come first and stay. Behind them the window is cut into slots of one size, for the threads' stacks,
/// which come and go. Touched only with interrupts off by the one CPU that runs the kernel.
public enum KernelStack {
  /// Where the next permanent stack's guard page will be; set before the first is made.
  private nonisolated(unsafe) static var nextBase: UInt64 = 0

  /// The permanent stacks, without their guard pages. Filled at boot.
  private(set) nonisolated(unsafe) static var all = InlineArray<8, Range<UInt64>>(repeating: 0..<0)
  private(set) nonisolated(unsafe) static var count = 0

  /// How many slots have been cut so far.
  private nonisolated(unsafe) static var slotCount: UInt64 = 0
  /// The slots of threads that have ended. Their guard pages stay where they are.
  private nonisolated(unsafe) static var freeSlots: [UInt64] = []
  /// A slot of a thread that has ended whose pages stay: the next thread is likely to come soon.
  private nonisolated(unsafe) static var spareSlot: UInt64?

  /// How large a thread's stack is, in pages.
  static let threadPageCount: UInt64 = 3
  public static let threadByteCount = Int(threadPageCount * PhysicalMemory.frameSize)
  private static let slotByteCount = (threadPageCount + 1) * PhysicalMemory.frameSize

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

  /// A stack for a thread. Its contents are whatever they were: only the kernel reads there, and only what it has stored.
  /// - Returns: its top, or `nil` when there is no memory or no room in the window.
  static func makeForThread() -> UInt64? {
    if let slot = unsafe spareSlot {
      unsafe spareSlot = nil
      PhysicalMemory.addThread()
      return bottom(ofSlot: slot) + threadPageCount * PhysicalMemory.frameSize
    }
    let slot: UInt64
    if let free = unsafe freeSlots.popLast() {
      slot = free
    } else {
      slot = unsafe slotCount
      guard unsafe firstSlot + (slot + 1) * slotByteCount < KernelSpace.windows.stacks.upperBound else { return nil }
      unsafe slotCount += 1
    }
    let bottom = bottom(ofSlot: slot)
    for page in 0..<threadPageCount {
      guard KernelSpace.back(page: bottom + page * PhysicalMemory.frameSize, cleared: false) else {
        giveBack(slot, pageCount: page)
        return nil
      }
    }
    PhysicalMemory.addThread()
    return bottom + threadPageCount * PhysicalMemory.frameSize
  }

  /// Takes a thread's stack back.
  static func free(threadStack top: UInt64) {
    PhysicalMemory.removeThread()
    let slot = (top - threadPageCount * PhysicalMemory.frameSize - firstSlot) / slotByteCount
    if unsafe spareSlot == nil { unsafe spareSlot = slot } else { giveBack(slot, pageCount: threadPageCount) }
  }

  /// Gives back a slot, and its first pages, which are backed.
  private static func giveBack(_ slot: UInt64, pageCount: UInt64) {
    let bottom = bottom(ofSlot: slot)
    for page in 0..<pageCount { KernelSpace.release(page: bottom + page * PhysicalMemory.frameSize) }
    unsafe freeSlots.append(slot)
  }

  /// Gives back what is only kept for the next thread.
  static func trim() {
    if let slot = unsafe spareSlot {
      unsafe spareSlot = nil
      giveBack(slot, pageCount: threadPageCount)
    }
    if unsafe UInt64(freeSlots.count) == slotCount { unsafe (freeSlots, slotCount) = ([], 0) }
  }

  /// Behind the permanent stacks, with a page that separates them.
  private static var firstSlot: UInt64 { unsafe nextBase + PhysicalMemory.frameSize }

  private static func bottom(ofSlot slot: UInt64) -> UInt64 {
    firstSlot + slot * slotByteCount + PhysicalMemory.frameSize
  }
}
