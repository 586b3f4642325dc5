// Exceptions and interrupts: who is meant, and what becomes of it.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Where every stub of Kernel/Entry/traps.asm leads.
@c public func handleTrap(_ frame: UnsafeMutablePointer<TrapFrame>) {
  let vector = unsafe Int(frame.pointee.vector)
  let isFromProgram = unsafe frame.pointee.cs & 3 != 0
  if isFromProgram { unsafe CurrentThread.stretchMeter?.beginTrap() }
  if vector >= TrapVector.firstInterrupt {
    handleInterrupt(vector)
  } else {
    unsafe handleException(vector, frame)
  }
  guard isFromProgram else { return }
  leaveTrap(isInterrupt: vector >= TrapVector.firstInterrupt)
  unsafe CurrentThread.stretchMeter?.pass()
}

/// On the way back to a program: other threads may have waited for their turn, and signals for this one.
private func leaveTrap(isInterrupt: Bool) {
  let hasWork = CurrentThread.with { thread in
    if isInterrupt { thread.system.scheduler.checkTime() }
    return thread.hasReturnWork
  }
  if hasWork { leaveKernel(fromCall: nil) }
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
  guard isFromProgram, CurrentThread.exists else {
    unsafe panic(TrapVector.name(UInt64(vector)), frame: UnsafePointer(frame))
  }
  let address = vector == TrapVector.pageFault ? read_cr2() : 0
  let signal = signal(for: vector)
  let details = unsafe TrapDetails(number: UInt64(vector), error: frame.pointee.error, address: address)
  CurrentThread.with { thread in
    unsafe Log.warning(
      "\(bytes: thread.name)[\(thread.id)] \(TrapVector.name(UInt64(vector))): signal \(signal.rawValue), vector \(vector), error \(hex: frame.pointee.error), rip \(hex: frame.pointee.rip), address \(hex: address), rsp \(hex: frame.pointee.rsp)"
    )
    thread.sendFault(signal, code: unsafe code(of: vector, frame), trap: details)
  }
}

/// What `siginfo_t` says of an exception: `si_code` (Linux `arch/x86/kernel/traps.c`; `sigaction(2)`).
private func code(of vector: Int, _ frame: UnsafeMutablePointer<TrapFrame>) -> Int32 {
  switch vector {
  case TrapVector.divideError: 1  // FPE_INTDIV
  case TrapVector.debug: 2  // TRAP_TRACE
  case TrapVector.invalidOpcode: 2  // ILL_ILLOPN
  case TrapVector.alignmentCheck: 1  // BUS_ADRALN
  case TrapVector.pageFault:
    // SEGV_MAPERR, SEGV_ACCERR
    CurrentThread.with { $0.addressSpace.region(containing: UInt(read_cr2())) == nil ? 1 : 2 }
  default: 0x80  // SI_KERNEL
  }
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
  if CurrentThread.exists {
    let resolution = CurrentThread.with { $0.addressSpace.resolveFault(at: address, access: cause.access) }
    if resolution == .resolved { return true }
    if isFromProgram, unsafe endOrSignal(resolution, frame, at: address) { return true }
  }
  guard recovery != 0 else { return false }
  unsafe frame.pointee.rip = recovery
  return true
}

/// Tells a program of a page that cannot be had.
/// - Returns: whether that is what the fault is.
private func endOrSignal(
  _ resolution: FaultResolution, _ frame: UnsafeMutablePointer<TrapFrame>, at address: UInt
) -> Bool {
  CurrentThread.with { thread in
    switch resolution {
    case .outOfMemory:
      let process = thread.process
      let ended = thread.giveWay()
      if ended === process {
        Log.warning("\(bytes: thread.name)[\(thread.id)] out of memory at \(hex: address)")
      } else if let ended {
        Log.warning(
          "\(bytes: thread.name)[\(thread.id)] out of memory at \(hex: address): \(bytes: ended.name)[\(ended.id)] held most"
        )
      }
      return true
    case .busError:
      let details = unsafe TrapDetails(
        number: UInt64(TrapVector.pageFault), error: frame.pointee.error, address: UInt64(address))
      thread.sendFault(.busError, code: 2, trap: details)  // BUS_ADRERR
      return true
    case .resolved, .accessViolation: return false
    }
  }
}

/// Where assembly leads when IRETQ has refused a program's frame: it cannot go on, as on Linux (`fixup_bad_iret`).
@c public func refuseReturn() -> Never {
  CurrentThread.with { thread in
    Log.warning("\(bytes: thread.name)[\(thread.id)] cannot go on where it is to")
    thread.endByFault(.segmentationViolation)
  }
  departCurrentThread()
}

/// The signal that Linux sends for an exception (`arch/x86/kernel/traps.c`).
private func signal(for vector: Int) -> Signal {
  switch vector {
  case TrapVector.divideError, TrapVector.x87Error, TrapVector.simdError: .floatingPoint
  case TrapVector.debug, TrapVector.breakpoint: .trap
  case TrapVector.invalidOpcode: .illegalInstruction
  case TrapVector.alignmentCheck, TrapVector.segmentNotPresent, TrapVector.stackFault: .busError
  default: .segmentationViolation
  }
}
