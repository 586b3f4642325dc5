// Every way that leads a program into the kernel, in one place: what each must be, and a check that reads the CPU.

import CMachine

/// The ways from CPL 3 to CPL 0, of which the CPU knows no others: gates and descriptors (GDT, LDT, IDT, TSS), SYSCALL,
/// SYSENTER, and the controls that decide what a program's instructions may do (Intel SDM 3, 5.8 and 6.12; SDM 4).
///
/// | way | what it must be |
/// |---|---|
/// | segments | the two of 64-bit programs, no call gate, no conforming code, no 32-bit code |
/// | LDT | there is no such table |
/// | interrupts | 256 interrupt gates to the stubs; programs raise 3 and 4 alone |
/// | TSS | one, busy, without an I/O map; its stacks are the kernel's |
/// | SYSCALL | to the entry; from 32-bit code to the stub that refuses; the flags that the mask clears, bit by bit |
/// | SYSENTER | its code segment is null, so it faults |
/// | controls | EFER, CR0 and CR4 as a whole, with UMIP, SMEP and SMAP where the CPU has them |
///
/// It is checked at each boot, before a program runs, and by every check of `check=N`.
enum WaysIn {
  /// Panics where a way in is not as it must be.
  static func check() {
    checkSegments()
    checkGates()
    checkSystemCalls()
    checkControls()
  }

  // MARK: Segments

  private static func checkSegments() {
    let table = storeGlobalDescriptorTable()
    // Copies of packed fields.
    let (base, limit) = (table.base, table.limit)
    if base != DESCRIPTOR_TABLES_BASE { violated("the GDT is not where it was put", at: base) }
    if UInt64(limit) + 1 != DescriptorTables.globalByteCount {
      violated("the GDT has another length", at: UInt64(limit))
    }
    var selector: UInt64 = 0
    while selector < UInt64(limit) {
      let descriptor = load(base + selector)
      if selector == TASK_STATE_SELECTOR {
        checkTaskState(descriptor, high: load(base + selector + 8))
        selector += 16
      } else {
        check(descriptor, at: selector)
        selector += 8
      }
    }
    if storeTaskRegister() != UInt16(TASK_STATE_SELECTOR) { violated("another task is loaded", at: 0) }
    let local = storeLocalDescriptorTable()
    if local != 0 { violated("there is a local descriptor table", at: UInt64(local)) }
  }

  /// A descriptor's access byte and flags (Intel SDM 3, 3.4.5).
  private static func check(_ descriptor: UInt64, at selector: UInt64) {
    let isPresent = descriptor >> 47 & 1 != 0
    guard isPresent else { return }
    let privilege = descriptor >> 45 & 3
    guard descriptor >> 44 & 1 != 0 else { violated("the GDT has a gate or a system segment", at: selector) }
    let isCode = descriptor >> 43 & 1 != 0
    if isCode {
      if descriptor >> 42 & 1 != 0 { violated("a code segment conforms", at: selector) }
      // L set, D clear: 64-bit code.
      if descriptor >> 53 & 3 != 1 { violated("a 32-bit code segment is usable", at: selector) }
    }
    let own = isCode ? USER_CODE_SELECTOR : USER_DATA_SELECTOR
    switch privilege {
    case 3: if selector != own & ~7 { violated("a program has a segment too many", at: selector) }
    case 0: if selector == own & ~7 { violated("a program's segment is the kernel's", at: selector) }
    default: violated("a segment is of ring 1 or 2", at: selector)
    }
  }

