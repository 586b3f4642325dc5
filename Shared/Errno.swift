// Why a call failed: one error type on both sides of the boundary and behind both doors.

/// An error number, with Linux's values on x86-64 (`errno(3)`, Linux `asm-generic/errno-base.h`
/// and `errno.h`). The classic door returns it negated in `rax`; a typed call stores it in its record.
public struct Errno: Error, RawRepresentable, Equatable, Hashable, Sendable {
  public let rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The largest value that `rax` can carry: −4095…−1 are errors, nothing else is (Linux `err.h`, MAX_ERRNO).
  public static let highestRawValue: UInt16 = 4095
}
