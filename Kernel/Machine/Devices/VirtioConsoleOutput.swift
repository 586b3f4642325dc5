// What goes out through one port, in pieces as large as the queue allows.

import CMachine
import KernelCore

/// The transmitting side of a port: one buffer of up to 64 KiB, which is the driver's or the device's.
final class VirtioConsoleOutput {
  /// Physical memory without gaps, in whole frames.
  private struct Segment {
    var physical: UInt64
    var byteCount: Int
  }

  private static let frameByteCount = Int(PhysicalMemory.frameSize)

  private let queue: Virtqueue
  private let transport: any VirtioTransport
  /// The buffer, a descriptor each. The device passes each on by itself, so the fewer the better.
  private let segments: [Segment]

  init(queue: Virtqueue, transport: any VirtioTransport) throws(VirtioProblem) {
    self.queue = queue
    self.transport = transport
    var frames: [UInt64] = []
    for _ in 0..<queue.layout.size {
      guard let frame = PhysicalMemory.allocateFrame() else { throw .noMemory }
      // In ascending order: there are at most 16.
      frames.insert(frame, at: frames.firstIndex { $0 > frame } ?? frames.count)
    }
    var segments: [Segment] = []
    for frame in frames {
      if let last = segments.last, last.physical + UInt64(last.byteCount) == frame {
        segments[segments.count - 1].byteCount += Self.frameByteCount
      } else {
        segments.append(Segment(physical: frame, byteCount: Self.frameByteCount))
      }
    }
    self.segments = segments
  }

  /// Whether the device has passed on what it was given, so that the buffer is the driver's.
  func isIdle() throws(VirtioProblem) -> Bool {
    if queue.lentCount > 0, let used = try queue.nextUsed() { queue.takeBack(used) }
    return queue.lentCount == 0
  }

  /// Hands as many bytes to the device as the buffer holds. It must be idle.
  /// - Returns: how many that is.
  func send(_ bytes: RawSpan) -> Int {
    let byteCount = fill(from: bytes)
    queue.lend(0)
    if queue.wantsNotification { transport.notify(queue) }
    return byteCount
  }

  /// Copies what fits into the buffer, and describes that much of it.
  /// - Returns: how many bytes that is.
  private func fill(from bytes: RawSpan) -> Int {
    var position = 0
    for i in 0..<segments.count {
      let part = min(segments[i].byteCount, bytes.byteCount - position)
      // The device does not have the buffer, and nobody else has the frames.
      let target = unsafe DirectMap.bytes(physical: segments[i].physical, count: part)
      unsafe bytes.withUnsafeBytes { unsafe target.copyBytes(from: $0[position..<position + part]) }
      position += part
      let isLast = position == bytes.byteCount || i == segments.count - 1
      queue.describe(
        UInt16(i), physical: segments[i].physical, byteCount: part, isDeviceWritable: false,
        next: isLast ? nil : UInt16(i + 1))
      if isLast { break }
    }
    return position
  }
}
