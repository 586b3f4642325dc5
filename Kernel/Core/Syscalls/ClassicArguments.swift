// The six registers of a classic call, read as what they mean.

import Shared

/// Where a classic call's arguments are: rdi, rsi, rdx, r10, r8 and r9
/// (System V ABI, AMD64 supplement, A.2.1; `syscall(2)`).
public protocol ClassicArguments {
  var argument0: UInt { get }
  var argument1: UInt { get }
  var argument2: UInt { get }
  var argument3: UInt { get }
  var argument4: UInt { get }
  var argument5: UInt { get }
}

/// A C `int` in a register: Linux looks at the low half only.
@inlinable func int(_ register: UInt) -> Int32 { Int32(truncatingIfNeeded: register) }

/// A C `unsigned int` in a register.
@inlinable func unsigned(_ register: UInt) -> UInt32 { UInt32(truncatingIfNeeded: register) }

/// A C `long` in a register.
@inlinable func long(_ register: UInt) -> Int { Int(bitPattern: register) }
