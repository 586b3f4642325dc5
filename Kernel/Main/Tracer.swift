// Who watches the calls of both doors: each can be a line of the log, and after some the kernel looks at itself.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Writes the calls of both doors to the kernel's log (`trace` on the command line), with the time that each took, and
/// counts them for the checks (`check=N`). Where neither is asked for there is none, and no call knows of it.
final class Tracer {
  private let process: Process
  private let writesLines: Bool
  private let invariants: Invariants?

  init(_ process: Process, writesLines: Bool, invariants: Invariants?) {
    self.process = process
    self.writesLines = writesLines
    self.invariants = invariants
  }

  /// The last check, when the program has ended and its tables are still in use.
  func end() { invariants?.check(process) }

  func trace(
    classic call: LinuxSyscall?, number: UInt, _ arguments: some ClassicArguments, _ perform: () -> Int
  ) -> Int {
    defer { invariants?.countCall(of: process) }
    guard writesLines else { return perform() }
    var line = TraceLine(process: process.name, id: process.id)
    line.begin(classic: call, number: number, arguments, memory: process.platform.memory)
    let start = SystemClock.monotonicTime
    let result = perform()
    finish(line, TraceOutcome(rax: result), since: start)
    return result
  }

  func trace(_ record: SyscallRecord) -> TypedOutcome {
    defer { invariants?.countCall(of: process) }
    guard writesLines else { return outcome(of: record, for: process) }
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
    defer { invariants?.countCall(of: process) }
    guard writesLines else { return }
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
