// SIGINT and its like, turned into bytes that the relay's loop can wait for.

import Glibc

/// The writing end of the pipe; set once, before the handler that uses it is installed.
nonisolated(unsafe) private var interruptionPipe: Int32 = -1

/// Makes the signals that ask a tool to end arrive as bytes.
enum Interruptions {
  /// Installs the handlers.
  /// - Parameter withTerminal: whether to take those that are about a terminal, too.
  /// - Returns: the descriptor to read from: each byte is a signal's number.
  static func install(withTerminal: Bool) -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    unsafe interruptionPipe = ends[1]
    // A reader that goes away is an error of write(2), not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] + (withTerminal ? [SIGWINCH, SIGCONT] : []) {
      var action = sigaction()
      // What nohup(1), or a shell for its background, had ignored stays ignored.
      unsafe sigaction(number, nil, &action)
      // SIG_IGN is the address 1, and Swift has no comparison for functions.
      if unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      // Only what signal-safety(7) allows. Without SA_RESTART a blocked write ends, too.
      unsafe action.__sigaction_handler.sa_handler = { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = unsafe write(interruptionPipe, &byte, 1)
      }
      action.sa_flags = 0
      unsafe sigemptyset(&action.sa_mask)
      unsafe sigaction(number, &action, nil)
      // A parent that blocked it, as a thread pool does, did not mean us.
      unsafe sigaddset(&action.sa_mask, number)
      unsafe pthread_sigmask(SIG_UNBLOCK, &action.sa_mask, nil)
    }
    return ends[0]
  }

  /// Ends this process by that signal, so that a shell sees what happened.
  static func resume(_ number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }
}
