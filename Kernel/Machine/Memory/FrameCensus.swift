// Who has which frame, found out by looking: each frame has one owner at most, and none that is free has any.

import CMachine
import KernelCore

/// A count of the frames that tables reach. It panics where a frame is reached twice or is free.
final class FrameCensus {
  /// A bit for each frame that has been reached.
  private var reached: [UInt64]
  /// How many frames have been reached.
  private(set) var count = 0

  init() { reached = [UInt64](repeating: 0, count: (PhysicalMemory.numberLimit + 63) / 64) }

  /// Forgets what was reached.
  func begin() {
    for index in reached.indices { reached[index] = 0 }
    count = 0
  }

  /// Notes that somebody has a frame. What the allocator never had, such as a device's memory, does not count.
  func note(_ frame: UInt64) {
    guard PhysicalMemory.manages(frame) else { return }
    if PhysicalMemory.isFree(frame) { violated("a frame that is in use is free", at: frame) }
    let number = FrameNumber(address: frame).rawValue
    let bit: UInt64 = 1 << UInt64(number & 63)
    if reached[number >> 6] & bit != 0 { violated("a frame has two owners", at: frame) }
    reached[number >> 6] |= bit
    count += 1
  }
}
