// Who has which frame, found out by looking: a frame has as many holders as its count says, and one that is free has none.

import CMachine
import KernelCore

/// A count of the holders that tables and files show. It panics where a frame has more than its count says, or is free.
final class FrameCensus {
  /// How many holders of each frame have been met.
  private var met: [UInt32]
  /// How many frames have been met.
  private(set) var count = 0

  init() { met = [UInt32](repeating: 0, count: PhysicalMemory.numberLimit) }

  /// Forgets what was met.
  func begin() {
    for index in met.indices { met[index] = 0 }
    count = 0
  }

  /// Notes a holder of a frame. What the allocator never had, such as a device's memory, does not count.
  func note(_ frame: UInt64) {
    guard PhysicalMemory.manages(frame) else { return }
    if PhysicalMemory.isFree(frame) { violated("a frame that is in use is free", at: frame) }
    let number = FrameNumber(address: frame).rawValue
    if met[number] == 0 { count += 1 }
    met[number] &+= 1
    if Int(met[number]) > PhysicalMemory.holderCount(frame) { violated("a frame has more holders than counted", at: frame) }
  }

  /// Panics where a frame that was met has fewer holders than its count says.
  func checkCounts() {
    for number in met.indices where met[number] != 0 {
      let frame = FrameNumber(rawValue: number).address
      if Int(met[number]) != PhysicalMemory.holderCount(frame) {
        violated("a frame has fewer holders than counted", at: frame)
      }
    }
  }
}
