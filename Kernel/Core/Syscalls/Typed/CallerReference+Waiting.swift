// The calls that wait, and those that make what is waited for.

import Shared

extension CallerReference {
  @inline(never) public func pipe(_ flags: OpenFlags) throws(PipeError) -> PipeEnds {
    try serve(PipeError.self) { caller throws(Errno) in
      let (reading, writing) = try caller.pipeEnds(flags)
      let (low, high) = try caller.insertPair(reading, writing, closesOnExec: flags.contains(.closeOnExec))
      return PipeEnds(reading: Descriptor(rawValue: low), writing: Descriptor(rawValue: high))
    }
  }

  @inline(never) public func sleep(until time: UInt64, _ clock: ClockID) throws(SleepError) {
    try serve(SleepError.self) { caller throws(Errno) in
      guard clock == .realTime || clock == .monotonic else { throw .invalidArgument }
      let now = try caller.time(of: clock)
      let deadline = caller.system.clock.monotonicTime.addingClamped(time > now ? time - now : 0)
      guard caller.rest(until: deadline, { false }) == .timedOut else { throw .interrupted }
    }
  }

  @inline(never) public func waitForAny(_ items: WaitItems, until time: UInt64) throws(WaitForAnyError) -> Readiness {
    try serve(WaitForAnyError.self) { caller throws(Errno) in
      guard let count = UInt32(exactly: items.count) else { throw .invalidArgument }
      let range = try UserRange(address: UInt(items.address), byteCount: UInt(count) * UInt(WaitItem.byteCount))
      guard try caller.poll(range.address, count: count, until: time == .max ? nil : time) > 0 else {
        return .timedOut
      }
      return try caller.firstReady(of: count, at: range.address)
    }
  }
}

extension Thread {
  /// The first item for which something was found. That is looked for in the program's memory: if another thread has
  /// changed it meanwhile, it is that thread's answer.
  fileprivate func firstReady(of count: UInt32, at address: UInt) throws(Errno) -> Readiness {
    for index in 0..<UInt(count) {
      let found = PollEvents(rawValue: UInt16(truncatingIfNeeded: try memory.word(at: address + index * 8) >> 48))
      if found.contains(.readable) { return .readable(Int(index)) }
      if found.contains(.writable) { return .writable(Int(index)) }
      if !found.isEmpty { return .ended(Int(index)) }
    }
    return .timedOut
  }
}
