// Virtio devices on the PCI bus, as on QEMU's pc and q35.

import CMachine
import KernelCore

/// A device behind the PCI transport (virtio 1.2, 4.1), by its modern registers, which transitional devices have too.
final class VirtioPCI: VirtioTransport {
  /// A part of the registers, mapped.
  private struct Part {
    let address: UInt
    let byteCount: UInt32
  }

  private let common: Part
  private let notification: Part
  private let device: Part
  private let notifyMultiplier: UInt32

  /// Offsets in `struct virtio_pci_common_cfg` (4.1.4.3).
  private enum Register {
    static let deviceFeatureSelect: UInt = 0x00
    static let deviceFeature: UInt = 0x04
    static let driverFeatureSelect: UInt = 0x08
    static let driverFeature: UInt = 0x0C
    static let queueCount: UInt = 0x12
    static let deviceStatus: UInt = 0x14
    static let queueSelect: UInt = 0x16
    static let queueSize: UInt = 0x18
    static let queueEnable: UInt = 0x1C
    static let queueNotifyOffset: UInt = 0x1E
    static let queueDescriptors: UInt = 0x20
    static let queueDriver: UInt = 0x28
    static let queueDevice: UInt = 0x30
    static let end: UInt32 = 0x38
  }
  private static let vendorID: UInt16 = 0x1AF4
  /// The most of a part that is mapped: QEMU's largest has 4 KiB.
  private static let largestPart: UInt32 = 1 << 20

  /// Looks for a device on bus 0.
  /// - Parameters:
  ///   - kind: the number of the kind of device (virtio 1.2, 5).
  ///   - transitionalID: the PCI device id of such a device that also speaks the legacy interface (4.1.2.1).
  static func find(kind: UInt16, transitionalID: UInt16) throws(VirtioProblem) -> VirtioPCI {
    guard
      let function = PCIConfiguration.first(where: {
        $0.vendorID == vendorID && ($0.deviceID == 0x1040 + kind || $0.deviceID == transitionalID)
      })
    else { throw .noDevice }
    return try VirtioPCI(function)
  }

  private init(_ function: PCIFunction) throws(VirtioProblem) {
    var common: VirtioPCICapability?
    var notification: VirtioPCICapability?
    var device: VirtioPCICapability?
    var multiplier: UInt32 = 0
    function.forEachCapability { offset in
      // The longest that is read ends 20 bytes on.
      guard offset <= 0xFC - 16,
        let capability = VirtioPCICapability(
          word0: function[offset], word1: function[offset + 4], offset: function[offset + 8],
          byteCount: function[offset + 12])
      else { return }
      // 4.1.4.1: of several of a kind the first is preferred by the device.
      switch capability.kind {
      case .common where common == nil: common = capability
      case .device where device == nil: device = capability
      case .notify where notification == nil:
        notification = capability
        multiplier = function[offset + 16]
      case .common, .device, .notify, .interruptStatus: break
      }
    }
    guard let common, let notification, let device else { throw .isLegacy }
    self.common = try Self.map(common, of: function, needed: Register.end)
    self.notification = try Self.map(notification, of: function, needed: 2)
    self.device = try Self.map(device, of: function, needed: 4)
    notifyMultiplier = multiplier
    function.enable()
  }

  private static func map(
    _ capability: VirtioPCICapability, of function: PCIFunction, needed: UInt32
  ) throws(VirtioProblem) -> Part {
    guard let region = function.memoryRegion(bar: capability.bar),
      capability.holds(needed, ofRegion: region.byteCount)
    else { throw .badRegisters }
    let byteCount = min(capability.byteCount, largestPart)
    // Registers are naturally aligned (4.1.4.3.1), so their parts are too.
    guard capability.offset & 3 == 0,
      let address = KernelSpace.mapDevice(
        physical: region.physical + UInt64(capability.offset), byteCount: UInt64(byteCount))
    else { throw .badRegisters }
    return Part(address: address, byteCount: byteCount)
  }

  var status: UInt8 {
    get { loadDevice8(common.address + Register.deviceStatus) }
    set { storeDevice8(common.address + Register.deviceStatus, newValue) }
  }

  var offeredFeatures: UInt64 {
    storeDevice32(common.address + Register.deviceFeatureSelect, 1)
    let high = loadDevice32(common.address + Register.deviceFeature)
    storeDevice32(common.address + Register.deviceFeatureSelect, 0)
    return UInt64(high) << 32 | UInt64(loadDevice32(common.address + Register.deviceFeature))
  }

  func accept(features: UInt64) {
    for half: UInt32 in 0..<2 {
      storeDevice32(common.address + Register.driverFeatureSelect, half)
      storeDevice32(common.address + Register.driverFeature, UInt32(truncatingIfNeeded: features >> UInt64(32 * half)))
    }
  }

  func configuration(at offset: UInt32) -> UInt32? {
    guard offset & 3 == 0, device.byteCount >= 4, offset <= device.byteCount - 4 else { return nil }
    return loadDevice32(device.address + UInt(offset))
  }

  func sizeLimit(ofQueue number: UInt16) -> UInt32 {
    guard number < loadDevice16(common.address + Register.queueCount) else { return 0 }
    storeDevice16(common.address + Register.queueSelect, number)
    return UInt32(loadDevice16(common.address + Register.queueSize))
  }

  func enable(_ queue: Virtqueue) throws(VirtioProblem) {
    storeDevice16(common.address + Register.queueSelect, queue.number)
    guard loadDevice16(common.address + Register.queueEnable) == 0 else { throw .badQueue }
    storeDevice16(common.address + Register.queueSize, queue.layout.size)
    store64(Register.queueDescriptors, queue.descriptorTable)
    store64(Register.queueDriver, queue.availableRing)
    store64(Register.queueDevice, queue.usedRing)

    // 4.1.4.4: the queue's own offset times the multiplier, inside the part.
    let offset = UInt64(loadDevice16(common.address + Register.queueNotifyOffset)) * UInt64(notifyMultiplier)
    guard offset <= UInt64(notification.byteCount) - 2, offset & 1 == 0 else { throw .badRegisters }
    queue.doorbell = notification.address + UInt(offset)
    storeDevice16(common.address + Register.queueEnable, 1)
  }

  func notify(_ queue: Virtqueue) {
    // Enabled queues have a doorbell.
    storeDevice16(queue.doorbell, queue.number)
  }

  /// 4.1.3.1: 64-bit fields are accessed by halves.
  private func store64(_ register: UInt, _ value: UInt64) {
    storeDevice32(common.address + register, UInt32(truncatingIfNeeded: value))
    storeDevice32(common.address + register + 4, UInt32(truncatingIfNeeded: value >> 32))
  }
}
