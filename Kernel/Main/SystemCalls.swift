// The two doors: where assembly hands a call to Swift.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// A program's registers as the classic door reads them. The frame outlives the call that it holds.
@safe private struct FrameArguments: ClassicArguments {
  let frame: UnsafeMutablePointer<TrapFrame>

  var argument0: UInt { unsafe UInt(frame.pointee.rdi) }
  var argument1: UInt { unsafe UInt(frame.pointee.rsi) }
  var argument2: UInt { unsafe UInt(frame.pointee.rdx) }
  var argument3: UInt { unsafe UInt(frame.pointee.r10) }
  var argument4: UInt { unsafe UInt(frame.pointee.r8) }
  var argument5: UInt { unsafe UInt(frame.pointee.r9) }
}

/// The classic door: rax is below 1024.
/// - Returns: what goes into rax: the result, or an error's number below zero.
@c public func classicSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  guard let call = unsafe LinuxSyscall(rawValue: UInt16(truncatingIfNeeded: frame.pointee.rax)),
    let process = unsafe CurrentProcess.process
  else { return rax(.noFunction) }
  do {
    return try process.perform(call, unsafe FrameArguments(frame: frame))
  } catch {
    return rax(error)
  }
}

/// The typed door: rax is 1024 or more, and should be the address of a record.
/// - Returns: 0 when the record holds the outcome, or the error's number below zero.
@c public func typedSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  guard let process = unsafe CurrentProcess.process else { return rax(.noFunction) }
  do {
    try process.answer(recordAt: unsafe UInt(frame.pointee.rax))
    return 0
  } catch {
    return rax(error)
  }
}

/// On the way out of a call that asked for it: a process that has ended does not go back to its program.
@c public func finishSlowReturn(_ frame: UnsafeMutablePointer<TrapFrame>) {
  if unsafe CurrentProcess.process?.end != nil { leaveProgram() }
}

/// How an error looks in rax.
private func rax(_ error: Errno) -> Int { -Int(error.rawValue) }
