// Where a program goes on, when the program itself has said so: what comes from a signal's frame or another process.

import Shared

/// The registers that decide how the CPU enters a program, checked: IRETQ takes them, what runs then is the program with
/// a program's rights, and interrupts are on.
///
/// It proves nothing about memory: whether anything can be run at the address is for the program to find out.
public struct ResumptionState: Equatable, Sendable {
  public let instructionPointer: UInt
  /// Any number: the program's next access to its stack faults where it is none.
  public let stackPointer: UInt
  public let flags: UInt

  /// The selectors that a program's CS and SS have, as on Linux.
  public static let codeSelector: UInt = 0x33
  public static let stackSelector: UInt = 0x2B

  /// The flags that a program may choose, as Linux's `FIX_EFLAGS` (`arch/x86/include/asm/sighandling.h`): CF, PF, AF, ZF,
  /// SF, TF, DF, OF, RF and AC. Not IOPL, IF, NT, VM and the rest.
  public static let programFlags: UInt =
    1 << 0 | 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 10 | 1 << 11 | 1 << 16 | 1 << 18
  /// IF, and the bit that is always set.
  static let fixedFlags: UInt = 1 << 9 | 1 << 1

  /// - Returns: `nil` where no program can go on: outside user space, or with segments that are not a program's. Flags
  ///   that are not a program's are passed over, as Linux does it.
  public init?(
    instructionPointer: UInt, stackPointer: UInt, flags: UInt, codeSelector: UInt, stackSelector: UInt
  ) {
    guard instructionPointer < UserSpace.end, codeSelector == Self.codeSelector,
      stackSelector == Self.stackSelector
    else { return nil }
    self.instructionPointer = instructionPointer
    self.stackPointer = stackPointer
    self.flags = flags & Self.programFlags | Self.fixedFlags
  }
}
