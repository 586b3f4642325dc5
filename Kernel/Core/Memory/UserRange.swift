// What a program says is its memory, before anybody has looked.

import Shared

/// Where user space lies. The kernel lives above it in the same low canonical half, because stock
/// Embedded Swift needs its own pointers there.
public enum UserSpace {
  /// The first address that a program may have: page 0 and everything under 64 KiB is never mapped.
  public static let start: UInt = 0x1_0000
  /// The first address past user space.
  public static let end: UInt = 0x4000_0000_0000
  /// The only page size of user space, in bytes.
  public static let pageSize: UInt = 4096
}

/// Addresses that user code claims to own: they do not wrap and lie below `UserSpace.end`.
/// Whether they are mapped is for `UserMemory` to find out.
public struct UserRange: Equatable, Sendable {
  public let address: UInt
  public let byteCount: UInt

  /// - Throws: `badAddress` when a byte of the range would lie outside user space.
  @inlinable public init(address: UInt, byteCount: UInt) throws(Errno) {
    // Where neither is above the end, which is a power of two, the sum is no more than twice that and does not wrap.
    guard address | byteCount <= UserSpace.end, address &+ byteCount <= UserSpace.end else { throw .badAddress }
    self.address = address
    self.byteCount = byteCount
  }

  @inlinable init(checkedAddress: UInt, byteCount: UInt) {
    address = checkedAddress
    self.byteCount = byteCount
  }

  /// The first address past the range; at most `UserSpace.end`.
  @inlinable public var end: UInt { address &+ byteCount }

  /// The part that is left after the first `count` bytes; empty when there are not so many.
  @inlinable public func dropping(_ count: UInt) -> UserRange {
    let count = min(count, byteCount)
    return UserRange(checkedAddress: address &+ count, byteCount: byteCount &- count)
  }

  /// The first `count` bytes, or all there are.
  @inlinable public func prefix(_ count: UInt) -> UserRange {
    UserRange(checkedAddress: address, byteCount: min(count, byteCount))
  }
}
