// The vectors: the CPU's 32 exceptions, and ours behind them.

/// Numbers of exceptions and interrupts (Intel SDM 3, 6.3.1).
public enum TrapVector {
  public static let divideError = 0
  public static let debug = 1
  public static let nonMaskable = 2
  public static let breakpoint = 3
  public static let overflow = 4
  public static let boundRange = 5
  public static let invalidOpcode = 6
  public static let deviceNotAvailable = 7
  public static let doubleFault = 8
  public static let invalidTSS = 10
  public static let segmentNotPresent = 11
  public static let stackFault = 12
  public static let generalProtection = 13
  public static let pageFault = 14
  public static let x87Error = 16
  public static let alignmentCheck = 17
  public static let machineCheck = 18
  public static let simdError = 19

  /// The first vector that is not the CPU's own.
  public static let firstInterrupt = 32
  /// The local APIC's timer.
  public static let timer = 32
  /// The serial console's input.
  public static let serial = 33
  /// What the local APIC raises when a request vanished before it was taken (Intel SDM 3, 10.9).
  public static let spurious = 255

  /// Whether it is what IRETQ raises for a frame that it cannot load (Intel SDM 2, IRET).
  public static func isRefusal(_ vector: Int) -> Bool {
    vector == generalProtection || vector == segmentNotPresent || vector == stackFault
  }

  /// The mnemonic and name of an exception, as the SDM's table has them.
  public static func name(_ vector: UInt64) -> StaticString {
    switch vector {
    case 0: "#DE divide error"
    case 1: "#DB debug exception"
    case 2: "NMI interrupt"
    case 3: "#BP breakpoint"
    case 4: "#OF overflow"
    case 5: "#BR bound range exceeded"
    case 6: "#UD invalid opcode"
    case 7: "#NM device not available"
    case 8: "#DF double fault"
    case 10: "#TS invalid TSS"
    case 11: "#NP segment not present"
    case 12: "#SS stack-segment fault"
    case 13: "#GP general protection"
    case 14: "#PF page fault"
    case 16: "#MF x87 floating-point error"
    case 17: "#AC alignment check"
    case 18: "#MC machine check"
    case 19: "#XM SIMD floating-point exception"
    case 20: "#VE virtualization exception"
    case 21: "#CP control protection exception"
    default: "reserved exception"
    }
  }
}
