// How a split virtqueue's three parts lie in one frame.

/// Offsets into a split virtqueue of a certain size (virtio 1.2, 2.7): the descriptor table, the available ring,
/// which the driver writes, and the used ring, which the device writes. All of it fits a frame of 4096 bytes.
public struct VirtqueueLayout: Equatable, Sendable {
  /// The most entries that this driver ever asks for.
  public static let largestSize: UInt16 = 64

  /// How many entries each of the parts has: a power of two.
  public let size: UInt16

  /// - Parameters:
  ///   - wanted: how many entries the driver can make use of.
  ///   - deviceLimit: the most that the device allows; 0 when it has no such queue.
  /// - Returns: `nil` when the device has no such queue.
  public init?(wanted: UInt16, deviceLimit: UInt32) {
    let most = min(UInt32(min(wanted, Self.largestSize)), deviceLimit)
    guard most > 0 else { return nil }
    size = 1 << UInt16(31 - most.leadingZeroBitCount)
  }

  /// Where the descriptor table begins; aligned to 16.
  public static let descriptorTable: UInt = 0
  /// Where the available ring begins: flags and index, 16 bits each, then the entries; aligned to 2.
  public var availableRing: UInt { 16 * UInt(size) }
  /// Where the used ring begins: flags and index, 16 bits each, then the entries; aligned to 4.
  public var usedRing: UInt { (availableRing + 6 + 2 * UInt(size) + 3) & ~3 }
  /// Where all of it ends.
  public var byteCount: UInt { usedRing + 6 + 8 * UInt(size) }

  /// Where a descriptor lies: 64 bits of address, 32 of length, 16 of flags, 16 of the next descriptor's number.
  public func descriptor(_ number: UInt16) -> UInt { Self.descriptorTable + 16 * UInt(slot(number)) }
  /// Where the entry lies that an ever-growing index means: 16 bits, a descriptor's number.
  public func availableEntry(_ index: UInt16) -> UInt { availableRing + 4 + 2 * UInt(slot(index)) }
  /// Where the entry lies that an ever-growing index means: 32 bits of a descriptor's number, 32 of length.
  public func usedEntry(_ index: UInt16) -> UInt { usedRing + 4 + 8 * UInt(slot(index)) }

  private func slot(_ index: UInt16) -> UInt16 { index & (size - 1) }
}
