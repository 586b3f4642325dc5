// Lets as many machines run at once as the host has CPUs: more would only run into each other's time-outs.

import Foundation

/// The host's CPUs, lent one at a time.
actor HostCPUs {
  /// All of them.
  static let shared = HostCPUs(count: ProcessInfo.processInfo.activeProcessorCount)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(count: Int) {
    free = count
  }

  /// Runs blocking work on a thread of its own, once a CPU is free.
  ///
  /// The thread lives as long as the work: QEMU dies with the thread that started it, and Swift's own
  /// threads are not to be blocked.
  /// - Parameter goesFirst: whether it is served before those that wait: one step of many, which would be the last to end
  ///   if each stood in line again.
  func withOne<Value: Sendable>(
    goesFirst: Bool = false, _ work: @Sendable @escaping () throws -> Value
  ) async throws -> Value {
    await take(goesFirst: goesFirst)
    defer { giveBack() }
    return try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        // Swift's own threads block most signals, and a child would inherit that.
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe pthread_sigmask(SIG_SETMASK, &noSignals, nil)
        continuation.resume(with: Result(catching: work))
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private func take(goesFirst: Bool) async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.insert($0, at: goesFirst ? 0 : waiting.count) }
    }
  }

  private func giveBack() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
