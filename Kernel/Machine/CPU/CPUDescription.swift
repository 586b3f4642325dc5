// What CPUID says of the CPU, for programs that ask what machine they run on.

import CMachine
import KernelCore

extension CPUFeatures {
  /// Asks the CPU that runs this.
  public static var description: ProcessorDescription {
    var description = ProcessorDescription()
    let first = cpuid(0, 0)
    description.vendor = [first.ebx, first.edx, first.ecx]
    let features = cpuid(1, 0)
    description.signature = features.eax
    let structured = first.eax >= 7 ? cpuid(7, 0).ebx : 0
    let highest = cpuid(0x8000_0000, 0).eax
    let extended = cpuid(0x8000_0001, 0)
    description.features = [features.edx, features.ecx, structured, extended.edx, extended.ecx]
    if highest >= 0x8000_0004 {
      for index in 0..<3 {
        let leaf = cpuid(0x8000_0002 + UInt32(index), 0)
        description.brand[index * 4] = leaf.eax
        description.brand[index * 4 + 1] = leaf.ebx
        description.brand[index * 4 + 2] = leaf.ecx
        description.brand[index * 4 + 3] = leaf.edx
      }
    }
    if highest >= 0x8000_0008 { description.addressBits = cpuid(0x8000_0008, 0).eax }
    description.kilohertz = SystemClock.kilohertz
    return description
  }
}
