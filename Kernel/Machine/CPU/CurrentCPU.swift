// Bringing up the CPU that boots: its tables, its per-CPU data behind GS, its way into system calls.

import CMachine

/// The CPU that runs this code.
public enum CurrentCPU {
  /// Loads everything that a CPU needs before it can run programs.
  /// - Parameters:
  ///   - kernelStack: the top of the stack for traps and calls out of user mode.
  ///   - emergencyStacks: the tops of the stacks for double fault, NMI and machine check.
  public static func start(kernelStack: UInt64, emergencyStacks: InlineArray<3, UInt64>) {
    initializeBootCPU(kernelStack)
    guard DescriptorTables.load(kernelStack: kernelStack, emergencyStacks: emergencyStacks) else {
      panic("no memory for the CPU's tables")
    }
    // After the segment loads, which clear GS's base. The program's base waits behind SWAPGS.
    writeModelSpecific(ModelSpecific.gsBase, bootCPUAddress())
    writeModelSpecific(ModelSpecific.kernelGSBase, 0)
    SystemCallEntry.enable()
  }

  /// Sets where traps out of user mode and calls begin to push.
  static func setKernelStack(_ top: UInt64) {
    DescriptorTables.setKernelStack(top)
    setCPUKernelStack(top)
  }
}
