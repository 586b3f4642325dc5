// Every call on a line of the log, as Swift would write it.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Writes the calls of both doors to the kernel's log (`trace` on the command line), with the time that each took.
final class Tracer {
  func trace(
    classic call: LinuxSyscall?, number: UInt, _ arguments: some ClassicArguments, by thread: Thread,
    _ perform: () -> Int
  ) -> Int {
    var line = TraceLine(process: thread.name, id: thread.id)
    line.begin(classic: call, number: number, arguments, memory: thread.memory)
    let start = SystemClock.monotonicTime
    let result = perform()
    finish(line, of: thread, TraceOutcome(rax: result), since: start)
    return result
  }

  func trace(_ record: SyscallRecord, at address: UInt, by thread: Thread, _ perform: () -> SyscallOutcome)
    -> SyscallOutcome
  {
    var line = TraceLine(process: thread.name, id: thread.id)
    line.begin(typed: record, at: address, memory: thread.memory)
    let start = SystemClock.monotonicTime
    let outcome = perform()
    finish(line, of: thread, TraceOutcome(outcome), since: start)
    return outcome
  }

  func traceRefusal(ofRecordAt address: UInt, by thread: Thread, _ error: Errno) {
    var line = TraceLine(process: thread.name, id: thread.id)
    line.beginRecord(at: address)
    finish(line, of: thread, .failed(error), since: SystemClock.monotonicTime)
  }

  private func finish(_ line: TraceLine, of thread: Thread, _ outcome: TraceOutcome, since start: UInt64) {
    let text = line.end(
      outcome, nanoseconds: SystemClock.monotonicTime - start, memory: thread.memory)
    Log.write(line: text.bytes)
  }
}
