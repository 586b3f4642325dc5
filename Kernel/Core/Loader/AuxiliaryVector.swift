// What the kernel tells a program's start-up code beside its arguments.

/// The keys of the auxiliary vector, with Linux's values (getauxval(3), `linux/auxvec.h`).
enum AuxiliaryKey: UInt64 {
  /// `AT_NULL`: the end.
  case end = 0
  /// `AT_PHDR`: where the program headers are in memory.
  case programHeaders = 3
  /// `AT_PHENT`: the size of one, in bytes.
  case programHeaderByteCount = 4
  /// `AT_PHNUM`: how many there are.
  case programHeaderCount = 5
  /// `AT_PAGESZ`: the page size, in bytes.
  case pageByteCount = 6
  /// `AT_BASE`: what was added to the interpreter's addresses; 0 without one.
  case interpreterBase = 7
  /// `AT_FLAGS`: none.
  case flags = 8
  /// `AT_ENTRY`: where the program starts.
  case entry = 9
  /// `AT_UID`
  case userID = 11
  /// `AT_EUID`
  case effectiveUserID = 12
  /// `AT_GID`
  case groupID = 13
  /// `AT_EGID`
  case effectiveGroupID = 14
  /// `AT_PLATFORM`: the address of a string that names the processor's architecture.
  case platform = 15
  /// `AT_HWCAP`: CPUID leaf 1, edx.
  case hardwareCapabilities = 16
  /// `AT_CLKTCK`: the frequency of times(2), in Hz.
  case clockTicks = 17
  /// `AT_SECURE`: whether to distrust the environment.
  case secure = 23
  /// `AT_RANDOM`: the address of 16 random bytes.
  case random = 25
  /// `AT_HWCAP2`: more capabilities.
  case hardwareCapabilities2 = 26
  /// `AT_RSEQ_FEATURE_SIZE`: how much of `struct rseq` is kept, in bytes.
  case restartableSequenceByteCount = 27
  /// `AT_RSEQ_ALIGN`: how it must be aligned, in bytes.
  case restartableSequenceAlignment = 28
  /// `AT_EXECFN`: the address of the program's path.
  case path = 31
  /// `AT_MINSIGSTKSZ`: what a signal takes of a stack, in bytes.
  case signalFrameByteCount = 51
}

/// What a program is told of the processor.
public struct ProcessorCapabilities: Sendable {
  /// CPUID leaf 1, edx (Intel SDM volume 2, CPUID).
  public var features: UInt32
  /// Whether programs may use RDFSBASE and its like: CR4.FSGSBASE is set.
  public var hasFSGSBASE: Bool

  public init(features: UInt32, hasFSGSBASE: Bool) {
    self.features = features
    self.hasFSGSBASE = hasFSGSBASE
  }

  /// Linux's `HWCAP2_FSGSBASE` is bit 1 (`asm/hwcap2.h` on x86).
  var hardwareCapabilities2: UInt64 { hasFSGSBASE ? 1 << 1 : 0 }
}
