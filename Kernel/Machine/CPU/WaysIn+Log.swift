// The words of the CPU's that decide how a program gets into the kernel, as they are, for a test that knows by itself what
// each bit must be.

import CMachine

extension WaysIn {
  /// Writes them to the log, a line each: a name, an index where there are several, and the words.
  static func log() {
    let (global, interrupts) = (storeGlobalDescriptorTable(), storeInterruptDescriptorTable())
    let (globalLimit, interruptLimit) = (global.limit, interrupts.limit)
    Log.line("way-in gdt-limit \(hex: globalLimit)")
    var offset: UInt64 = 0
    while offset < UInt64(globalLimit) {
      Log.line("way-in gdt \(offset) \(hex: load(global.base + offset))")
      offset += 8
    }
    Log.line("way-in idt-limit \(hex: interruptLimit)")
    for vector: UInt64 in 0..<256 {
      // What decides: all but the address that it leads to.
      let low = load(interrupts.base + vector * 16)
      Log.line("way-in idt \(vector) \(hex: low & 0x0000_FFFF_FFFF_0000)")
    }
    Log.line("way-in ldtr \(hex: storeLocalDescriptorTable())")
    Log.line("way-in tr \(hex: storeTaskRegister())")
    Log.line("way-in io-map \(hex: load(taskStateBase() + 96) >> 48)")
    for register: UInt32 in [
      ModelSpecific.efer, ModelSpecific.star, ModelSpecific.fmask, ModelSpecific.sysenter.lowerBound,
      ModelSpecific.sysenter.lowerBound + 1, ModelSpecific.sysenter.upperBound,
    ] {
      Log.line("way-in msr \(register) \(hex: readModelSpecific(register))")
    }
    for register: UInt32 in [ModelSpecific.lstar, ModelSpecific.cstar] {
      let target = readModelSpecific(register)
      Log.line("way-in entry \(register) \(target < imageTextEnd() && target >= imageTextStart() ? 1 : 0)")
    }
    Log.line("way-in cr0 \(hex: read_cr0())")
    Log.line("way-in cr4 \(hex: read_cr4())")
  }

  private static func taskStateBase() -> UInt64 {
    let table = DESCRIPTOR_TABLES_BASE + TASK_STATE_SELECTOR
    let low = load(table)
    return low >> 16 & 0xFF_FFFF | (low >> 56) << 24 | load(table + 8) << 32
  }
}
