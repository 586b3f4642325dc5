// Makes the typed calls that no other program here makes, with good arguments and with bad ones, and says a line a call
// what came of it, so that a test can compare. It starts itself with a word for each part that a child has.
//
//   typed

import Runtime

@main struct Typed {
  static func main() {
    var operands = Arguments().operands
    if let part = operands.next() { return child(part) }
    tryProgramsThatAreNone()
    tryEnds()
    tryFiles()
    tryWaiting()
    tryTree()
    tryMemory()
  }

  /// What a child does.
  static func child(_ part: CString) {
    switch part {
    case "seven": exit(7)
    case "rest": while true { _ = try? perform(.sleep(until: .max, .monotonic)) }
    case "files":
      // All that it has is what it was given.
      for number in 0..<Int32(8) {
        let descriptor = Descriptor(rawValue: number)
        var memory = InlineBuffer<144>()
        var bytes = memory.mutableBytes
        if (try? perform(.status(descriptor, into: WritableBytes(&bytes)))) != nil { print("has \(number)") }
      }
    default: exit(9)
    }
  }
}

/// Says what came of something.
func say<Answer, Failure: SyscallError>(
  _ what: StaticString, _ attempt: () throws(Failure) -> Answer, _ show: (Answer) -> String = { _ in "done" }
) {
  do throws(Failure) {
    let answer = try attempt()
    print("\(what): \(show(answer))")
  } catch {
    print("\(what): \(error.errno.swiftName ?? "an error without a name")\(error.isDeclared ? "" : ", unexpectedly")")
  }
}

/// What became of a process, as the trace has it.
func text(_ status: ProcessStatus) -> String {
  switch status {
  case .running: "running"
  case .exited(let status): "exited with \(status)"
  case .signaled(let signal): "ended by signal \(signal.rawValue)"
  case .stopped(let signal): "stopped by signal \(signal.rawValue)"
  case .continued: "continued"
  }
}

/// Which of several is ready.
func text(_ readiness: Readiness) -> String {
  switch readiness {
  case .timedOut: "timed out"
  case .readable(let index): "\(index) can be read"
  case .writable(let index): "\(index) can be written"
  case .ended(let index): "\(index) has ended"
  }
}
