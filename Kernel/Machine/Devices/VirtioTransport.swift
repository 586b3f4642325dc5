// What a driver needs of a virtio device, however the device is attached.

import CMachine
import KernelCore

/// A way to a device's registers (virtio 1.2, 4). Implementations keep to widths and orders that it prescribes.
protocol VirtioTransport: AnyObject {
  /// The device status field (2.1). Storing 0 resets the device, which then takes its time to read as 0.
  var status: UInt8 { get set }
  /// The features that the device offers.
  var offeredFeatures: UInt64 { get }
  /// Tells the device which of them the driver takes.
  func accept(features: UInt64)
  /// A word of the device's own configuration.
  /// - Returns: `nil` when the device has no such word.
  func configuration(at offset: UInt32) -> UInt32?
  /// The most entries that a queue may have; 0 when there is no such queue.
  func sizeLimit(ofQueue number: UInt16) -> UInt32
  /// Tells the device where a queue is, and lets it go.
  func enable(_ queue: Virtqueue) throws(VirtioProblem)
  /// Makes the device look at a queue's new buffers.
  func notify(_ queue: Virtqueue)
}

/// Bits of the device status field (virtio 1.2, 2.1).
enum VirtioStatus {
  static let acknowledge: UInt8 = 1
  static let driver: UInt8 = 2
  static let driverReady: UInt8 = 4
  static let featuresReady: UInt8 = 8
  static let needsReset: UInt8 = 64
  static let failed: UInt8 = 128
}

/// Features that are not of one kind of device (virtio 1.2, 6).
enum VirtioFeature {
  /// VIRTIO_F_VERSION_1
  static let version1: UInt64 = 1 << 32
  /// VIRTIO_F_ACCESS_PLATFORM: taken where offered, as 6.1 asks; no IOMMU is on, so addresses stay physical.
  static let accessPlatform: UInt64 = 1 << 33
}

extension VirtioTransport {
  /// The first steps of bringing a device up: those up to the agreement on features (virtio 1.2, 3.1.1, steps 1 to 6).
  /// - Parameter required: what the driver cannot do without, beside virtio 1 itself.
  func begin(required: UInt64) throws(VirtioProblem) {
    status = 0
    // 2.4.2: the reset is over when the status reads 0.
    let deadline = TickDeadline()
    while status != 0 {
      guard !deadline.hasPassed else { throw .doesNotReset }
      relaxCPU()
    }
    status = VirtioStatus.acknowledge
    status = VirtioStatus.acknowledge | VirtioStatus.driver
    let offered = offeredFeatures
    let wanted = required | VirtioFeature.version1
    guard offered & wanted == wanted else { throw .featuresRefused }
    accept(features: wanted | offered & VirtioFeature.accessPlatform)
    let agreed = VirtioStatus.acknowledge | VirtioStatus.driver | VirtioStatus.featuresReady
    status = agreed
    guard status & VirtioStatus.featuresReady != 0 else { throw .featuresRefused }
  }

  /// The last step: from now on the device works its queues (step 8).
  func becomeReady() {
    status =
      VirtioStatus.acknowledge | VirtioStatus.driver | VirtioStatus.featuresReady | VirtioStatus.driverReady
  }

  /// Makes a queue of at most so many entries and hands it to the device.
  func makeQueue(_ number: UInt16, size: UInt16) throws(VirtioProblem) -> Virtqueue {
    guard let layout = VirtqueueLayout(wanted: size, deviceLimit: sizeLimit(ofQueue: number)) else { throw .badQueue }
    let queue = try Virtqueue(number: number, layout: layout)
    try enable(queue)
    return queue
  }
}
