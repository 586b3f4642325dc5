// Level 1 of 3: the raw call. A register in, a register out, and nothing is checked or explained.
//
// The three levels of this module, each built on the one before and each open to programs:
//   1. raw call: this file. A number and integers; the answer is what stands in `rax`.
//   2. classic and typed call: `classicCall` and `perform`, which throw `Errno` where the kernel answers one.
//   3. library: `FileDescriptor`, `Mapping`, `Arguments`, `Clock`… which cannot be forgotten, used after their
//      end or handed the wrong thing, and take spans where the kernel takes addresses.

import CRuntime
import Shared

/// Makes a system call through the classic door: Linux's numbers and registers (`syscalls(2)`). Nothing is
/// checked: whoever passes an address here answers for what the kernel reads or writes there.
/// - Returns: what stands in `rax`: the result, or an error number negated, in −4095…−1.
@inlinable @inline(always) public func rawSystemCall(_ number: Int) -> Int {
  martlet_syscall0(number)
}

/// Makes a system call of one argument.
@inlinable @inline(always) public func rawSystemCall(_ number: Int, _ a: Int) -> Int {
  martlet_syscall1(number, a)
}

/// Makes a system call of two arguments.
@inlinable @inline(always) public func rawSystemCall(_ number: Int, _ a: Int, _ b: Int) -> Int {
  martlet_syscall2(number, a, b)
}

/// Makes a system call of three arguments.
@inlinable @inline(always) public func rawSystemCall(_ number: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
  martlet_syscall3(number, a, b, c)
}

/// Makes a system call of four arguments.
@inlinable @inline(always)
public func rawSystemCall(_ number: Int, _ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Int {
  martlet_syscall4(number, a, b, c, d)
}

/// Makes a system call of five arguments.
@inlinable @inline(always)
public func rawSystemCall(_ number: Int, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int) -> Int {
  martlet_syscall5(number, a, b, c, d, e)
}

/// Makes a system call of six arguments.
@inlinable @inline(always)
public func rawSystemCall(_ number: Int, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int, _ f: Int) -> Int {
  martlet_syscall6(number, a, b, c, d, e, f)
}

/// Makes a system call through the typed door: `rax` is the address of a `SyscallRecord`, where the kernel stores
/// the outcome and the answer.
/// - Returns: what stands in `rax`: 0, or, where the kernel refused the record itself and left it alone, an error
///   number negated: `-ENOSYS` for what is no record, `-EFAULT` for memory that it cannot read or write.
///   A kernel without a typed door, such as Linux, has no call with so high a number: `-ENOSYS`.
@inlinable @inline(always) public func rawTypedCall(recordAt address: Int) -> Int {
  martlet_syscall0(address)
}
