// PCI's configuration space, by the ports that every PC has.

import CMachine

/// Configuration mechanism 1 (PCI 3.0, 3.2.2.3.2): the address goes to one port, the word passes through another.
/// Only the kernel's one CPU uses the pair, with interrupts off.
enum PCIConfiguration {
  private static let addressPort: UInt16 = 0xCF8
  private static let dataPort: UInt16 = 0xCFC
  private static let enable: UInt32 = 1 << 31

  /// Whether there is a host bridge that answers: what is not there reads as ones.
  static var isPresent: Bool {
    outLong(addressPort, enable)
    return inLong(addressPort) == enable && PCIFunction(bus: 0, device: 0, function: 0).isPresent
  }

  static func select(_ function: PCIFunction, _ offset: UInt8) {
    outLong(
      addressPort,
      enable | UInt32(function.bus) << 16 | UInt32(function.device & 31) << 11 | UInt32(function.function & 7) << 8
        | UInt32(offset & 0xFC))
  }

  static func load(_ function: PCIFunction, _ offset: UInt8) -> UInt32 {
    select(function, offset)
    return inLong(dataPort)
  }

  static func store(_ function: PCIFunction, _ offset: UInt8, _ value: UInt32) {
    select(function, offset)
    outLong(dataPort, value)
  }

  /// Visits the functions of bus 0 until one is taken. What is behind bridges is not looked for.
  static func first(where isTaken: (PCIFunction) -> Bool) -> PCIFunction? {
    for device: UInt8 in 0..<32 {
      for number: UInt8 in 0..<8 {
        let function = PCIFunction(bus: 0, device: device, function: number)
        if function.isPresent, isTaken(function) { return function }
        if number == 0, !function.isPresent || !function.hasMoreFunctions { break }
      }
    }
    return nil
  }
}
