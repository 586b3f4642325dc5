// A split virtqueue in memory: the driver's half of the agreement with the device.

import CMachine
import KernelCore

/// A split virtqueue (virtio 1.2, 2.7) in a frame of its own, polled, so that the device is asked for no interrupts.
///
/// The frame stays the queue's for good: a device that failed might still write to it.
final class Virtqueue {
  /// The queue's number with its device.
  let number: UInt16
  let layout: VirtqueueLayout
  private let frame: UInt64
  private let base: UInt
  private var ledger = VirtqueueLedger()
  /// What transports keep with a queue: where to write so that the device looks at it.
  var doorbell: UInt = 0

  /// A used buffer, by its first descriptor, and how many bytes the device says it stored. Not checked
  /// against the buffer's size.
  struct UsedBuffer {
    let descriptor: UInt16
    let byteCount: UInt32
  }

  private enum DescriptorFlag {
    static let next: UInt16 = 1
    static let deviceWrites: UInt16 = 2
  }
  /// VIRTQ_AVAIL_F_NO_INTERRUPT and VIRTQ_USED_F_NO_NOTIFY, each in its ring's flags.
  private static let doNotTell: UInt16 = 1

  init(number: UInt16, layout: VirtqueueLayout) throws(VirtioProblem) {
    guard let frame = PhysicalMemory.allocateFrame() else { throw .noMemory }
    self.number = number
    self.layout = layout
    self.frame = frame
    base = DirectMap.address(ofPhysical: frame)
    storeDevice16(base + layout.availableRing, Self.doNotTell)
  }

  /// The physical addresses of the queue's parts.
  var descriptorTable: UInt64 { frame + UInt64(VirtqueueLayout.descriptorTable) }
  var availableRing: UInt64 { frame + UInt64(layout.availableRing) }
  var usedRing: UInt64 { frame + UInt64(layout.usedRing) }

  /// How many buffers the device has.
  var lentCount: Int { ledger.lentCount }

  /// Describes a buffer, or a part of one, which the device does not have now.
  /// - Parameter next: the descriptor of the part behind it, if any.
  func describe(
    _ descriptor: UInt16, physical: UInt64, byteCount: Int, isDeviceWritable: Bool, next: UInt16? = nil
  ) {
    let entry = base + layout.descriptor(descriptor)
    storeDevice64(entry, physical)
    storeDevice32(entry + 8, UInt32(truncatingIfNeeded: byteCount))
    storeDevice16(
      entry + 12,
      (isDeviceWritable ? DescriptorFlag.deviceWrites : 0) | (next == nil ? 0 : DescriptorFlag.next))
    storeDevice16(entry + 14, next ?? 0)
  }

  /// Makes a buffer the device's, until it is used. To be followed by a notification if one is wanted.
  func lend(_ descriptor: UInt16) {
    let index = ledger.nextAvailable
    guard ledger.lend(descriptor) else { return }
    storeDevice16(base + layout.availableEntry(index), descriptor)
    // 2.7.13.2: the buffer and its entry must be seen before the index is.
    memoryFence()
    storeDevice16(base + layout.availableRing + 2, ledger.nextAvailable)
  }

  /// Whether the device wants to be told that it has new buffers.
  var wantsNotification: Bool {
    // 2.7.13.4.1: the index must be seen before the flags are read.
    memoryFence()
    return loadDevice16(base + layout.usedRing) & Self.doNotTell == 0
  }

  /// The oldest buffer that the device has used. It stays so until `takeBack`.
  func nextUsed() throws(VirtioProblem) -> UsedBuffer? {
    let deviceIndex = loadDevice16(base + layout.usedRing + 2)
    guard try ledger.usedCount(deviceIndex: deviceIndex) > 0 else { return nil }
    // 2.7.14: neither the entry nor the buffer may be read before the index.
    memoryFence()
    let entry = base + layout.usedEntry(ledger.nextUsed)
    return UsedBuffer(
      descriptor: try ledger.buffer(named: loadDevice32(entry)), byteCount: loadDevice32(entry + 4))
  }

  /// Makes the buffer that `nextUsed` gave the driver's again.
  func takeBack(_ used: UsedBuffer) { ledger.takeBack(used.descriptor) }
}
