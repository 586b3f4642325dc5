// Every call on a line of the log, as Swift would write it.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Writes the calls of both doors to the kernel's log (`trace` on the command line), with the time that each took.
final class Tracer {
  private let process: Process

  init(_ process: Process) { self.process = process }

  func trace(
    classic call: LinuxSyscall?, number: UInt, _ arguments: some ClassicArguments, _ perform: () -> Int
  ) -> Int {
    var line = TraceLine(process: process.name, id: process.id)
    line.begin(classic: call, number: number, arguments, memory: process.platform.memory)
    let start = SystemClock.monotonicTime
    let result = perform()
    finish(line, TraceOutcome(rax: result), since: start)
    return result
  }

  func trace(_ record: SyscallRecord) -> TypedOutcome {
    var line = TraceLine(process: process.name, id: process.id)
    line.begin(typed: record, at: 0, memory: process.platform.memory)
    let start = SystemClock.monotonicTime
    let result = outcome(of: record, for: process)
    let isFailure = result.outcome != SyscallRecord.succeeded
    finish(
      line,
      isFailure ? .failed(Errno(rawValue: UInt16(truncatingIfNeeded: result.outcome >> 32))) : .answered(result.answer),
      since: start)
    return result
  }

  func traceRefusal(ofRecordAt address: UInt, _ error: Errno) {
    var line = TraceLine(process: process.name, id: process.id)
    line.beginRecord(at: address)
    finish(line, .failed(error), since: SystemClock.monotonicTime)
  }

  private func finish(_ line: TraceLine, _ outcome: TraceOutcome, since start: UInt64) {
    let text = line.end(
      outcome, nanoseconds: SystemClock.monotonicTime - start, memory: process.platform.memory)
    Log.write(line: text.bytes)
  }
}
