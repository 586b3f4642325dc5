// The interrupt controller of each CPU, and its timer.

import CMachine

/// The local APIC in xAPIC mode (Intel SDM 3, chapter 11).
public enum LocalAPIC {
  /// Where its registers are seen. Set once at boot.
  private nonisolated(unsafe) static var base: UInt = 0

  private enum Register {
    static let taskPriority: UInt = 0x80
    static let endOfInterrupt: UInt = 0xB0
    static let spuriousVector: UInt = 0xF0
    static let timerEntry: UInt = 0x320
    static let initialCount: UInt = 0x380
    static let currentCount: UInt = 0x390
    static let divideConfiguration: UInt = 0x3E0
  }

  private static let enabled: UInt32 = 1 << 8
  private static let masked: UInt32 = 1 << 16
  private static let divideByOne: UInt32 = 0b1011

  /// Turns the APIC on, with its timer stopped.
  /// - Returns: whether there was memory to map it.
  static func start() -> Bool {
    let physical = readModelSpecific(ModelSpecific.apicBase) & 0x000F_FFFF_FFFF_F000
    guard let address = KernelSpace.mapDevice(physical: physical, byteCount: 4096) else { return false }
    unsafe base = address
    store(Register.taskPriority, 0)
    store(Register.divideConfiguration, divideByOne)
    store(Register.timerEntry, masked)
    store(Register.spuriousVector, enabled | UInt32(TrapVector.spurious))
    return true
  }

  /// Lets the timer count down from a number, once, and interrupt or not when it gets to 0.
  static func startTimer(count: UInt32, interrupts: Bool) {
    store(Register.timerEntry, UInt32(TrapVector.timer) | (interrupts ? 0 : masked))
    store(Register.initialCount, count)
  }

  static func stopTimer() { store(Register.initialCount, 0) }

  static var timerCount: UInt32 { unsafe loadDevice32(base + Register.currentCount) }

  /// Tells the APIC that an interrupt has been handled.
  static func endInterrupt() { store(Register.endOfInterrupt, 0) }

  private static func store(_ register: UInt, _ value: UInt32) { unsafe storeDevice32(base + register, value) }
}
