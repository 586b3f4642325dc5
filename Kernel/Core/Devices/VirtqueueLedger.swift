// Who has which buffer of a virtqueue: what a device claims is checked against it.

/// The two indices that a driver keeps for a split virtqueue, and the buffers that the device has.
/// A buffer goes by the number of its first descriptor.
///
/// The indices grow for ever and wrap at 2¹⁶ (virtio 1.2, 2.7.6 and 2.7.8).
public struct VirtqueueLedger: Sendable {
  /// The index of the next entry of the available ring.
  public private(set) var nextAvailable: UInt16 = 0
  /// The index of the next entry of the used ring.
  public private(set) var nextUsed: UInt16 = 0
  /// A bit for each buffer that the device has.
  private var lent: UInt64 = 0

  public init() {}

  /// How many buffers the device has, those among them that it used and the driver did not take yet.
  public var lentCount: Int { lent.nonzeroBitCount }

  /// Notes that a buffer is the device's now.
  /// - Returns: whether it was not before.
  public mutating func lend(_ buffer: UInt16) -> Bool {
    guard buffer < VirtqueueLayout.largestSize, lent & 1 << UInt64(buffer) == 0 else { return false }
    lent |= 1 << UInt64(buffer)
    nextAvailable &+= 1
    return true
  }

  /// How many buffers the device has used that the driver did not take back yet.
  /// - Parameter deviceIndex: the used ring's index, as the device wrote it.
  /// - Throws: `.brokenQueue` when it has used more than it was lent.
  public func usedCount(deviceIndex: UInt16) throws(VirtioProblem) -> Int {
    let count = Int(deviceIndex &- nextUsed)
    guard count <= lentCount else { throw .brokenQueue }
    return count
  }

  /// The buffer that an entry of the used ring names.
  /// - Throws: `.brokenQueue` when the device does not have it.
  public func buffer(named number: UInt32) throws(VirtioProblem) -> UInt16 {
    guard number < UInt32(VirtqueueLayout.largestSize), lent & 1 << UInt64(number) != 0 else { throw .brokenQueue }
    return UInt16(number)
  }

  /// Notes that the buffer of the next used entry is the driver's again.
  public mutating func takeBack(_ buffer: UInt16) {
    lent &= ~(1 << UInt64(buffer))
    nextUsed &+= 1
  }
}
