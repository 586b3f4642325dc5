// Rounding addresses and lengths to pages without ever overflowing: both come from programs and files.

/// What is done to addresses and byte counts that must be whole pages.
public enum PageRounding {
  /// Whether a value is a multiple of the page size.
  @inlinable public static func isAligned(_ value: UInt) -> Bool { value & (UserSpace.pageSize - 1) == 0 }

  /// The multiple of the page size at or below a value.
  @inlinable public static func down(_ value: UInt) -> UInt { value & ~(UserSpace.pageSize - 1) }

  /// The multiple of the page size at or above a value, or `nil` where that is past the end of all addresses.
  @inlinable public static func up(_ value: UInt) -> UInt? {
    let (sum, overflow) = value.addingReportingOverflow(UserSpace.pageSize - 1)
    return overflow ? nil : down(sum)
  }

  /// The bytes of the pages that a range touches. As in Linux's `mlock(2)` and its kin a length may wrap to nothing.
  static func touched(_ byteCount: UInt, from address: UInt) -> UInt {
    down(byteCount &+ (address & (UserSpace.pageSize - 1)) &+ (UserSpace.pageSize - 1))
  }
}
