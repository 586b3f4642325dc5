// The calls that are about programs and processes.

import Shared

extension CallerReference {
  @inline(never) public func spawn(_ plan: PlanBytes) throws(SpawnError) -> ProcessDescriptor {
    try serve(SpawnError.self) { caller throws(Errno) in try caller.spawn(plan) }
  }

  @inline(never) public func wait(
    _ process: ProcessDescriptor, _ flags: WaitFlags
  ) throws(WaitError) -> ProcessStatus {
    try serve(WaitError.self) { caller throws(Errno) in try caller.wait(for: process, flags) }
  }

  @inline(never) public func kill(_ process: ProcessDescriptor, _ signal: Signal) throws(KillError) {
    try serve(KillError.self) { caller throws(Errno) in
      guard signal.rawValue != 0 else { throw .invalidArgument }
      _ = try caller.signal(processOf: process.rawValue, UInt32(signal.rawValue), information: 0, flags: 0)
    }
  }

  public func identity() -> UInt64 { with { caller in UInt64(UInt32(bitPattern: caller.process.id)) } }
}

extension Thread {
  /// Waits for a process that the caller has started.
  fileprivate func wait(for descriptor: ProcessDescriptor, _ flags: WaitFlags) throws(Errno) -> ProcessStatus {
    guard flags.isSubset(of: [.noHang, .stopped, .continued]) else { throw .invalidArgument }
    let target = try process(of: descriptor.rawValue).process
    let options = WaitOptions(rawValue: flags.rawValue).union([.exited, .all])
    guard let (_, state) = try waitForChild(.exactly(target), options) else { return .running }
    switch state {
    case .ended(.exited(let status)): return .exited(status: status)
    case .ended(.signaled(let signal)): return .signaled(signal)
    case .changed(.stopped(let signal)): return .stopped(signal)
    case .changed(.continued): return .continued
    }
  }
}
