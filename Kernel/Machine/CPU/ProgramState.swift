// The registers of a program that the kernel leaves where they are, because it does not use them.

import CMachine

/// The segment bases in the CPU.
public enum ProgramState {
  public static var fsBase: UInt {
    get { UInt(readModelSpecific(ModelSpecific.fsBase)) }
    set { writeModelSpecific(ModelSpecific.fsBase, UInt64(newValue)) }
  }

  /// The program's GS base waits behind SWAPGS.
  public static var gsBase: UInt {
    get { UInt(readModelSpecific(ModelSpecific.kernelGSBase)) }
    set { writeModelSpecific(ModelSpecific.kernelGSBase, UInt64(newValue)) }
  }
}
