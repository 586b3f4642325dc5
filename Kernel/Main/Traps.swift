// Exceptions and interrupts: who is meant, and what becomes of it.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Where every stub of Kernel/Entry/traps.asm leads.
@c public func handleTrap(_ frame: UnsafeMutablePointer<TrapFrame>) {
  let vector = unsafe Int(frame.pointee.vector)
  if vector >= TrapVector.firstInterrupt {
    handleInterrupt(vector)
  } else {
    unsafe handleException(vector, frame)
  }
  if unsafe frame.pointee.cs & 3 != 0, unsafe CurrentProcess.process?.end != nil { leaveProgram() }
}

private func handleInterrupt(_ vector: Int) {
  InterruptTimes.note(vector: vector)
  if vector == TrapVector.serial { Console.handleSerialInterrupt() }
  Interrupts.end(vector: vector)
}

private func handleException(_ vector: Int, _ frame: UnsafeMutablePointer<TrapFrame>) {
  let isFromProgram = unsafe frame.pointee.cs & 3 != 0
  // These three are about the machine, whoever was running.
  if vector == TrapVector.nonMaskable || vector == TrapVector.machineCheck || vector == TrapVector.doubleFault {
    unsafe panic(TrapVector.name(UInt64(vector)), frame: UnsafePointer(frame))
  }
  if vector == TrapVector.pageFault, unsafe resolvePageFault(frame, isFromProgram: isFromProgram) { return }
  guard isFromProgram, let process = unsafe CurrentProcess.process else {
    unsafe panic(TrapVector.name(UInt64(vector)), frame: UnsafePointer(frame))
  }
  let signal = unsafe signal(for: vector, frame)
  unsafe Log.warning(
    "\(bytes: process.name)[\(process.id)] \(TrapVector.name(UInt64(vector))): signal \(signal.rawValue), vector \(vector), error \(hex: frame.pointee.error), rip \(hex: frame.pointee.rip), address \(hex: vector == TrapVector.pageFault ? read_cr2() : 0), rsp \(hex: frame.pointee.rsp)"
  )
  process.finish(.signaled(signal))
}

/// Bits of a page fault's error code (Intel SDM 3, 4.7).
private enum PageFaultError {
  static let write: UInt64 = 1 << 1
  static let user: UInt64 = 1 << 2
  static let fetch: UInt64 = 1 << 4
  /// What the memory policy can answer for: a page that is not there, or its protection. A reserved bit, a
  /// protection key or anything newer would fault again and again.
  static let understood = 1 | write | user | fetch
}

/// Backs a page that was promised, or sends a copy between kernel and program on to its recovery.
/// - Returns: whether the instruction, or the recovery, can go on.
private func resolvePageFault(_ frame: UnsafeMutablePointer<TrapFrame>, isFromProgram: Bool) -> Bool {
  let address = UInt(read_cr2())
  let error = unsafe frame.pointee.error
  let recovery = unsafe isFromProgram ? 0 : recoveryAddress(frame.pointee.rip)
  guard isFromProgram || recovery != 0 else { return false }
  // A program's fault that was no user access is the CPU's own, on the program's behalf: a gate it may not use.
  // QEMU's IRET and RETF read a program's stack so too, which under SMAP would fault for ever.
  guard !isFromProgram || error & PageFaultError.user != 0 else { return false }
  if address < UserSpace.end, error & ~PageFaultError.understood == 0, let process = unsafe CurrentProcess.process {
    let access: MemoryAccess =
      error & PageFaultError.fetch != 0 ? .execute : error & PageFaultError.write != 0 ? .write : .read
    switch process.addressSpace.resolveFault(at: address, access: access) {
    case .resolved: return true
    case .outOfMemory where isFromProgram:
      Log.warning("\(bytes: process.name)[\(process.id)] out of memory at \(hex: address)")
      process.finish(.signaled(.kill))
      return true
    case .busError where isFromProgram:
      process.finish(.signaled(.busError))
      return true
    default: break
    }
  }
  guard recovery != 0 else { return false }
  unsafe frame.pointee.rip = recovery
  return true
}

/// The signal that Linux sends for an exception (`arch/x86/kernel/traps.c`).
private func signal(for vector: Int, _ frame: UnsafeMutablePointer<TrapFrame>) -> Signal {
  switch vector {
  case TrapVector.divideError, TrapVector.x87Error, TrapVector.simdError: .floatingPoint
  case TrapVector.debug, TrapVector.breakpoint: .trap
  case TrapVector.invalidOpcode: .illegalInstruction
  case TrapVector.alignmentCheck, TrapVector.segmentNotPresent, TrapVector.stackFault: .busError
  default: .segmentationViolation
  }
}
