// Waiting for one of several things.

import Shared

/// Waits until one of several files can be read or written, or a process has ended.
/// - Parameters:
///   - items: what is waited for; each is told what was found.
///   - time: until when, on the monotonic clock in nanoseconds; `.max` is never.
/// - Throws: `WaitForAnyError`.
@inlinable public func waitForAny<let count: Int>(
  _ items: inout [count of WaitItem], until time: UInt64
) throws(WaitForAnyError) -> Readiness {
  // The kernel stores in the array's elements only, each of which takes any bits, before the call ends.
  try unsafe withUnsafeMutablePointer(to: &items) { (items) throws(WaitForAnyError) in
    let items = WaitItems(address: UInt64(UInt(bitPattern: items)), count: UInt64(truncatingIfNeeded: count))
    return try perform(.waitForAny(items, until: time))
  }
}
