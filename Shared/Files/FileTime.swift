// When something happened to a file.

/// A time stamp: seconds since 1970-01-01 00:00 UTC, and nanoseconds within the second (`timespec(3type)`).
public struct FileTime: Comparable, Hashable, Sendable {
  public var seconds: Int64
  /// 0 up to 999,999,999.
  public var nanoseconds: UInt32

  @inlinable public init(seconds: Int64, nanoseconds: UInt32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  @inlinable public static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
