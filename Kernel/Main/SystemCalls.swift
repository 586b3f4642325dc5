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

extension TrapFrame {
  /// What SYSCALL found in rax: a number, or a record's address.
  fileprivate var request: UInt { UInt(error) }
}

/// The classic door: rax is below 1024.
/// - Returns: what goes into rax: the result, or an error's number below zero.
@c public func classicSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  guard let entry = unsafe ClassicTable.entries[Int(frame.pointee.request & 1023)] else { return rax(.noFunction) }
  // getpid and gettid are answered here, without dispatch.
  if case .call(let call) = entry {
    if _fastPath(call == .getpid) { return unsafe CurrentThread.processID }
    if call == .gettid { return unsafe CurrentThread.threadID }
    // What programs ask for most goes to its service by the shortest way: the dispatch of all calls needs a frame that costs
    // as much as a transfer of a few bytes.
    if call == .read { return CurrentThread.with { unsafe read(frame, by: $0) } }
    if call == .write { return CurrentThread.with { unsafe write(frame, by: $0) } }
  }
  return unsafe perform(entry, frame)
}

/// What number means which call, so that the door need not search. The mask at the lookup also holds where the CPU
/// guesses ahead (Spectre variant 1).
enum ClassicTable {
  /// What a number means.
  enum Entry {
    /// A call.
    case call(LinuxSyscall)
    /// No call, and the log has not said so yet. Afterwards there is no entry, and the refusal is as short as it can be.
    case notNoted
  }

  /// Filled at boot.
  fileprivate nonisolated(unsafe) static var entries = InlineArray<1024, Entry?>(repeating: .notNoted)

  static func fill() {
    for call in LinuxSyscall.allCases { unsafe entries[Int(call.rawValue)] = .call(call) }
  }
}

private func perform(_ entry: ClassicTable.Entry, _ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  guard case .call(let call) = entry else { return unsafe refuse(frame) }
  return CurrentThread.with { unsafe answer(call, frame, by: $0) }
}

@inline(never)
private func answer(_ call: LinuxSyscall, _ frame: UnsafeMutablePointer<TrapFrame>, by thread: Thread) -> Int {
  unsafe answer(call, frame) { arguments throws(Errno) in try thread.perform(call, arguments) }
}

@inline(never) private func read(_ frame: UnsafeMutablePointer<TrapFrame>, by thread: Thread) -> Int {
  unsafe answer(.read, frame) { arguments throws(Errno) in try thread.read(arguments) }
}

@inline(never) private func write(_ frame: UnsafeMutablePointer<TrapFrame>, by thread: Thread) -> Int {
  unsafe answer(.write, frame) { arguments throws(Errno) in try thread.write(arguments) }
}

/// What goes into rax for what a call's service answers or throws.
@inline(__always)
private func answer(
  _ call: LinuxSyscall, _ frame: UnsafeMutablePointer<TrapFrame>,
  _ service: (FrameArguments) throws(Errno) -> Int
) -> Int {
  let arguments = unsafe FrameArguments(frame: frame)
  do throws(Errno) {
    return try service(arguments)
  } catch {
    MissingCalls.note(call, error, arguments)
    return rax(error)
  }
}

/// Says once in the log that there is no such call.
@inline(never) private func refuse(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  let number = unsafe frame.pointee.request & 1023
  unsafe ClassicTable.entries[Int(number)] = nil
  MissingCalls.note(absent: number)
  return rax(.noFunction)
}

/// The typed door, for the record that is most often there, and for each of a batch: assembly has loaded its words, and
/// stores what this returns.
@c public func answerTypedCall(
  _ tagWord: UInt64, _ argument0: UInt64, _ argument1: UInt64, _ argument2: UInt64, _ argument3: UInt64
) -> TypedOutcome {
  let record = SyscallRecord(tagWord: tagWord, argument0, argument1, argument2, argument3)
  return TypedOutcome(RunningThread().outcome(of: record))
}

/// The same for a record of a batch while calls are traced.
@c public func observeBatchedCall(
  _ tagWord: UInt64, _ argument0: UInt64, _ argument1: UInt64, _ argument2: UInt64, _ argument3: UInt64,
  _ address: UInt
) -> TypedOutcome {
  let record = SyscallRecord(tagWord: tagWord, argument0, argument1, argument2, argument3)
  return CurrentThread.with { thread in
    TypedOutcome(observer().trace(record, at: address, by: thread) { KnownCaller(thread).outcome(of: record) })
  }
}

/// The tracer, where only calls that are traced come.
private func observer() -> Tracer {
  guard let tracer = unsafe CurrentThread.tracer else { panic("a call is traced without a tracer") }
  return tracer
}

extension TypedOutcome {
  @inline(__always) fileprivate init(_ outcome: SyscallOutcome) {
    self.init(outcome: outcome.outcome, answer: outcome.answer)
  }
}

/// The typed door, for whatever else there is at rax's address.
/// - Returns: 0 when a record there holds the outcome, or an error's number below zero.
@c public func typedSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  let address = unsafe frame.pointee.request
  return CurrentThread.with { thread in
    do throws(Errno) {
      try thread.memory.answer(recordAt: address) { KnownCaller(thread).outcome(of: $0) }
      return 0
    } catch {
      return rax(error)
    }
  }
}

/// Both doors while calls are traced or measured.
@c public func observedSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int {
  let request = unsafe frame.pointee.request
  unsafe CurrentThread.stretchMeter?.begin(call: request)
  guard let tracer = unsafe CurrentThread.tracer else {
    return unsafe request < 1024 ? classicSystemCall(frame) : typedSystemCall(frame)
  }
  if request < 1024 {
    let entry = unsafe ClassicTable.entries[Int(request & 1023)]
    let call: LinuxSyscall? = if case .call(let call) = entry { call } else { nil }
    return CurrentThread.with { thread in
      tracer.trace(classic: call, number: request, unsafe FrameArguments(frame: frame), by: thread) {
        entry.map { unsafe perform($0, frame) } ?? rax(.noFunction)
      }
    }
  }
  return CurrentThread.with { thread in
    do throws(Errno) {
      try thread.memory.answer(recordAt: request) { record in
        tracer.trace(record, at: request, by: thread) { KnownCaller(thread).outcome(of: record) }
      }
      return 0
    } catch {
      tracer.traceRefusal(ofRecordAt: request, by: thread, error)
      return rax(error)
    }
  }
}

/// SYSCALL from 32-bit code, which no program can run as long as `WaysIn.check` is content.
@c public func refuseCompatibilityCall() -> Int {
  CurrentThread.with { $0.endByFault(.illegalInstruction) }
  return rax(.noFunction)
}

/// On the slow way out of a call: what the thread has to do before its program goes on.
@c public func finishSlowReturn(_ frame: UnsafeMutablePointer<TrapFrame>) {
  // A thread that enters its program for the first time has made no call.
  let isCall = unsafe frame.pointee.vector == SYSCALL_VECTOR
  unsafe CurrentThread.invariants?.countCall()
  leaveKernel(fromCall: unsafe isCall ? frame.pointee.request : nil)
  unsafe CurrentThread.stretchMeter?.pass()
}

/// How an error looks in rax.
private func rax(_ error: Errno) -> Int { -Int(error.rawValue) }
