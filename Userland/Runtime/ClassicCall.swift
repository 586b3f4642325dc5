// Level 2 of 3, classic door: a raw call whose errors are thrown.

import Shared

extension Errno {
  /// Tells an error from a result in what the classic door left in `rax`: −4095…−1 are errors, negated, and
  /// nothing else is. A large address or offset is a result although its sign bit may be set.
  @inlinable @inline(always) public static func check(_ rax: Int) throws(Errno) -> Int {
    let negated = 0 &- UInt(bitPattern: rax)
    // One comparison: 0 wraps to the largest number.
    if negated &- 1 < UInt(highestRawValue) { throw Errno(rawValue: UInt16(truncatingIfNeeded: negated)) }
    return rax
  }
}

/// Makes a system call through the classic door. Arguments are as unchecked as those of `rawSystemCall`.
/// - Returns: the call's result, as its page in section 2 of the manual says.
/// - Throws: the error that the kernel answered.
@inlinable @inline(always)
@discardableResult public func classicCall(_ call: LinuxSyscall) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue)))
}

/// Makes a system call of one argument.
@inlinable @inline(always)
@discardableResult public func classicCall(_ call: LinuxSyscall, _ a: Int) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue), a))
}

/// Makes a system call of two arguments.
@inlinable @inline(always)
@discardableResult public func classicCall(_ call: LinuxSyscall, _ a: Int, _ b: Int) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue), a, b))
}

/// Makes a system call of three arguments.
@inlinable @inline(always)
@discardableResult public func classicCall(
  _ call: LinuxSyscall, _ a: Int, _ b: Int, _ c: Int
) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue), a, b, c))
}

/// Makes a system call of four arguments.
@inlinable @inline(always)
@discardableResult public func classicCall(
  _ call: LinuxSyscall, _ a: Int, _ b: Int, _ c: Int, _ d: Int
) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue), a, b, c, d))
}

/// Makes a system call of five arguments.
@inlinable @inline(always)
@discardableResult public func classicCall(
  _ call: LinuxSyscall, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int
) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue), a, b, c, d, e))
}

/// Makes a system call of six arguments.
@inlinable @inline(always)
@discardableResult public func classicCall(
  _ call: LinuxSyscall, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int, _ f: Int
) throws(Errno) -> Int {
  try Errno.check(rawSystemCall(Int(call.rawValue), a, b, c, d, e, f))
}
