// Segments, the task state with its emergency stacks, and the gates of all 256 vectors.

import CMachine

/// The tables that the CPU reads by itself: GDT, TSS and IDT (Intel SDM 3, 3.4.5, 8.7 and 6.10).
///
/// They are written once at boot, before programs run, and never moved; only the CPU reads them afterwards. GDT and IDT
/// have frames of their own, which the CPU reads at an address that gives nothing else away: where there is no UMIP,
/// programs may ask for it. Linux does so for the same reason (Documentation/arch/x86/x86_64/mm.rst, "cpu_entry_area").
enum DescriptorTables {
  private nonisolated(unsafe) static var taskState = InlineArray<26, UInt32>(repeating: 0)

  /// Present, DPL 0, 64-bit code; and its kin. The order is that of the selectors in Layout.inc.
  private static let kernelCode: UInt64 = 0x00AF_9B00_0000_FFFF
  private static let kernelData: UInt64 = 0x00CF_9300_0000_FFFF
  private static let userData: UInt64 = 0x00CF_F300_0000_FFFF
  private static let userCode: UInt64 = 0x00AF_FB00_0000_FFFF

  static let globalByteCount: UInt64 = 10 * 8

  /// Loads the tables into the CPU that runs this.
  /// - Parameters:
  ///   - kernelStack: the top of the stack for traps out of user mode.
  ///   - emergencyStacks: the tops of the stacks for double fault, NMI and machine check, which may strike when
  ///     no other stack can be trusted.
  /// - Returns: whether there was memory.
  static func load(kernelStack: UInt64, emergencyStacks: InlineArray<3, UInt64>) -> Bool {
    guard let globalFrame = PhysicalMemory.allocateFrame(), let interruptFrame = PhysicalMemory.allocateFrame(),
      KernelSpace.show(frame: globalFrame, at: DESCRIPTOR_TABLES_BASE),
      KernelSpace.show(frame: interruptFrame, at: DESCRIPTOR_TABLES_BASE + 4096)
    else { return false }
    // The frames are nobody else's, and each has room for its table.
    let global = unsafe DirectMap.words(ofFrame: globalFrame)
    let interrupt = unsafe DirectMap.words(ofFrame: interruptFrame)
    setKernelStack(kernelStack)
    // The I/O permission map would begin past the TSS's limit: there is none, and no port is a program's
    // (Intel SDM 1, 19.5.2).
    unsafe taskState[25] = 104 << 16
    for i in 0..<3 { setTaskState(word: 9 + 2 * i, emergencyStacks[i]) }

    unsafe global[Int(KERNEL_CODE_SELECTOR >> 3)] = kernelCode
    unsafe global[Int(KERNEL_DATA_SELECTOR >> 3)] = kernelData
    // USER_BASE_SELECTOR stays empty: 32-bit code would have other ways in, and SYSRET reads no descriptor.
    unsafe global[Int(USER_DATA_SELECTOR >> 3)] = userData
    unsafe global[Int(USER_CODE_SELECTOR >> 3)] = userCode
    let taskBase = unsafe address(&taskState)
    let taskLimit: UInt64 = 26 * 4 - 1
    unsafe global[Int(TASK_STATE_SELECTOR >> 3)] =
      taskLimit | (taskBase & 0xFF_FFFF) << 16 | 0x89 << 40 | (taskBase >> 24 & 0xFF) << 56
    unsafe global[Int(TASK_STATE_SELECTOR >> 3) + 1] = taskBase >> 32
    // Loading the task register marks its descriptor as busy, which cannot be done where it is only shown.
    loadGlobalDescriptorTable(DirectMap.address(ofPhysical: globalFrame), UInt16(globalByteCount - 1))
    loadSegments(KERNEL_CODE_SELECTOR)
    loadTaskRegister(UInt16(TASK_STATE_SELECTOR))
    // After a reset it is 64 KiB at address 0 (Intel SDM 3, table 10-1), which would be a program's own descriptors.
    loadLocalDescriptorTable(0)
    loadGlobalDescriptorTable(UInt(DESCRIPTOR_TABLES_BASE), UInt16(globalByteCount - 1))

    for vector in 0..<256 {
      let target = trapGate(UInt8(vector))
      let stack = emergencyStack(of: vector)
      // Programs may raise INT3 and INTO by instruction, as under Linux; any other INT n faults.
      let privilege: UInt64 = vector == TrapVector.breakpoint || vector == TrapVector.overflow ? 3 : 0
      let attributes = stack << 32 | (0x8E | privilege << 5) << 40
      unsafe interrupt[vector * 2] =
        target & 0xFFFF | KERNEL_CODE_SELECTOR << 16 | attributes | (target >> 16 & 0xFFFF) << 48
      unsafe interrupt[vector * 2 + 1] = target >> 32
    }
    loadInterruptDescriptorTable(UInt(DESCRIPTOR_TABLES_BASE + 4096), UInt16(256 * 16 - 1))
    return true
  }

  /// Which of the emergency stacks a vector's gate takes (Intel SDM 3, 6.14.5); 0 for the running one.
  static func emergencyStack(of vector: Int) -> UInt64 {
    switch vector {
    case TrapVector.doubleFault: 1
    case TrapVector.nonMaskable: 2
    case TrapVector.machineCheck: 3
    default: 0
    }
  }

  /// Where traps out of user mode begin to push: RSP0.
  static func setKernelStack(_ top: UInt64) {
    setTaskState(word: 1, top)
  }

  /// Stores a 64-bit field of the TSS, which holds them at odd 32-bit words.
  private static func setTaskState(word: Int, _ value: UInt64) {
    unsafe taskState[word] = UInt32(truncatingIfNeeded: value)
    unsafe taskState[word + 1] = UInt32(truncatingIfNeeded: value >> 32)
  }

  /// Puts another descriptor in, for a self-test.
  static func damage(selector: UInt64, _ descriptor: UInt64) {
    guard let frame = KernelSpace.frame(shownAt: DESCRIPTOR_TABLES_BASE) else { return }
    // The frame holds the GDT alone.
    unsafe DirectMap.words(ofFrame: frame)[Int(selector >> 3)] = descriptor
  }

  /// Changes bits of a gate's lower word, for a self-test.
  static func damage(gate vector: Int, toggling bits: UInt64) {
    guard let frame = KernelSpace.frame(shownAt: DESCRIPTOR_TABLES_BASE + 4096) else { return }
    // The frame holds the IDT alone.
    unsafe DirectMap.words(ofFrame: frame)[vector * 2] ^= bits
  }

  private static func address<T: ~Copyable>(_ value: inout T) -> UInt64 {
    unsafe withUnsafeMutablePointer(to: &value) { UInt64(UInt(bitPattern: $0)) }
  }
}