  private static func checkTaskState(_ low: UInt64, high: UInt64) {
    // Present, DPL 0, busy 64-bit TSS.
    if low >> 40 & 0xFF != 0x8B { violated("the task state is not the kernel's", at: low) }
    let base = low >> 16 & 0xFF_FFFF | (low >> 56) << 24 | high << 32
    let limit = low & 0xFFFF | low >> 32 & 0xF_0000
    // The map's offset lies past the limit (Intel SDM 1, 19.5.2).
    if load(base + 96) >> 48 <= limit { violated("programs have an I/O permission map", at: limit) }
    // RSP0, and IST 1 to 3.
    for offset: UInt64 in [4, 36, 44, 52] {
      let top = load(base + offset)
      if !KernelSpace.isStack(top - 8) || !KernelSpace.isBacked(page: (top - 8) & ~4095) {
        violated("a trap's stack is not the kernel's", at: top)
      }
    }
  }

  // MARK: Gates

  private static func checkGates() {
    let table = storeInterruptDescriptorTable()
    let (base, limit) = (table.base, table.limit)
    if base != DESCRIPTOR_TABLES_BASE + 4096 || limit != 256 * 16 - 1 {
      violated("the IDT is not where it was put", at: base)
    }
    for vector in 0..<256 {
      let low = load(base + UInt64(vector) * 16)
      let high = load(base + UInt64(vector) * 16 + 8)
      let target = low & 0xFFFF | (low >> 48) << 16 | high << 32
      if target != trapGate(UInt8(vector)) { violated("a gate leads elsewhere", at: UInt64(vector)) }
      if low >> 16 & 0xFFFF != KERNEL_CODE_SELECTOR { violated("a gate has another segment", at: UInt64(vector)) }
      // Present, and an interrupt gate: interrupts are off behind it.
      if low >> 40 & 0x9F != 0x8E { violated("a gate is of another type", at: UInt64(vector)) }
      let isOpen = vector == TrapVector.breakpoint || vector == TrapVector.overflow
      if low >> 45 & 3 != (isOpen ? 3 : 0) {
        violated("a gate is open to others than it should be", at: UInt64(vector))
      }
      if low >> 32 & 7 != DescriptorTables.emergencyStack(of: vector) {
        violated("a gate has another stack", at: UInt64(vector))
      }
    }
  }

  // MARK: SYSCALL and SYSENTER

  private static func checkSystemCalls() {
    let star = readModelSpecific(ModelSpecific.star)
    if star != USER_BASE_SELECTOR << 48 | KERNEL_CODE_SELECTOR << 32 {
      violated("SYSCALL has other segments", at: star)
    }
    let target = readModelSpecific(ModelSpecific.lstar)
    if target != UInt64(syscallEntryAddress()), target != UInt64(observedSyscallEntryAddress()) {
      violated("SYSCALL leads elsewhere", at: target)
    }
    let compatibility = readModelSpecific(ModelSpecific.cstar)
    if compatibility != UInt64(compatibilityEntryAddress()) {
      violated("SYSCALL of 32-bit code leads elsewhere", at: compatibility)
    }
    let mask = readModelSpecific(ModelSpecific.fmask)
    if mask != SystemCallEntry.flagMask { violated("SYSCALL clears other flags", at: mask) }
    for register in ModelSpecific.sysenter where readModelSpecific(register) != 0 {
      violated("SYSENTER leads somewhere", at: UInt64(register))
    }
  }

  // MARK: Controls

  /// The CPU heeds the page tables' bits only with these, too (Intel SDM 3, 4.6).
  private static func checkControls() {
    let features = CPUFeatures()
    let (efer, cr0, cr4) = (readModelSpecific(ModelSpecific.efer), read_cr0(), read_cr4())
    if efer != Efer.systemCallExtensions | Efer.longModeEnable | Efer.longModeActive | Efer.noExecute {
      violated("EFER is not as it should be", at: efer)
    }
    if cr0 != features.cr0 { violated("CR0 is not as it should be", at: cr0) }
    if cr4 != features.cr4 { violated("CR4 is not as it should be", at: cr4) }
  }

  /// A word of a table that the CPU uses, which is shown for good.
  static func load(_ address: UInt64) -> UInt64 {
    UInt64(loadDevice32(UInt(address))) | UInt64(loadDevice32(UInt(address + 4))) << 32
  }
}
