// The registers of a program that the kernel leaves where they are, because it does not use them.

import CMachine

/// The segments in the CPU: their bases, and what was loaded into their registers.
public enum ProgramState {
  /// The selectors in DS, ES, FS and GS, 16 bits each. To set them takes the bases away.
  static var selectors: UInt64 {
    get { readDataSelectors() }
    set { writeDataSelectors(newValue) }
  }

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
