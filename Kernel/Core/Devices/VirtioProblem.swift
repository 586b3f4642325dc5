// Why a virtio device cannot be used.

/// What is wrong with a device, or with what it says.
public enum VirtioProblem: Error, Equatable, Sendable {
  /// No virtio-serial device was found.
  case noDevice
  /// The device has only the interface from before virtio 1.0.
  case isLegacy
  /// The device did not come out of its reset in time.
  case doesNotReset
  /// The device lacks a feature that the driver cannot do without, or refused the driver's choice.
  case featuresRefused
  /// The device's registers are missing, or not where they can be reached.
  case badRegisters
  /// The device lacks a queue, or the queue is too small.
  case badQueue
  /// The device did not take a control message in time.
  case controlTimeout
  /// No port of the device is called `martlet.` something.
  case noPorts
  /// The device used a buffer that it did not have, or lost count.
  case brokenQueue
  /// The device asked to be reset (virtio 1.2, 2.1.2).
  case needsReset
  /// There is no memory for queues and buffers.
  case noMemory

  public var message: StaticString {
    switch self {
    case .noDevice: "there is no such device"
    case .isLegacy: "the device has the legacy interface only"
    case .doesNotReset: "the device does not come out of its reset"
    case .featuresRefused: "the device has no named ports or refuses virtio 1"
    case .badRegisters: "the device's registers cannot be reached"
    case .badQueue: "the device lacks a queue or has one that is too small"
    case .controlTimeout: "the device does not take control messages"
    case .noPorts: "the device has no port of ours"
    case .brokenQueue: "the device used a buffer that it did not have"
    case .needsReset: "the device has failed and asks for a reset"
    case .noMemory: "there is no memory for the device's buffers"
    }
  }
}
