// Waiting for children: `wait4(2)` and `waitid(2)`.

import Shared

/// Which children a wait is for.
enum WaitTarget {
  case any
  case process(Int32)
  /// That one, and no other that has its number later.
  case exactly(Process)
  case group(Int32)

  func matches(_ child: Process) -> Bool {
    switch self {
    case .any: true
    case .process(let id): child.id == id
    case .exactly(let process): child === process
    case .group(let id): child.group?.id == id
    }
  }
}

/// `W…` and `__W…` (`linux/wait.h`).
struct WaitOptions: OptionSet {
  let rawValue: UInt32

  static let noHang = WaitOptions(rawValue: 1)
  static let stopped = WaitOptions(rawValue: 2)
  static let exited = WaitOptions(rawValue: 4)
  static let continued = WaitOptions(rawValue: 8)
  static let noWait = WaitOptions(rawValue: 0x0100_0000)
  static let thisThreadOnly = WaitOptions(rawValue: 0x2000_0000)
  static let all = WaitOptions(rawValue: 0x4000_0000)
  static let clones = WaitOptions(rawValue: 0x8000_0000)

  /// Whether a child's kind is waited for: those that end with another signal than SIGCHLD are clones.
  func wants(_ child: Process) -> Bool {
    if contains(.all) { return true }
    return contains(.clones) == (child.exitSignal != Signal.child.rawValue)
  }
}

/// What has become of a child.
enum ChildState {
  case ended(ProcessEnd)
  case changed(StatusChange)

  /// As `wait4(2)` stores it.
  var status: UInt32 {
    switch self {
    case .ended(.exited(let status)): UInt32(status) << 8
    case .ended(.signaled(let signal)): UInt32(signal.rawValue)
    case .changed(.stopped(let signal)): UInt32(signal.rawValue) << 8 | 0x7F
    case .changed(.continued): 0xFFFF
    }
  }

  /// As `waitid(2)` stores it: the code, and a status or signal.
  var codeAndStatus: (code: Int32, status: Int32) {
    switch self {
    case .ended(.exited(let status)): (ChildCode.exited, Int32(status))
    case .ended(.signaled(let signal)): (ChildCode.killed, Int32(signal.rawValue))
    case .changed(.stopped(let signal)): (ChildCode.stopped, Int32(signal.rawValue))
    case .changed(.continued): (ChildCode.continued, Int32(Signal.continue.rawValue))
    }
  }
}

extension Thread {
  /// Waits for a child to change.
  /// - Returns: the child and what it did, or `nil` where none has and the caller does not wait. A child that has ended
  ///   is forgotten then, unless the options say otherwise.
  /// - Throws: `noChildProcess`; an interruption.
  func waitForChild(_ target: WaitTarget, _ options: WaitOptions) throws(Errno) -> (child: Process, state: ChildState)?
  {
    while true {
      // The list is not being gone through any more when the child is taken from it, or it would be copied.
      if let found = try childThatChanged(target, options) {
        if !options.contains(.noWait) { found.child.takeState(found.state) }
        return found
      }
      if options.contains(.noHang) { return nil }
      guard process.childrenChanged.queue.wait(self) == .woken else { throw .restartIfAsked }
    }
  }

  /// The first child that has something to tell.
  /// - Throws: `noChildProcess` where there is none to wait for.
  private func childThatChanged(
    _ target: WaitTarget, _ options: WaitOptions
  ) throws(Errno) -> (child: Process, state: ChildState)? {
    var isThere = false
    for child in process.children where target.matches(child) && options.wants(child) {
      isThere = true
      if let state = child.state(for: options) { return (child, state) }
    }
    guard isThere else { throw .noChildProcess }
    return nil
  }
}

extension Process {
  /// How it ended, as `wait4(2)` stores it; 0 before.
  var waitStatus: UInt32 { end.map { ChildState.ended($0).status } ?? 0 }

  fileprivate func state(for options: WaitOptions) -> ChildState? {
    if hasEnded, let end, options.contains(.exited) { return .ended(end) }
    switch unreportedChange {
    case .stopped(let signal) where options.contains(.stopped) && isStopped: return .changed(.stopped(signal))
    case .continued where options.contains(.continued): return .changed(.continued)
    default: return nil
    }
  }

  fileprivate func takeState(_ state: ChildState) {
    if case .ended = state { reap() } else { unreportedChange = nil }
  }
}
