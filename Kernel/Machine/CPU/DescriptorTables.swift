// Segments, the task state with its emergency stacks, and the gates of all 256 vectors.

import CMachine

/// The tables that the CPU reads by itself: GDT, TSS and IDT (Intel SDM 3, 3.4.5, 8.7 and 6.10).
///
/// They are written once at boot, before programs run, and never moved; only the CPU reads them afterwards.
enum DescriptorTables {
  private nonisolated(unsafe) static var global = InlineArray<10, UInt64>(repeating: 0)
  private nonisolated(unsafe) static var interrupt = InlineArray<512, UInt64>(repeating: 0)
  private nonisolated(unsafe) static var taskState = InlineArray<26, UInt32>(repeating: 0)

  /// Present, DPL 0, 64-bit code; and its kin. The order is that of the selectors in Layout.inc.
  private static let kernelCode: UInt64 = 0x00AF_9B00_0000_FFFF
  private static let kernelData: UInt64 = 0x00CF_9300_0000_FFFF
  private static let userCode32: UInt64 = 0x00CF_FB00_0000_FFFF
  private static let userData: UInt64 = 0x00CF_F300_0000_FFFF
  private static let userCode: UInt64 = 0x00AF_FB00_0000_FFFF

  /// Loads the tables into the CPU that runs this.
  /// - Parameters:
  ///   - kernelStack: the top of the stack for traps out of user mode.
  ///   - emergencyStacks: the tops of the stacks for double fault, NMI and machine check, which may strike when
  ///     no other stack can be trusted.
  static func load(kernelStack: UInt64, emergencyStacks: InlineArray<3, UInt64>) {
    setKernelStack(kernelStack)
    // The I/O permission map would begin past the TSS's limit: there is none, and no port is a program's
    // (Intel SDM 1, 19.5.2).
    unsafe taskState[25] = 104 << 16
    for i in 0..<3 { setTaskState(word: 9 + 2 * i, emergencyStacks[i]) }

    unsafe global[Int(KERNEL_CODE_SELECTOR >> 3)] = kernelCode
    unsafe global[Int(KERNEL_DATA_SELECTOR >> 3)] = kernelData
    unsafe global[Int(USER_BASE_SELECTOR >> 3)] = userCode32
    unsafe global[Int(USER_DATA_SELECTOR >> 3)] = userData
    unsafe global[Int(USER_CODE_SELECTOR >> 3)] = userCode
    let taskBase = unsafe address(&taskState)
    let taskLimit: UInt64 = 26 * 4 - 1
    unsafe global[Int(TASK_STATE_SELECTOR >> 3)] =
      taskLimit | (taskBase & 0xFF_FFFF) << 16 | 0x89 << 40 | (taskBase >> 24 & 0xFF) << 56
    unsafe global[Int(TASK_STATE_SELECTOR >> 3) + 1] = taskBase >> 32
    unsafe loadGlobalDescriptorTable(UInt(address(&global)), UInt16(10 * 8 - 1))
    loadSegments(KERNEL_CODE_SELECTOR)
    loadTaskRegister(UInt16(TASK_STATE_SELECTOR))

    for vector in 0..<256 {
      let target = trapGate(UInt8(vector))
      let stack: UInt64 =
        switch vector {
        case TrapVector.doubleFault: 1
        case TrapVector.nonMaskable: 2
        case TrapVector.machineCheck: 3
        default: 0
        }
      // Programs may raise INT3 and INTO by instruction, as under Linux; any other INT n faults.
      let privilege: UInt64 = vector == TrapVector.breakpoint || vector == TrapVector.overflow ? 3 : 0
      let attributes = stack << 32 | (0x8E | privilege << 5) << 40
      unsafe interrupt[vector * 2] =
        target & 0xFFFF | KERNEL_CODE_SELECTOR << 16 | attributes | (target >> 16 & 0xFFFF) << 48
      unsafe interrupt[vector * 2 + 1] = target >> 32
    }
    unsafe loadInterruptDescriptorTable(UInt(address(&interrupt)), UInt16(256 * 16 - 1))
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

  private static func address<T: ~Copyable>(_ value: inout T) -> UInt64 {
    unsafe withUnsafeMutablePointer(to: &value) { UInt64(UInt(bitPattern: $0)) }
  }
}
