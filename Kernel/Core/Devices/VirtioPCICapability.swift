// Where a PCI device says that a part of its virtio registers lies.

/// A `struct virtio_pci_cap` (virtio 1.2, 4.1.4), decoded from the words of configuration space.
public struct VirtioPCICapability: Equatable, Sendable {
  /// Which part of the registers.
  public enum Kind: UInt8, Sendable {
    case common = 1
    case notify = 2
    case interruptStatus = 3
    case device = 4
  }

  /// Numbers of vendor-specific capabilities (PCI 3.0, appendix H), of which virtio's are some.
  public static let capabilityID: UInt8 = 0x09

  public let kind: Kind
  /// Which of the device's six base addresses the part is relative to.
  public let bar: UInt8
  public let offset: UInt32
  public let byteCount: UInt32

  /// - Parameters:
  ///   - word0: capability number, next, length of the capability, and kind, a byte each.
  ///   - word1: the base address register in the lowest byte.
  /// - Returns: `nil` for kinds that this driver has no use for, and where the fields are out of range.
  public init?(word0: UInt32, word1: UInt32, offset: UInt32, byteCount: UInt32) {
    guard UInt8(truncatingIfNeeded: word0) == Self.capabilityID, word0 >> 16 & 0xFF >= 16,
      let kind = Kind(rawValue: UInt8(truncatingIfNeeded: word0 >> 24)), word1 & 0xFF <= 5,
      !offset.addingReportingOverflow(byteCount).overflow
    else { return nil }
    self.kind = kind
    bar = UInt8(truncatingIfNeeded: word1)
    self.offset = offset
    self.byteCount = byteCount
  }

  /// Whether the part has room for so many bytes, and lies inside its region.
  public func holds(_ needed: UInt32, ofRegion regionByteCount: UInt64) -> Bool {
    byteCount >= needed && UInt64(offset) + UInt64(byteCount) <= regionByteCount
  }
}
