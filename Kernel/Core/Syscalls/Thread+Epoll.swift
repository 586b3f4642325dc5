// `epoll_create(2)`, `epoll_ctl(2)`, `epoll_wait(2)` and their kin.

import Shared

extension Thread {
  func makeEpoll(size: Int32) throws(Errno) -> Int {
    guard size > 0 else { throw .invalidArgument }
    return try makeEpoll(flags: 0)
  }

  func makeEpoll(flags: UInt32) throws(Errno) -> Int {
    let flags = OpenFlags(rawValue: flags)
    guard flags.isSubset(of: .closeOnExec) else { throw .invalidArgument }
    return try openChannel(
      Epoll(budget: files.fileSystem.volume.budget, system: system), flags: flags.union(.readWrite))
  }

  /// `EPOLL_CTL_ADD`, `EPOLL_CTL_DEL` and `EPOLL_CTL_MOD`.
  private enum EpollOperation: UInt32 {
    case add = 1
    case remove = 2
    case change = 3
  }

  func controlEpoll(
    _ descriptor: Int32, operation: UInt32, target: Int32, event: UInt
  ) throws(Errno) -> Int {
    let operation = EpollOperation(rawValue: operation)
    var events = EpollEvents()
    var data: UInt64 = 0
    if operation != .remove {
      events = EpollEvents(rawValue: try memory.halfWord(at: event))
      data = try memory.word(at: event &+ 4)
    }
    let file = try files.descriptors.file(descriptor)
    let watched = try files.descriptors.file(target)
    guard let device = watched.device, device.canBeWatched else { throw .notPermitted }
    guard file !== watched, let epoll = file.device?.epoll else { throw .invalidArgument }
    if events.contains(.exclusive) {
      guard operation == .add, device.epoll == nil else { throw .invalidArgument }
      let known = PollEvents([.readable, .writable, .error, .hangUp])
      guard
        events.subtracting([.wakeUp, .edge, .exclusive]).isSubset(of: EpollEvents(rawValue: UInt32(known.rawValue)))
      else { throw .invalidArgument }
    }
    switch operation {
    case .add: try epoll.add(target, watched, device, events, data)
    case .remove: try epoll.remove(target, watched)
    case .change: try epoll.change(target, watched, events, data)
    case nil: throw .invalidArgument
    }
    return 0
  }

  /// As many as there may be: their bytes have to be an `int`.
  private static let mostEvents = Int32.max / 12

  func waitEpoll(_ descriptor: Int32, events: UInt, count: Int32, milliseconds: Int32) throws(Errno) -> Int {
    let deadline: UInt64? =
      milliseconds < 0
      ? nil : milliseconds == 0 ? 0 : system.clock.monotonicTime.addingClamped(UInt64(milliseconds) * 1_000_000)
    return try waitEpoll(descriptor, events: events, count: count, until: deadline)
  }

  func waitEpoll(
    _ descriptor: Int32, events: UInt, count: Int32, milliseconds: Int32, mask: UInt, setByteCount: UInt
  ) throws(Errno) -> Int {
    try waitWithMask(at: mask, setByteCount: setByteCount)
    return try waitEpoll(descriptor, events: events, count: count, milliseconds: milliseconds)
  }

  func waitEpoll(
    _ descriptor: Int32, events: UInt, count: Int32, timeout: UInt, mask: UInt, setByteCount: UInt
  ) throws(Errno) -> Int {
    let deadline = timeout == 0 ? nil : system.clock.monotonicTime.addingClamped(try duration(at: timeout))
    try waitWithMask(at: mask, setByteCount: setByteCount)
    return try waitEpoll(descriptor, events: events, count: count, until: deadline)
  }

  /// - Parameter deadline: a time on the monotonic clock, or `nil` to wait for good.
  @inline(__always)
  private func waitEpoll(_ descriptor: Int32, events: UInt, count: Int32, until deadline: UInt64?) throws(Errno) -> Int
  {
    guard count > 0, count <= Self.mostEvents else { throw .invalidArgument }
    _ = try UserRange(address: events, byteCount: UInt(count) * 12)
    return try withFile(descriptor) { file throws(Errno) in
      guard let epoll = file.lentDevice?.with({ $0.lentEpoll }) else { throw .invalidArgument }
      return try epoll.with { epoll throws(Errno) in
        try wait(for: epoll, events: events, count: Int(count), until: deadline)
      }
    }
  }

  @inline(__always)
  private func wait(for epoll: Epoll, events: UInt, count: Int, until deadline: UInt64?) throws(Errno) -> Int {
    while true {
      let found = try epoll.collect(at: events, atMost: count, of: memory)
      if found > 0 { return found }
      if let deadline, deadline <= system.clock.monotonicTime { return 0 }
      switch epoll.waitForFile(self, until: deadline) {
      case .woken: continue
      case .timedOut: return try epoll.collect(at: events, atMost: count, of: memory)
      // Also a handler with SA_RESTART ends the call (`signal(7)`).
      case .interrupted: throw .interrupted
      }
    }
  }
}
