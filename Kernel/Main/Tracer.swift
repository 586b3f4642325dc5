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

  func trace(_ record: SyscallRecord, at address: UInt, _ perform: () -> SyscallOutcome) -> SyscallOutcome {
    var line = TraceLine(process: process.name, id: process.id)
    line.begin(typed: record, at: address, memory: process.platform.memory)
    let start = SystemClock.monotonicTime
    let outcome = perform()
    finish(line, TraceOutcome(outcome), since: start)
    return outcome
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
