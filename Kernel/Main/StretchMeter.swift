// How long the kernel keeps the CPU at a time (`stretches` on the command line): no call may run long without a point
// where others may run.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Measures from each entry into the kernel, and from each point where other threads may run, to the next such point or
/// the way out. It counts ticks of the time-stamp counter, which under QEMU's `-icount shift=0` are instructions.
final class StretchMeter {
  /// What brought a thread into the kernel: a classic call's number, or one of these.
  private static let typedCall = 1024
  private static let trap = 1025

  /// What is worth a line of its own in the log.
  private static let limit: UInt64 = 200_000

  private var start = readTimeStampCounter()
  private var cause = trap
  /// The longest stretch for each cause.
  private var longest = [UInt64](repeating: 0, count: trap + 1)

  /// A program has made a call.
  func begin(call request: UInt) { begin(request < 1024 ? Int(truncatingIfNeeded: request) : Self.typedCall) }

  /// A program was interrupted.
  func beginTrap() { begin(Self.trap) }

  private func begin(_ cause: Int) {
    self.cause = cause
    start = readTimeStampCounter()
  }

  /// Others may run here.
  func pass() {
    let now = readTimeStampCounter()
    longest[cause] = max(longest[cause], now &- start)
    start = now
  }

  /// The CPU goes to another thread, or rests. When it comes back is as good as an entry.
  func leave(_ rest: () -> Void) {
    pass()
    let cause = cause
    rest()
    begin(cause)
  }

  /// Says in the log what was found.
  func report() {
    var most = 0
    for cause in longest.indices {
      if longest[cause] > longest[most] { most = cause }
      if longest[cause] > Self.limit { Log.warning("stretch of \(longest[cause]) ticks in \(Self.name(of: cause))") }
    }
    Log.info("longest stretch: \(longest[most]) ticks in \(Self.name(of: most))")
  }

  private static func name(of cause: Int) -> StaticString {
    switch cause {
    case typedCall: "a typed call"
    case trap: "a trap"
    default: LinuxSyscall(rawValue: UInt16(truncatingIfNeeded: cause))?.signature.name ?? "a call that there is not"
    }
  }
}
