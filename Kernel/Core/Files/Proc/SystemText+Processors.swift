// `/proc/cpuinfo`: what the CPUs are (`proc_cpuinfo(5)`).

import Shared

/// What CPUID says of a CPU, as far as programs ask the kernel for it (Intel SDM 2, CPUID).
public struct ProcessorDescription: Sendable {
  /// The twelve letters of leaf 0: EBX, EDX, ECX.
  public var vendor: InlineArray<3, UInt32> = [0, 0, 0]
  /// Leaf 1's EAX: family, model and stepping.
  public var signature: UInt32 = 0
  /// The 48 letters of leaves 0x80000002 to 0x80000004.
  public var brand = InlineArray<12, UInt32>(repeating: 0)
  /// Leaf 1's EDX and ECX, leaf 7's EBX, and leaf 0x80000001's EDX and ECX.
  public var features = InlineArray<5, UInt32>(repeating: 0)
  /// Leaf 0x80000008's EAX: how many bits addresses have.
  public var addressBits: UInt32 = 0
  /// How fast its time stamp counter goes.
  public var kilohertz: UInt64 = 0

  public init() {}

  /// As `cpuid(1)` is read (Intel SDM 2, "Version Information").
  var family: UInt32 {
    let base = signature >> 8 & 0xF
    return base == 0xF ? base + (signature >> 20 & 0xFF) : base
  }

  var model: UInt32 {
    let base = signature >> 4 & 0xF
    return family >= 6 ? base | (signature >> 16 & 0xF) << 4 : base
  }

  var stepping: UInt32 { signature & 0xF }
}

extension SystemText {
  func appendProcessors(_ processor: ProcessorDescription, count: Int, to piece: inout TextPiece) {
    for number in 0..<count {
      piece.append("processor\t: ")
      piece.append(number)
      piece.append("\nvendor_id\t: ")
      for index in processor.vendor.indices { Self.append(letters: processor.vendor[index], to: &piece) }
      piece.append("\ncpu family\t: ")
      piece.append(UInt64(processor.family))
      piece.append("\nmodel\t\t: ")
      piece.append(UInt64(processor.model))
      piece.append("\nmodel name\t: ")
      for index in processor.brand.indices { Self.append(letters: processor.brand[index], to: &piece) }
      piece.append("\nstepping\t: ")
      piece.append(UInt64(processor.stepping))
      piece.append("\ncpu MHz\t\t: ")
      piece.append(processor.kilohertz / 1000)
      piece.append(".")
      piece.append(processor.kilohertz % 1000, width: 3, filling: UInt8(ascii: "0"))
      piece.append("\nphysical id\t: 0\nsiblings\t: ")
      piece.append(count)
      piece.append("\ncore id\t\t: ")
      piece.append(number)
      piece.append("\ncpu cores\t: ")
      piece.append(count)
      piece.append("\nfpu\t\t: yes\nfpu_exception\t: yes\nwp\t\t: yes\nflags\t\t:")
      Self.appendFlags(of: processor, to: &piece)
      piece.append("\naddress sizes\t: ")
      piece.append(UInt64(processor.addressBits & 0xFF))
      piece.append(" bits physical, ")
      piece.append(UInt64(processor.addressBits >> 8 & 0xFF))
      piece.append(" bits virtual\n\n")
    }
  }

  /// Four letters; those that are none are left out.
  private static func append(letters word: UInt32, to piece: inout TextPiece) {
    for shift: UInt32 in [0, 8, 16, 24] {
      let letter = UInt8(truncatingIfNeeded: word >> shift)
      if letter >= 0x20, letter < 0x7F { piece.append(letter) }
    }
  }

  private static func appendFlags(of processor: ProcessorDescription, to piece: inout TextPiece) {
    for flag in ProcessorFlag.allCases where processor.features[flag.word] >> flag.bit & 1 != 0 {
      piece.append(" ")
      piece.append(flag.name)
    }
  }
}

/// Features by the names that Linux has for them (`asm/cpufeatures.h`): those that a program can use here. What needs
/// XSAVE is none of them.
private enum ProcessorFlag: CaseIterable {
  case fpu, tsc, msr, cx8, cmov, clflush, mmx, fxsr, sse, sse2, syscall, nx, lm, rdtscp
  case pni, pclmulqdq, ssse3, cx16, sse4_1, sse4_2, movbe, popcnt, aes, rdrand, hypervisor
  case fsgsbase, bmi1, smep, bmi2, erms, rdseed, adx, smap, sha_ni, lahf_lm, abm

  /// Which of the words has the bit, and which bit it is.
  private var place: (word: Int, bit: UInt32) {
    switch self {
    case .fpu: (0, 0)
    case .tsc: (0, 4)
    case .msr: (0, 5)
    case .cx8: (0, 8)
    case .cmov: (0, 15)
    case .clflush: (0, 19)
    case .mmx: (0, 23)
    case .fxsr: (0, 24)
    case .sse: (0, 25)
    case .sse2: (0, 26)
    case .syscall: (3, 11)
    case .nx: (3, 20)
    case .rdtscp: (3, 27)
    case .lm: (3, 29)
    case .pni: (1, 0)
    case .pclmulqdq: (1, 1)
    case .ssse3: (1, 9)
    case .cx16: (1, 13)
    case .sse4_1: (1, 19)
    case .sse4_2: (1, 20)
    case .movbe: (1, 22)
    case .popcnt: (1, 23)
    case .aes: (1, 25)
    case .rdrand: (1, 30)
    case .hypervisor: (1, 31)
    case .fsgsbase: (2, 0)
    case .bmi1: (2, 3)
    case .smep: (2, 7)
    case .bmi2: (2, 8)
    case .erms: (2, 9)
    case .rdseed: (2, 18)
    case .adx: (2, 19)
    case .smap: (2, 20)
    case .sha_ni: (2, 29)
    case .lahf_lm: (4, 0)
    case .abm: (4, 5)
    }
  }

  var word: Int { place.word }
  var bit: UInt32 { place.bit }

  var name: StaticString {
    switch self {
    case .fpu: "fpu"
    case .tsc: "tsc"
    case .msr: "msr"
    case .cx8: "cx8"
    case .cmov: "cmov"
    case .clflush: "clflush"
    case .mmx: "mmx"
    case .fxsr: "fxsr"
    case .sse: "sse"
    case .sse2: "sse2"
    case .syscall: "syscall"
    case .nx: "nx"
    case .lm: "lm"
    case .rdtscp: "rdtscp"
    case .pni: "pni"
    case .pclmulqdq: "pclmulqdq"
    case .ssse3: "ssse3"
    case .cx16: "cx16"
    case .sse4_1: "sse4_1"
    case .sse4_2: "sse4_2"
    case .movbe: "movbe"
    case .popcnt: "popcnt"
    case .aes: "aes"
    case .rdrand: "rdrand"
    case .hypervisor: "hypervisor"
    case .fsgsbase: "fsgsbase"
    case .bmi1: "bmi1"
    case .smep: "smep"
    case .bmi2: "bmi2"
    case .erms: "erms"
    case .rdseed: "rdseed"
    case .adx: "adx"
    case .smap: "smap"
    case .sha_ni: "sha_ni"
    case .lahf_lm: "lahf_lm"
    case .abm: "abm"
    }
  }
}
