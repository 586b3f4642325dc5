// The process that runs on this CPU.

import CMachine
import KernelCore
import KernelMachine

/// Who is running. One CPU runs programs, one at a time; interrupt handlers do not look here.
enum CurrentProcess {
  private(set) nonisolated(unsafe) static var process: Process?

  /// Enters a program for the first time.
  static func start(_ process: Process, entry: UInt, stackPointer: UInt) -> Never {
    unsafe Self.process = process
    ProgramState.reset()
    var frame = ProgramState.initialFrame(entry: entry, stackPointer: stackPointer)
    unsafe enterUserMode(&frame)
  }

  /// The process has ended: the way out of the call or trap goes to `finishSlowReturn`, not to the program.
  static func leaveAtReturn() { requestSlowReturn() }

  /// Forgets the process, with all that it had.
  /// - Returns: how it ended.
  static func take() -> ProcessEnd? {
    let end = unsafe process?.end
    unsafe process = nil
    return end
  }
}
