// The CPU's state of a program that is not in its frame: segment bases and the floating-point unit.

import CMachine

/// Registers that belong to the program while the kernel runs, because the kernel does not use them.
public enum ProgramState {
  public static var threadPointer: UInt {
    get { UInt(readModelSpecific(ModelSpecific.fsBase)) }
    set { writeModelSpecific(ModelSpecific.fsBase, UInt64(newValue)) }
  }

  /// The program's GS base waits behind SWAPGS.
  public static var secondBase: UInt {
    get { UInt(readModelSpecific(ModelSpecific.kernelGSBase)) }
    set { writeModelSpecific(ModelSpecific.kernelGSBase, UInt64(newValue)) }
  }

  /// What a new program finds: zero bases, and the floating-point unit as the ABI wants it
  /// (System V ABI, AMD64 supplement, 3.4.1).
  public static func reset() {
    threadPointer = 0
    secondBase = 0
    resetFloatingPoint()
  }

  /// The frame with which a new program starts: nothing in any register but its stack and its first instruction.
  public static func initialFrame(entry: UInt, stackPointer: UInt) -> TrapFrame {
    var frame = TrapFrame()
    frame.rip = UInt64(entry)
    frame.rsp = UInt64(stackPointer)
    frame.cs = USER_CODE_SELECTOR
    frame.ss = USER_DATA_SELECTOR
    // Interrupts on, and the bit that is always set.
    frame.rflags = RFLAGS_IF | 2
    return frame
  }
}
