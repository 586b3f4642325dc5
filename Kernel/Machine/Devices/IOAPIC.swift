// The interrupt controller of the machine's devices.

import CMachine

/// The I/O APIC that pc, q35 and microvm have at the same place (Intel 82093AA, section 3).
enum IOAPIC {
  private static let physical: UInt64 = 0xFEC0_0000
  /// Where its registers are seen. Set once at boot.
  private nonisolated(unsafe) static var base: UInt = 0

  /// - Returns: whether there was memory to map it.
  static func start() -> Bool {
    guard let address = KernelSpace.mapDevice(physical: physical, byteCount: 32) else { return false }
    unsafe base = address
    return true
  }

  /// Sends an ISA interrupt, edge-triggered and active high, to the CPU that boots.
  static func route(interrupt: UInt32, to vector: Int) {
    write(0x10 + interrupt * 2 + 1, 0)
    write(0x10 + interrupt * 2, UInt32(vector))
  }

  private static func write(_ register: UInt32, _ value: UInt32) {
    unsafe storeDevice32(base, register)
    unsafe storeDevice32(base + 0x10, value)
  }
}

/// The old pair of 8259s, which must be kept quiet (Intel 8259A).
enum LegacyPIC {
  static func disable() {
    // Vectors that no exception has, for the spurious interrupts that masking does not stop.
    outByte(0x20, 0x11)
    outByte(0xA0, 0x11)
    outByte(0x21, 0xE0)
    outByte(0xA1, 0xE8)
    outByte(0x21, 4)
    outByte(0xA1, 2)
    outByte(0x21, 1)
    outByte(0xA1, 1)
    outByte(0x21, 0xFF)
    outByte(0xA1, 0xFF)
  }
}
