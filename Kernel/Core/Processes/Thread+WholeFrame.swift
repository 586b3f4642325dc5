// The calls that look at all of the program's registers, or change them.

import Shared

extension Thread {
  /// Puts a call off until all registers are saved: the short way in stores only those that calls are passed in.
  func performWithAllRegistersLater(_ call: LinuxSyscall) -> Int {
    deferredCall = call
    system.processor.requestReturnWork()
    return 0
  }

  /// Does a call that was put off, and stores its result in rax.
  /// - Returns: whether a signal may have the call made again.
  func performWithAllRegisters(_ call: LinuxSyscall) -> Bool {
    let a = RegisterArguments(registers: context.registers)
    do throws(Errno) {
      switch call {
      case .fork: setResult(try clone(CloneRequest()))
      case .vfork: setResult(try clone(CloneRequest([.memory, .waitsForMemory])))
      case .clone: setResult(try clone(CloneRequest(a)))
      case .clone3: setResult(try clone(CloneRequest(at: a.argument0, byteCount: a.argument1, in: memory)))
      case .execve:
        try execute(a.argument0, a.argument1, a.argument2)
        return false
      case .execveat:
        try execute(
          a.argument1, relativeTo: int(a.argument0), a.argument2, a.argument3, flags: unsigned(a.argument4))
        return false
      case .rtSigreturn:
        var registers = context.registers
        if leaveHandler(&registers) { context.registers = registers } else { endByFault(.segmentationViolation) }
        return false
      default: setResult(-Int(Errno.noFunction.rawValue))
      }
    } catch { setResult(-Int(error.rawValue)) }
    return true
  }

  private func setResult(_ result: Int) { context.result = UInt64(bitPattern: Int64(result)) }
}

/// A classic call's arguments in registers that are saved.
private struct RegisterArguments: ClassicArguments {
  let registers: Registers

  var argument0: UInt { UInt(registers.rdi) }
  var argument1: UInt { UInt(registers.rsi) }
  var argument2: UInt { UInt(registers.rdx) }
  var argument3: UInt { UInt(registers.r10) }
  var argument4: UInt { UInt(registers.r8) }
  var argument5: UInt { UInt(registers.r9) }
}
