// Bringing up interrupts and time, and answering interrupts.

import CMachine

/// The machine's interrupts. Programs run with them on; the kernel only takes them while it waits.
public enum Interrupts {
  /// Brings up the controllers and the clocks.
  public static func start() {
    LegacyPIC.disable()
    guard LocalAPIC.start(), IOAPIC.start() else { panic("no memory to map the interrupt controllers") }
    SystemClock.calibrate()
  }

  /// Lets the serial console's input interrupt.
  public static func routeSerial() { IOAPIC.route(interrupt: 4, to: TrapVector.serial) }

  /// Acknowledges an interrupt that has been handled. A spurious one wants none (Intel SDM 3, 11.9).
  public static func end(vector: Int) {
    if vector != TrapVector.spurious { LocalAPIC.endInterrupt() }
  }
}
