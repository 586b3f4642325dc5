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
  guard let call = unsafe ClassicTable.calls[Int(frame.pointee.rax & 1023)] else {
    // A number that is none, unless all calls are traced.
    return unsafe CurrentProcess.isTraced ? unlistedCall(frame) : rax(.noFunction)
  }
  // The two that only say who asks are not worth the way to the rest.
  if call == .getpid || call == .gettid { return unsafe CurrentProcess.id }
  return unsafe perform(call, frame)
}

/// What number means which call, so that the door need not search. The mask at the lookup also holds where the CPU
/// guesses ahead (Spectre variant 1).
enum ClassicTable {
  /// Filled at boot. It stays empty where calls are traced: all of them then take the way of those that are not listed.
  fileprivate nonisolated(unsafe) static var calls = InlineArray<1024, LinuxSyscall?>(repeating: nil)

  static func fill() {
    for call in LinuxSyscall.allCases { unsafe calls[Int(call.rawValue)] = call }
  }
}

@inline(never) private func unlistedCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  guard let tracer = unsafe CurrentProcess.tracer else { return rax(.noFunction) }
  let call = unsafe LinuxSyscall(rawValue: UInt16(truncatingIfNeeded: frame.pointee.rax))
  let number = unsafe UInt(frame.pointee.rax)
  let arguments = unsafe FrameArguments(frame: frame)
  return tracer.trace(classic: call, number: number, arguments) {
    guard let call else { return rax(.noFunction) }
    return unsafe perform(call, frame)
  }
}

@inline(never) private func perform(_ call: LinuxSyscall, _ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  CurrentProcess.with { process in
    do throws(Errno) {
      return try process.perform(call, unsafe FrameArguments(frame: frame))
    } catch {
      return rax(error)
    }
  }
}

/// The typed door: rax is 1024 or more, and is no ordinary record.
/// - Returns: 0 when the record holds the outcome all the same, or the error's number below zero.
@c public func typedSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  let address = unsafe UInt(frame.pointee.rax)
  return CurrentProcess.with { process in
    do throws(Errno) {
      try process.answer(recordAt: address)
      return 0
    } catch {
      unsafe CurrentProcess.tracer?.traceRefusal(ofRecordAt: address, error)
      return rax(error)
    }
  }
}

/// The typed door, for a record that assembly has copied in; it stores what this returns.
@c public func answerTypedCall(_ record: UnsafePointer<SyscallRecordWords>) -> TypedOutcome {
  let record = unsafe SyscallRecord(record.pointee)
  if unsafe CurrentProcess.isTraced, let tracer = unsafe CurrentProcess.tracer { return tracer.trace(record) }
  return CurrentProcess.with { process in outcome(of: record, for: process) }
}

@inline(__always) func outcome(of record: SyscallRecord, for process: Process) -> TypedOutcome {
  do throws(Errno) {
    guard let call = Syscall(record) else { throw .noFunction }
    return TypedOutcome(outcome: SyscallRecord.succeeded, answer: try process.perform(call))
  } catch {
    return TypedOutcome(outcome: SyscallRecord.failed(error), answer: 0)
  }
}

extension SyscallRecord {
  /// The record in the words of C's structure.
  @inline(__always) fileprivate init(_ words: SyscallRecordWords) {
    self.init(tag: .useless)
    header = words.header
    tagWord = words.tagWord
    argument0 = words.argument0
    argument1 = words.argument1
    argument2 = words.argument2
    argument3 = words.argument3
  }
}

/// On the way out of a call that asked for it: a process that has ended does not go back to its program.
@c public func finishSlowReturn(_ frame: UnsafeMutablePointer<TrapFrame>) {
  if unsafe CurrentProcess.process?.end != nil { leaveProgram() }
}

/// How an error looks in rax.
private func rax(_ error: Errno) -> Int { -Int(error.rawValue) }
