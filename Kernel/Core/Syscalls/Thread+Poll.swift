// Waiting for files: `poll(2)`.

import Shared

extension Thread {
  func poll(_ array: UInt, count: UInt32, milliseconds: Int32) throws(Errno) -> Int {
    // A negative time-out waits for good.
    let deadline: UInt64? =
      milliseconds < 0 ? nil : system.clock.monotonicTime &+ UInt64(milliseconds) * 1_000_000
    return try poll(array, count: count, until: deadline)
  }

  func poll(
    _ array: UInt, count: UInt32, timeout: UInt, mask: UInt, setByteCount: UInt
  ) throws(Errno) -> Int {
    // As on Linux, the time is looked at before the mask.
    let deadline =
      timeout == 0 ? nil : system.clock.monotonicTime.addingClamped(try duration(at: timeout))
    try waitWithMask(at: mask, setByteCount: setByteCount)
    return try poll(array, count: count, until: deadline, timeout: timeout)
  }

  /// - Parameters:
  ///   - deadline: a time on the monotonic clock, or `nil` to wait for good.
  ///   - timeout: the address of a `struct timespec`, in which the call leaves what is left of the time, or 0.
  func poll(_ array: UInt, count: UInt32, until deadline: UInt64?, timeout: UInt = 0) throws(Errno) -> Int {
    defer { storeRest(of: deadline, now: system.clock.monotonicTime, at: timeout, unit: 1) }
    guard UInt64(count) <= limits.openFileCount else { throw .invalidArgument }
    let ready = try pollOnce(array, count: count)
    if ready > 0 { return ready }
    if let deadline, system.clock.monotonicTime >= deadline { return 0 }
    try requireRoomForWaiters(Int(count))
    // From here on a change wakes the thread, so none is lost between looking and resting.
    var waiters: [(waiter: Waiter, queue: WaitQueue)] = []
    for index in 0..<UInt(count) {
      let descriptor = Int32(truncatingIfNeeded: try memory.word(at: array &+ index * 8))
      guard descriptor >= 0, let queue = try? files.descriptors.file(descriptor).waitQueue else { continue }
      let waiter = Waiter(self)
      queue.enqueue(waiter)
      waiters.append((waiter, queue))
    }
    defer { for (waiter, _) in waiters { waiter.leave() } }
    while true {
      let result = rest(until: deadline) { waiters.contains { $0.waiter.isWoken } }
      let ready = try pollOnce(array, count: count)
      if ready > 0 { return ready }
      switch result {
      case .timedOut: return 0
      case .interrupted: throw .restartWithoutHandler
      case .woken: for (waiter, queue) in waiters where waiter.isWoken { queue.enqueue(waiter) }
      }
    }
  }

  /// What is kept for each file that a call waits for, in bytes, with the lists that grow.
  private static let waiterByteCount = 192
  /// For how many there is memory kept for each thread.
  private static let fewWaiters = 8

  /// Looks whether there is memory to wait for so many files.
  /// - Throws: `noMemory`.
  func requireRoomForWaiters(_ count: Int) throws(Errno) {
    guard count <= Self.fewWaiters || system.heapBudget.hasRoom(forAllocation: count &* Self.waiterByteCount) else {
      throw .noMemory
    }
  }

  /// Looks at each `struct pollfd`, and stores what it is ready for.
  /// - Returns: how many are.
  private func pollOnce(_ array: UInt, count: UInt32) throws(Errno) -> Int {
    var ready = 0
    for index in 0..<UInt(count) {
      let (address, overflows) = array.addingReportingOverflow(index * 8)
      guard !overflows else { throw .badAddress }
      let entry = try memory.word(at: address)
      let descriptor = Int32(truncatingIfNeeded: entry)
      let wanted = PollEvents(rawValue: UInt16(truncatingIfNeeded: entry >> 32))
      let events = pollEvents(of: descriptor, wanted: wanted)
      if !events.isEmpty { ready += 1 }
      let answer = entry & 0x0000_FFFF_FFFF_FFFF | UInt64(events.rawValue) << 48
      try memory.store(word: answer, at: address)
    }
    return ready
  }

  private func pollEvents(of descriptor: Int32, wanted: PollEvents) -> PollEvents {
    // A negative descriptor is one to be passed over.
    guard descriptor >= 0 else { return [] }
    guard let file = try? files.descriptors.file(descriptor) else { return .invalid }
    return file.pollReadiness.intersection(wanted.union([.error, .hangUp, .invalid]))
  }
}

extension UInt64 {
  /// The sum, or the largest number there is.
  func addingClamped(_ other: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
