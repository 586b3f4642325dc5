// Virtio devices whose registers lie in memory, as on QEMU's microvm.

import CMachine
import KernelCore

/// A device behind the MMIO transport, version 2 (virtio 1.2, 4.2). Its registers are little-endian words.
final class VirtioMMIO: VirtioTransport {
  private let registers: UInt
  private let byteCount: UInt32

  /// Offsets of registers (4.2.2).
  private enum Register {
    static let magicValue: UInt = 0x000
    static let version: UInt = 0x004
    static let deviceID: UInt = 0x008
    static let deviceFeatures: UInt = 0x010
    static let deviceFeaturesSelect: UInt = 0x014
    static let driverFeatures: UInt = 0x020
    static let driverFeaturesSelect: UInt = 0x024
    static let queueSelect: UInt = 0x030
    static let queueSizeMax: UInt = 0x034
    static let queueSize: UInt = 0x038
    static let queueReady: UInt = 0x044
    static let queueNotify: UInt = 0x050
    static let status: UInt = 0x070
    static let queueDescriptors: UInt = 0x080
    static let queueDriver: UInt = 0x090
    static let queueDevice: UInt = 0x0A0
    static let configuration: UInt = 0x100
  }
  /// "virt"
  private static let magic: UInt32 = 0x7472_6976

  /// - Parameter kind: the number of the kind of device (virtio 1.2, 5).
  /// - Throws: `.noDevice` when another one or none is there.
  init(region: VirtioMMIORegion, kind: UInt32) throws(VirtioProblem) {
    guard let registers = KernelSpace.mapDevice(physical: region.address, byteCount: region.byteCount) else {
      throw .badRegisters
    }
    self.registers = registers
    byteCount = UInt32(truncatingIfNeeded: region.byteCount)
    // 4.2.3.1.1: first the magic, then the version, and only then the kind.
    guard loadDevice32(registers + Register.magicValue) == Self.magic else { throw .noDevice }
    let version = loadDevice32(registers + Register.version)
    guard version == 1 || version == 2, loadDevice32(registers + Register.deviceID) == kind else { throw .noDevice }
    guard version == 2 else { throw .isLegacy }
  }

  var status: UInt8 {
    get { UInt8(truncatingIfNeeded: loadDevice32(registers + Register.status)) }
    set { storeDevice32(registers + Register.status, UInt32(newValue)) }
  }

  var offeredFeatures: UInt64 {
    storeDevice32(registers + Register.deviceFeaturesSelect, 1)
    let high = loadDevice32(registers + Register.deviceFeatures)
    storeDevice32(registers + Register.deviceFeaturesSelect, 0)
    return UInt64(high) << 32 | UInt64(loadDevice32(registers + Register.deviceFeatures))
  }

  func accept(features: UInt64) {
    for half: UInt32 in 0..<2 {
      storeDevice32(registers + Register.driverFeaturesSelect, half)
      storeDevice32(registers + Register.driverFeatures, UInt32(truncatingIfNeeded: features >> UInt64(32 * half)))
    }
  }

  func configuration(at offset: UInt32) -> UInt32? {
    let (end, overflows) = offset.addingReportingOverflow(4 + UInt32(Register.configuration))
    guard !overflows, offset & 3 == 0, end <= byteCount else { return nil }
    return loadDevice32(registers + Register.configuration + UInt(offset))
  }

  func sizeLimit(ofQueue number: UInt16) -> UInt32 {
    storeDevice32(registers + Register.queueSelect, UInt32(number))
    return loadDevice32(registers + Register.queueSizeMax)
  }

  func enable(_ queue: Virtqueue) throws(VirtioProblem) {
    storeDevice32(registers + Register.queueSelect, UInt32(queue.number))
    // 4.2.3.2: a queue is set up only while it is not in use.
    guard loadDevice32(registers + Register.queueReady) == 0 else { throw .badQueue }
    storeDevice32(registers + Register.queueSize, UInt32(queue.layout.size))
    store64(Register.queueDescriptors, queue.descriptorTable)
    store64(Register.queueDriver, queue.availableRing)
    store64(Register.queueDevice, queue.usedRing)
    storeDevice32(registers + Register.queueReady, 1)
    guard loadDevice32(registers + Register.queueReady) == 1 else { throw .badQueue }
  }

  func notify(_ queue: Virtqueue) {
    storeDevice32(registers + Register.queueNotify, UInt32(queue.number))
  }

  private func store64(_ register: UInt, _ value: UInt64) {
    storeDevice32(registers + register, UInt32(truncatingIfNeeded: value))
    storeDevice32(registers + register + 4, UInt32(truncatingIfNeeded: value >> 32))
  }
}

extension VirtioMMIO {
  /// Where QEMU's microvm has its 24 devices, each with 512 bytes of registers.
  private static let microvmBase: UInt64 = 0xFEB0_0000
  private static let microvmSlotCount: UInt64 = 24
  private static let microvmSlotByteCount: UInt64 = 512

  /// Looks for a device where the command line says, or, if it says nothing, where microvm has them.
  /// - Parameter mayGuess: whether to look there: on a machine with PCI, other devices may be in that place.
  static func find(kind: UInt32, commandLine: Span<UInt8>, mayGuess: Bool) throws(VirtioProblem) -> VirtioMMIO {
    var problem = VirtioProblem.noDevice
    var position = 0
    var isTold = false
    while let region = VirtioMMIORegion.next(in: commandLine, from: &position) {
      isTold = true
      if let device = attempt(region, kind: kind, problem: &problem) { return device }
    }
    guard !isTold, mayGuess else { throw problem }
    for slot in 0..<microvmSlotCount {
      let region = VirtioMMIORegion(
        address: microvmBase + slot * microvmSlotByteCount, byteCount: microvmSlotByteCount)
      if let device = attempt(region, kind: kind, problem: &problem) { return device }
    }
    throw problem
  }

  /// Tries one place. Keeps the reason if something was there that cannot be used.
  private static func attempt(
    _ region: VirtioMMIORegion, kind: UInt32, problem: inout VirtioProblem
  ) -> VirtioMMIO? {
    do throws(VirtioProblem) {
      return try VirtioMMIO(region: region, kind: kind)
    } catch {
      if error != .noDevice { problem = error }
      return nil
    }
  }
}
