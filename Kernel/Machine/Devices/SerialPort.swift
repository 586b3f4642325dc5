// The serial ports that every PC once had: a way to the host that needs no memory and no discovery.

import CMachine
import KernelCore

/// A 16550 UART with its FIFOs on. Output waits for the device in bounded time; input comes by interrupt or
/// by `poll`, and ends with a break condition.
final class SerialPort {
  static let com1: UInt16 = 0x3F8
  static let com2: UInt16 = 0x2F8

  /// Offsets of registers from the base port (PC16550D data sheet, table II).
  private enum Register {
    static let data: UInt16 = 0
    static let interruptEnable: UInt16 = 1
    /// When written; `interruptIdentification` when read.
    static let fifoControl: UInt16 = 2
    static let interruptIdentification: UInt16 = 2
    static let lineControl: UInt16 = 3
    static let modemControl: UInt16 = 4
    static let lineStatus: UInt16 = 5
    static let scratch: UInt16 = 7
  }
  private enum LineStatus {
    static let dataReady: UInt8 = 1 << 0
    static let overrun: UInt8 = 1 << 1
    static let breakCondition: UInt8 = 1 << 4
    static let transmitterEmpty: UInt8 = 1 << 5
    static let allSent: UInt8 = 1 << 6
  }
  /// Received data available, and receiver line status, which tells of a break.
  private static let inputInterrupts: UInt8 = 1 << 0 | 1 << 2
  private static let largestFIFODepth = 16
  /// What the device gets to send a FIFO's worth, or to be stopped by its host: 2 to 8 seconds.
  private static let patience: UInt64 = 1 << 33

  private let base: UInt16
  private var input = SerialInput()
  private var wantsInterrupts = false
  private var isStuck = false
  /// How many bytes can be sent at once when all before them are sent.
  private let fifoDepth: Int

  /// - Returns: `nil` when no UART answers at these ports.
  init?(base: UInt16) {
    self.base = base
    // Only a UART gives back what its scratch register was given; an empty bus reads as ones.
    for pattern: UInt8 in [0x5A, 0xA5] {
      outByte(base + Register.scratch, pattern)
      guard inByte(base + Register.scratch) == pattern else { return nil }
    }
    outByte(base + Register.interruptEnable, 0)
    // 115200 baud: with the divisor latch open, 1. Then 8 bits, no parity, 1 stop bit.
    outByte(base + Register.lineControl, 0x80)
    outByte(base + Register.data, 1)
    outByte(base + Register.interruptEnable, 0)
    outByte(base + Register.lineControl, 0x03)
    // FIFOs on, with an interrupt at 14 bytes or a pause. To switch them is to lose what has come in, also what
    // comes while one would save that, so a sender that did not wait gets the slow way: a byte at a time.
    let status = inByte(base + Register.lineStatus)
    if status & (LineStatus.dataReady | LineStatus.breakCondition) == 0 {
      outByte(base + Register.fifoControl, 0xC1)
    }
    // Both bits say that the FIFOs are on and work.
    fifoDepth = inByte(base + Register.interruptIdentification) & 0xC0 == 0xC0 ? 16 : 1
    // Data terminal ready, request to send, and OUT2, which on a PC lets interrupts through.
    outByte(base + Register.modemControl, 0x0B)
    if status & LineStatus.breakCondition != 0 { endInput() }
  }

  // MARK: Output

  /// Sends bytes. A device that takes none for seconds gets none any more, until it does again.
  func write(_ bytes: RawSpan) {
    var position = 0
    unsafe bytes.withUnsafeBytes { buffer in
      while position < buffer.count, wait(for: LineStatus.transmitterEmpty) {
        for _ in 0..<min(fifoDepth, buffer.count - position) {
          unsafe outByte(base + Register.data, buffer[position])
          position += 1
        }
      }
    }
  }

  /// Waits until the last bit is on the line.
  func flush() { _ = wait(for: LineStatus.allSent) }

  private func wait(for bit: UInt8) -> Bool {
    let deadline = TickDeadline(ticks: isStuck ? 0 : Self.patience)
    while lineStatus & bit == 0 {
      if deadline.hasPassed {
        if !isStuck { Log.error("the serial port at \(hex: base) takes no more output") }
        isStuck = true
        return false
      }
      relaxCPU()
    }
    isStuck = false
    return true
  }

  // MARK: Input

  /// Lets the device interrupt when it has input. Its line must be wired to `handleInterrupt` by then.
  func enableInterrupts() {
    wantsInterrupts = true
    receive()
  }

  /// Takes in what made the device interrupt.
  func handleInterrupt() { receive() }

  /// Takes in what has come, as far as there is room; what there is none for stays with the device.
  func receive() {
    // The line is edge-triggered: it must fall, or it will never rise again. Turned on again below, it rises
    // for what came in while the loop was ending.
    outByte(base + Register.interruptEnable, 0)
    while input.hasRoom, lineStatus & LineStatus.dataReady != 0 { input.append(inByte(base + Register.data)) }
    if wantsInterrupts, input.hasRoom { outByte(base + Register.interruptEnable, Self.inputInterrupts) }
  }

  func read(into destination: inout MutableRawSpan) -> Int {
    receive()
    var count = 0
    unsafe destination.withUnsafeMutableBytes { buffer in
      while count < buffer.count, let byte = nextByte() {
        unsafe buffer[count] = byte
        count += 1
      }
    }
    return count
  }

  private func nextByte() -> UInt8? {
    if input.count == 0 { receive() }
    return input.next()
  }

  var hasInput: Bool {
    receive()
    return input.count > 0
  }
  var isAtEndOfInput: Bool { !hasInput && input.hasEnded }

  /// The line status. Reading it clears the break and the overrun, so both are noted here.
  private var lineStatus: UInt8 {
    let status = inByte(base + Register.lineStatus)
    if status & LineStatus.overrun != 0 { Log.warning("the serial port at \(hex: base) has lost input") }
    if status & LineStatus.breakCondition != 0 { endInput() }
    return status
  }

  /// A break condition puts a NUL behind what came before it, and nothing comes until it is over. The whole
  /// FIFO is what came before it then, except for that NUL.
  private func endInput() {
    var last: UInt8?
    // `hasRoom` keeps room for it.
    for _ in 0..<Self.largestFIFODepth {
      guard inByte(base + Register.lineStatus) & LineStatus.dataReady != 0 else { break }
      if let last { input.append(last) }
      last = inByte(base + Register.data)
    }
    if let last, last != 0 { input.append(last) }
    input.end()
  }
}
