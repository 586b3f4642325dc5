// Large files that are no more: their frames are freed part by part, since no call may run long.

import CMachine
import KernelCore

/// The page trees of such files. The thread that dropped the last hold on one frees it on its way out, or at the points
/// where it lets others run; it is freed at once where memory is short. Touched only by the one CPU that runs the kernel.
public enum BuriedFiles {
  private nonisolated(unsafe) static var trees: [PageTree] = []
  /// How many trees there is room for: the array must not grow where the last memory is being given back.
  private static let capacity = 16
  /// How many pages go at once.
  private static let partPageCount = 64

  /// Makes room, once there is a heap.
  static func start() { unsafe trees.reserveCapacity(capacity) }

  public static var isEmpty: Bool { unsafe trees.isEmpty }

  /// - Returns: whether there was room.
  static func add(_ tree: PageTree) -> Bool {
    guard unsafe trees.count < capacity else { return false }
    unsafe trees.append(tree)
    requestSlowReturn()
    return true
  }

  /// Frees some pages.
  /// - Returns: whether any are left.
  @discardableResult public static func freePart() -> Bool {
    guard unsafe !trees.isEmpty else { return false }
    let last = unsafe trees.count - 1
    if let first = unsafe trees[last].firstPage(from: 0) {
      unsafe trees[last].remove(first..<first + partPageCount) { PhysicalMemory.releaseIfManaged($0.address) }
    }
    if unsafe trees[last].pageCount == 0 { unsafe trees.removeLast() }
    return unsafe !trees.isEmpty
  }

  /// Frees all of them.
  /// - Returns: whether there were any.
  @discardableResult public static func freeAll() -> Bool {
    guard !isEmpty else { return false }
    while freePart() {}
    return true
  }

  /// Calls `body` with each frame.
  public static func forEachFrame(_ body: (FrameNumber) -> Void) {
    for index in unsafe trees.indices {
      unsafe trees[index].forEach(in: 0..<Int.max) { _, frame in
        body(frame)
        return true
      }
    }
  }
}
