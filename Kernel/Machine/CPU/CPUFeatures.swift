// What this CPU has, asked once.

import CMachine

/// Features that CPUID reports and the kernel uses where they are (Intel SDM 2, CPUID).
public struct CPUFeatures: Sendable {
  public let hasNoExecute: Bool
  public let hasGigabytePages: Bool
  /// FXSAVE and FXRSTOR, with SSE and SSE2: the least that programs for x86-64 take for granted.
  public let hasProgramState: Bool
  public let hasSMEP: Bool
  public let hasSMAP: Bool
  public let hasUMIP: Bool
  public let hasFSGSBASE: Bool
  public let hasRDRAND: Bool
  public let hasRDSEED: Bool
  /// CPUID.1:EDX, which programs are shown as AT_HWCAP.
  public let capabilityWord: UInt32

  /// Asks the CPU that runs this.
  public init() {
    let highestLeaf = cpuid(0, 0).eax
    let features = cpuid(1, 0)
    let structured = highestLeaf >= 7 ? cpuid(7, 0) : CPUIDLeaf(eax: 0, ebx: 0, ecx: 0, edx: 0)
    let extended = cpuid(0x8000_0001, 0)
    hasNoExecute = extended.edx & 1 << 20 != 0
    // FXSR, SSE and SSE2.
    hasProgramState = features.edx & 7 << 24 == 7 << 24
    hasGigabytePages = extended.edx & 1 << 26 != 0
    hasSMEP = structured.ebx & 1 << 7 != 0
    hasSMAP = structured.ebx & 1 << 20 != 0
    hasUMIP = structured.ecx & 1 << 2 != 0
    hasFSGSBASE = structured.ebx & 1 << 0 != 0
    hasRDRAND = features.ecx & 1 << 30 != 0
    hasRDSEED = structured.ebx & 1 << 18 != 0
    capabilityWord = features.edx
  }

  /// Turns on what protects the kernel from programs, and what programs need.
  ///
  /// CR4.OSXSAVE stays clear: programs then keep to SSE, whose state FXSAVE holds.
  public func enable() {
    if hasNoExecute { writeModelSpecific(ModelSpecific.efer, readModelSpecific(ModelSpecific.efer) | Efer.noExecute) }

    write_cr0(cr0)
    write_cr4(cr4)
  }

  /// The whole of CR0 while programs run (Intel SDM 3, 2.5): PE, MP, ET, NE, WP, AM and PG. Write-protect in supervisor
  /// mode too; FPU errors by exception; no emulation, no lazy switch; caches on; a program may ask for alignment checks,
  /// as under Linux.
  var cr0: UInt64 { 1 << 0 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 16 | 1 << 18 | 1 << 31 }

  /// The whole of CR4 while programs run: PAE, global pages, FXSAVE and SSE exceptions for programs, and what protects
  /// the kernel. No virtual 8086 mode, no RDPMC, no XSAVE, no protection keys: what is not used is off.
  var cr4: UInt64 {
    var cr4: UInt64 = 1 << 5 | 1 << 7 | 1 << 9 | 1 << 10
    if hasUMIP { cr4 |= 1 << 11 }
    if hasFSGSBASE { cr4 |= 1 << 16 }
    if hasSMEP { cr4 |= 1 << 20 }
    if hasSMAP { cr4 |= 1 << 21 }
    return cr4
  }
}

/// Numbers of model-specific registers (Intel SDM 4; AMD APM 2, appendix A).
public enum ModelSpecific {
  public static let apicBase: UInt32 = 0x1B
  /// IA32_SYSENTER_CS, _ESP and _EIP.
  public static let sysenter: ClosedRange<UInt32> = 0x174...0x176
  public static let efer: UInt32 = 0xC000_0080
  public static let star: UInt32 = 0xC000_0081
  public static let lstar: UInt32 = 0xC000_0082
  public static let cstar: UInt32 = 0xC000_0083
  public static let fmask: UInt32 = 0xC000_0084
  public static let fsBase: UInt32 = 0xC000_0100
  public static let gsBase: UInt32 = 0xC000_0101
  public static let kernelGSBase: UInt32 = 0xC000_0102
}

/// Bits of IA32_EFER.
enum Efer {
  static let systemCallExtensions: UInt64 = 1 << 0
  static let longModeEnable: UInt64 = 1 << 8
  static let longModeActive: UInt64 = 1 << 10
  static let noExecute: UInt64 = 1 << 11
}
