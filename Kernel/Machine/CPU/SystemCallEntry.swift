// How SYSCALL is told where to go.

import CMachine

/// The model-specific registers of SYSCALL and SYSRET (Intel SDM 3, 5.8.8).
public enum SystemCallEntry {
  /// What SYSCALL clears in rflags on the way in.
  static var flagMask: UInt64 {
    RFLAGS_IF  // no interrupt before the stack is the kernel's
      | RFLAGS_DF  // compiled code wants string instructions to go up
      | RFLAGS_TF  // a single-stepping program does not step the kernel
      | RFLAGS_AC  // under SMAP a set AC would open user memory
      | RFLAGS_NT  // IRET would take a nested task for granted
      | RFLAGS_IOPL  // no port belongs to programs
      | RFLAGS_RF  // the resume flag is for debuggers
      | RFLAGS_CF  // nothing of the program's arithmetic is left to depend on
  }

  static func enable() {
    // SYSCALL loads CS from bits 47:32 and SS 8 above it; SYSRET loads SS 8 and CS 16 above bits 63:48.
    writeModelSpecific(ModelSpecific.star, USER_BASE_SELECTOR << 48 | KERNEL_CODE_SELECTOR << 32)
    writeModelSpecific(ModelSpecific.lstar, UInt64(syscallEntryAddress()))
    writeModelSpecific(ModelSpecific.cstar, UInt64(compatibilityEntryAddress()))
    writeModelSpecific(ModelSpecific.fmask, flagMask)
    // SYSENTER faults where its code segment is null (Intel SDM 2, SYSENTER). AMD's CPUs do not know it in long mode.
    for register in ModelSpecific.sysenter { writeModelSpecific(register, 0) }
    writeModelSpecific(ModelSpecific.efer, readModelSpecific(ModelSpecific.efer) | Efer.systemCallExtensions)
  }

  /// From now on every call goes the way where somebody looks at it.
  public static func observe() {
    writeModelSpecific(ModelSpecific.lstar, UInt64(observedSyscallEntryAddress()))
  }
}
