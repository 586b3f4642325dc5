// What the host sends to one port, in the order and at the pace in which it is read.

import CMachine
import KernelCore

/// The receiving side of a port. A buffer stays the driver's until its last byte was read; with all of them
/// full the device has to wait, and the host with it.
final class VirtioConsoleInput {
  private static let bufferByteCount = 4096

  private let queue: Virtqueue
  private let transport: any VirtioTransport
  /// A frame for each descriptor.
  private let frames: [UInt64]
  /// How many bytes of the oldest used buffer were read.
  private var offset = 0

  init(queue: Virtqueue, transport: any VirtioTransport) throws(VirtioProblem) {
    self.queue = queue
    self.transport = transport
    var frames: [UInt64] = []
    for descriptor in 0..<queue.layout.size {
      guard let frame = PhysicalMemory.allocateFrame() else { throw .noMemory }
      frames.append(frame)
      queue.describe(descriptor, physical: frame, byteCount: Self.bufferByteCount, isDeviceWritable: true)
      queue.lend(descriptor)
    }
    self.frames = frames
    if queue.wantsNotification { transport.notify(queue) }
  }

  /// Takes out what is at hand and fits.
  func read(into destination: inout MutableRawSpan) throws(VirtioProblem) -> Int {
    var count = 0
    while count < destination.byteCount, let used = try current() {
      let part = min(destination.byteCount - count, Self.length(used) - offset)
      // The frame is the driver's while the buffer is used and not lent again.
      let source = unsafe DirectMap.bytes(
        physical: frames[Int(used.descriptor)] + UInt64(offset), count: part)
      unsafe destination.withUnsafeMutableBytes { unsafe $0[count...].copyBytes(from: source) }
      count += part
      offset += part
      if offset == Self.length(used) { lendAgain(used) }
    }
    return count
  }

  func hasBytes() throws(VirtioProblem) -> Bool { try current() != nil }

  /// The oldest buffer with bytes that were not read. Empty ones go straight back, so many at most as there are.
  private func current() throws(VirtioProblem) -> Virtqueue.UsedBuffer? {
    for _ in 0..<queue.layout.size {
      guard let used = try queue.nextUsed() else { return nil }
      if Self.length(used) > offset { return used }
      lendAgain(used)
    }
    return nil
  }

  private func lendAgain(_ used: Virtqueue.UsedBuffer) {
    offset = 0
    queue.takeBack(used)
    queue.lend(used.descriptor)
    if queue.wantsNotification { transport.notify(queue) }
  }

  private static func length(_ used: Virtqueue.UsedBuffer) -> Int { min(Int(used.byteCount), bufferByteCount) }
}
