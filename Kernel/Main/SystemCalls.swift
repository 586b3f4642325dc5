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
///
/// What cannot be one, because it is not aligned or not in user space, or has no header of ours, gets `ENOSYS`:
/// it is a number that nobody knows. What could be one but cannot be read and written gets `EFAULT`. Both before
/// anything is done, and without a change to memory.
/// - Returns: 0 when the record holds the outcome, or the error's number below zero.
@c public func typedSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  let address = unsafe UInt(frame.pointee.rax)
  guard address % UInt(SyscallRecord.alignment) == 0, let process = unsafe CurrentProcess.process,
    let range = try? UserRange(address: address, byteCount: UInt(SyscallRecord.byteCount))
  else { return rax(.noFunction) }
  var record = SyscallRecord(tag: .useless)
  // The record is as large as `fetchUserRecord` expects, and `range` lies in user space.
  let fetched = unsafe withUnsafeMutablePointer(to: &record) { pointer in
    unsafe pointer.withMemoryRebound(to: UInt64.self, capacity: 8) { words in
      unsafe fetchUserRecord(words, range.address, SyscallRecord.currentHeader)
    }
  }
  guard fetched == 0 else { return rax(fetched == 1 ? .noFunction : .badAddress) }
  let outcome: UInt64
  var answer: UInt64 = 0
  if let call = Syscall(record) {
    do {
      answer = try process.perform(call)
      outcome = SyscallRecord.succeeded
    } catch {
      outcome = SyscallRecord.failed(error)
    }
  } else {
    outcome = SyscallRecord.failed(.noFunction)
  }
  let stored = storeUserOutcome(address + UInt(SyscallRecord.outcomeOffset), outcome, answer)
  return stored == 0 ? 0 : rax(.badAddress)
}

/// On the way out of a call that asked for it: a process that has ended does not go back to its program.
@c public func finishSlowReturn(_ frame: UnsafeMutablePointer<TrapFrame>) {
  if unsafe CurrentProcess.process?.end != nil { leaveProgram() }
}

/// How an error looks in rax.
private func rax(_ error: Errno) -> Int { -Int(error.rawValue) }
