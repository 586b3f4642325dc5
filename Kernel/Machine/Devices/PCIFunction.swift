// A PCI device as its configuration space describes it.

/// One function of a PCI device, by its place.
struct PCIFunction: Equatable {
  let bus: UInt8
  let device: UInt8
  let function: UInt8

  /// Offsets in the header (PCI 3.0, 6.1).
  private enum Header {
    static let identifiers: UInt8 = 0x00
    static let command: UInt8 = 0x04
    static let headerType: UInt8 = 0x0C
    static let baseAddress0: UInt8 = 0x10
    static let capabilities: UInt8 = 0x34
  }
  private enum Command {
    static let memorySpace: UInt32 = 1 << 1
    static let busMaster: UInt32 = 1 << 2
    static let interruptDisable: UInt32 = 1 << 10
  }
  /// Capability list present, in the status that is the upper half of the command's word.
  private static let hasCapabilities: UInt32 = 1 << 20

  /// The word at a multiple of 4.
  subscript(offset: UInt8) -> UInt32 {
    get { PCIConfiguration.load(self, offset) }
    nonmutating set { PCIConfiguration.store(self, offset, newValue) }
  }

  var isPresent: Bool { vendorID != 0xFFFF }
  var vendorID: UInt16 { UInt16(truncatingIfNeeded: self[Header.identifiers]) }
  var deviceID: UInt16 { UInt16(truncatingIfNeeded: self[Header.identifiers] >> 16) }
  var hasMoreFunctions: Bool { self[Header.headerType] & 1 << 23 != 0 }

  /// Lets the function answer at its addresses and reach memory by itself, and keeps its interrupt line quiet.
  func enable() { setCommand(Command.memorySpace | Command.busMaster | Command.interruptDisable) }

  /// Visits the offsets of the capabilities (6.7), so many at most as fit.
  func forEachCapability(_ visit: (UInt8) -> Void) {
    guard self[Header.command] & Self.hasCapabilities != 0 else { return }
    var offset = UInt8(truncatingIfNeeded: self[Header.capabilities]) & 0xFC
    for _ in 0..<48 {
      // What lies in the header is no capability.
      guard offset >= 0x40 else { return }
      visit(offset)
      offset = UInt8(truncatingIfNeeded: self[offset] >> 8) & 0xFC
    }
  }

  /// Where a base address register puts its region of memory, and how large that is (6.2.5.1).
  /// - Returns: `nil` for a region of ports, one that the firmware gave no address, or none.
  func memoryRegion(bar: UInt8) -> (physical: UInt64, byteCount: UInt64)? {
    let offset = Header.baseAddress0 + 4 * bar
    let low = self[offset]
    let is64Bit = low & 6 == 4
    guard bar < 6, low & 1 == 0, !is64Bit || bar < 5 else { return nil }
    let high = is64Bit ? self[offset + 4] : 0

    // The bits that stay 0 tell the size. Meanwhile the function must not answer at such addresses.
    let command = self[Header.command]
    setCommand(0)
    self[offset] = 0xFFFF_FFFF
    var mask = UInt64(self[offset] & ~15)
    self[offset] = low
    if is64Bit {
      self[offset + 4] = 0xFFFF_FFFF
      mask |= UInt64(self[offset + 4]) << 32
      self[offset + 4] = high
    } else {
      mask |= 0xFFFF_FFFF << 32
    }
    setCommand(command & 0xFFFF)

    let physical = UInt64(high) << 32 | UInt64(low & ~15)
    let byteCount = ~mask &+ 1
    guard byteCount > 0, byteCount & (byteCount - 1) == 0, physical != 0, physical & (byteCount - 1) == 0,
      !physical.addingReportingOverflow(byteCount).overflow
    else { return nil }
    return (physical, byteCount)
  }

  /// The status in the upper half is cleared by ones, so zeros leave it alone.
  private func setCommand(_ value: UInt32) { self[Header.command] = value }
}
