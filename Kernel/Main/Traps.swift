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
  if !isFromProgram, unsafe frame.pointee.rip == returnToProgramAddress(), TrapVector.isRefusal(vector) {
    unsafe frame.pointee.rip = recoveryAddress(frame.pointee.rip)
    return
  }
  guard isFromProgram, let process = unsafe CurrentProcess.process else {
    unsafe panic(TrapVector.name(UInt64(vector)), frame: UnsafePointer(frame))
  }
  let signal = unsafe signal(for: vector, frame)
  unsafe Log.warning(
    "\(bytes: process.name)[\(process.id)] \(TrapVector.name(UInt64(vector))): signal \(signal.rawValue), vector \(vector), error \(hex: frame.pointee.error), rip \(hex: frame.pointee.rip), address \(hex: vector == TrapVector.pageFault ? read_cr2() : 0), rsp \(hex: frame.pointee.rsp)"
  )
  process.finish(.signaled(signal))
}

/// Backs a page that was promised, or sends a copy between kernel and program on to its recovery.
/// - Returns: whether the instruction, or the recovery, can go on.
private func resolvePageFault(_ frame: UnsafeMutablePointer<TrapFrame>, isFromProgram: Bool) -> Bool {
  let cause = unsafe PageFaultCause(
    address: UInt(read_cr2()), errorCode: frame.pointee.error, isFromProgram: isFromProgram)
  let address = cause.address
  let recovery = unsafe isFromProgram ? 0 : recoveryAddress(frame.pointee.rip)
  // In a copy anything else is a bug of the kernel's, and no program's error.
  guard isFromProgram || recovery != 0, cause.isOfProgramMemory else { return false }
  if let process = unsafe CurrentProcess.process {
    switch process.addressSpace.resolveFault(at: address, access: cause.access) {
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

/// Where assembly leads when IRETQ has refused a program's frame: it cannot go on, as on Linux (`fixup_bad_iret`).
@c public func refuseReturn() -> Never {
  CurrentProcess.with { process in
    Log.warning("\(bytes: process.name)[\(process.id)] cannot go on where it is to")
    process.finish(.signaled(.segmentationViolation))
  }
  leaveProgram()
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
