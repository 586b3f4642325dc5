// The process that runs on this CPU.

import CMachine
import KernelCore
import KernelMachine

/// Who is running. One CPU runs programs, one at a time; interrupt handlers do not look here.
enum CurrentProcess {
  private(set) nonisolated(unsafe) static var process: Process?
  /// Its number, at hand for the calls that ask no more.
  private(set) nonisolated(unsafe) static var id = 0
  /// Who writes its calls to the log, if anybody does.
  nonisolated(unsafe) static var tracer: Tracer?
  /// Who looks at the kernel after its calls, if anybody does.
  nonisolated(unsafe) static var invariants: Invariants?

  /// Does something with the process, which is running and so stays while that lasts: nobody needs to count that.
  @inline(__always) static func with<Result>(_ body: (Process) -> Result) -> Result {
    // Only a program can call, and `prepare` came before its first instruction.
    unsafe reference.unsafelyUnwrapped._withUnsafeGuaranteedRef(body)
  }

  private nonisolated(unsafe) static var reference: Unmanaged<Process>?

  /// Makes a process the one that runs.
  static func prepare(_ process: Process, _ program: LoadedProgram) -> ProgramEntry {
    unsafe Self.process = process
    unsafe reference = Unmanaged.passUnretained(process)
    unsafe id = Int(process.id)
    return ProgramEntry(instruction: program.entry, stackPointer: program.stackPointer)
  }

  /// Enters its program for the first time.
  static func enter(_ entry: ProgramEntry) -> Never {
    ProgramState.reset()
    var frame = ProgramState.initialFrame(entry: entry.instruction, stackPointer: entry.stackPointer)
    unsafe enterUserMode(&frame)
  }

  /// The process has ended: the way out of the call or trap goes to `finishSlowReturn`, not to the program.
  static func leaveAtReturn() { requestSlowReturn() }

  /// Forgets the process, with all that it had.
  /// - Returns: how it ended.
  static func take() -> ProcessEnd? {
    let end = unsafe process?.end
    unsafe process = nil
    unsafe reference = nil
    unsafe tracer = nil
    unsafe invariants = nil
    return end
  }
}

/// The running process, for who may not need it.
struct RunningProcess: ProcessReference {
  @inline(__always) func with<Result>(_ body: (Process) -> Result) -> Result { CurrentProcess.with(body) }
}

/// Where a program begins. It holds nothing, so that it may be left behind on a stack.
struct ProgramEntry {
  let instruction: UInt
  let stackPointer: UInt
}
