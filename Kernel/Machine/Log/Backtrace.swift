// Who called whom, by name, when the kernel ends.

import CMachine

/// Walks frame pointers, and names addresses by the table that the build puts behind the kernel's constants.
///
/// The table: a count, so many pairs of 32-bit offsets (of a function from the text's start, and of its name
/// from the table's start) in ascending order, and the names, each ended by a NUL.
enum Backtrace {
  static func log(framePointer: UInt64) {
    var frame = framePointer
    for _ in 0..<32 {
      // Frames lie on kernel stacks or the boot's own, aligned, each above the last.
      guard frame & 7 == 0, isStack(frame) else { return }
      let returnAddress = unsafe load(frame + 8)
      guard KernelSpace.kernelTextRange.contains(returnAddress) else { return }
      // The call is in front of the address that it returns to.
      logCaller(address: returnAddress - 1)
      let next = unsafe load(frame)
      guard next > frame else { return }
      frame = next
    }
  }

  static func logCaller(address: UInt64) {
    guard KernelSpace.kernelTextRange.contains(address) else {
      return Log.line("  at \(hex: address)")
    }
    let offset = address - KernelSpace.kernelTextRange.lowerBound
    var message: LogMessage = "  at \(hex: address) "
    appendName(ofOffset: offset, to: &message)
    Log.line(message)
  }

  private static func appendName(ofOffset offset: UInt64, to message: inout LogMessage) {
    let table = symbolTableAddress()
    guard symbolTableByteCount() >= 4 else { return }
    let count = unsafe load32(table)
    var low: UInt64 = 0
    var high = UInt64(count)
    while low < high {
      let middle = (low + high) / 2
      if unsafe UInt64(load32(table + 4 + middle * 8)) <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return }
    let start = unsafe UInt64(load32(table + 4 + (low - 1) * 8))
    var name = unsafe table + UInt64(load32(table + 4 + (low - 1) * 8 + 4))
    while unsafe load8(name) != 0 {
      unsafe message.append(byte: load8(name))
      name += 1
    }
    message.append(" + ")
    message.append(decimal: offset - start)
  }

  private static func isStack(_ address: UInt64) -> Bool {
    KernelSpace.isStack(address) && KernelSpace.isBacked(page: address & ~4095)
      && KernelSpace.isBacked(page: (address + 8) & ~4095)
  }

  @unsafe private static func load(_ address: UInt64) -> UInt64 {
    unsafe UnsafePointer<UInt64>(bitPattern: UInt(address)).unsafelyUnwrapped.pointee
  }
  @unsafe private static func load32(_ address: UInt64) -> UInt32 {
    unsafe UnsafePointer<UInt32>(bitPattern: UInt(address)).unsafelyUnwrapped.pointee
  }
  @unsafe private static func load8(_ address: UInt64) -> UInt8 {
    unsafe UnsafePointer<UInt8>(bitPattern: UInt(address)).unsafelyUnwrapped.pointee
  }
}
