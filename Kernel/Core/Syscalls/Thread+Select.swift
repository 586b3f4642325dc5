// Waiting for files by sets of bits: `select(2)` and `pselect6(2)`.

import Shared

/// One of the three sets of a `select(2)`: what it asks, and what was found.
private struct DescriptorSet {
  let address: UInt
  var asked: [UInt64] = []
  var found: [UInt64] = []
  /// What a descriptor of the set is ready for if it has one of these.
  let events: PollEvents

  init(at address: UInt, count: Int, events: PollEvents, of memory: UserMemory) throws(Errno) {
    self.address = address
    self.events = events
    guard address != 0 else { return }
    let wordCount = (count + 63) / 64
    for index in 0..<wordCount { asked.append(try memory.word(at: address &+ UInt(index * 8))) }
    if count % 64 != 0 { asked[wordCount - 1] &= (1 << UInt64(count % 64)) - 1 }
    found = [UInt64](repeating: 0, count: wordCount)
  }

  func asks(_ descriptor: Int) -> Bool {
    descriptor / 64 < asked.count && asked[descriptor / 64] & 1 << UInt64(descriptor % 64) != 0
  }

  /// - Returns: whether it belongs to the answer.
  mutating func note(_ descriptor: Int, _ readiness: PollEvents) -> Bool {
    guard asks(descriptor), !readiness.isDisjoint(with: events) else { return false }
    found[descriptor / 64] |= 1 << UInt64(descriptor % 64)
    return true
  }

  func store(to memory: UserMemory) throws(Errno) {
    for index in found.indices { try memory.store(word: found[index], at: address &+ UInt(index * 8)) }
  }
}

extension Thread {
  /// - Parameter timeout: the address of a `struct timeval`, in which the call leaves what is left of it.
  func select(count: Int32, read: UInt, write: UInt, exceptional: UInt, timeout: UInt) throws(Errno) -> Int {
    var deadline: UInt64?
    if timeout != 0 {
      let pair: InlineArray<2, UInt64> = try memory.words(at: timeout)
      // Microseconds may be more than a second here.
      guard pair[0] <= UInt64(Int64.max), pair[1] <= UInt64(Int64.max) else { throw .invalidArgument }
      let (seconds, overflows) = pair[0].multipliedReportingOverflow(by: Clock.nanosecondsPerSecond)
      let (rest, restOverflows) = pair[1].multipliedReportingOverflow(by: 1000)
      deadline =
        overflows || restOverflows
        ? .max : system.clock.monotonicTime.addingClamped(seconds).addingClamped(rest)
    }
    return try select(count, read, write, exceptional, until: deadline, timeout: timeout, unit: 1000)
  }

  /// - Parameter mask: the address of a pair: a signal set's address, and its size.
  func select(count: Int32, read: UInt, write: UInt, exceptional: UInt, timeout: UInt, mask: UInt) throws(Errno) -> Int
  {
    var deadline: UInt64?
    if timeout != 0 { deadline = system.clock.monotonicTime.addingClamped(try duration(at: timeout)) }
    if mask != 0 {
      let pair: InlineArray<2, UInt64> = try memory.words(at: mask)
      try waitWithMask(at: UInt(pair[0]), setByteCount: UInt(pair[1]))
    }
    return try select(count, read, write, exceptional, until: deadline, timeout: timeout, unit: 1)
  }

  private func select(
    _ count: Int32, _ read: UInt, _ write: UInt, _ exceptional: UInt, until deadline: UInt64?, timeout: UInt,
    unit: UInt64
  ) throws(Errno) -> Int {
    guard count >= 0 else { throw .invalidArgument }
    let count = min(Int(count), DescriptorTable.maximumLimit)
    var sets = [
      try DescriptorSet(at: read, count: count, events: [.readable, .normalReadable, .hangUp, .error], of: memory),
      try DescriptorSet(at: write, count: count, events: [.writable, .normalWritable, .error], of: memory),
      try DescriptorSet(at: exceptional, count: count, events: .priority, of: memory),
    ]
    try requireRoomForWaiters(count)
    // They stay open while the call waits for them.
    var asked: [(descriptor: Int, file: OpenFile)] = []
    for descriptor in 0..<count where sets.contains(where: { $0.asks(descriptor) }) {
      asked.append((descriptor, try files.descriptors.file(Int32(descriptor))))
    }
    var waiters: [(waiter: Waiter, queue: WaitQueue)] = []
    defer { for (waiter, _) in waiters { waiter.leave() } }
    var isWaiting = false
    while true {
      var ready = 0
      for (descriptor, file) in asked {
        let readiness = file.pollReadiness
        for index in sets.indices where sets[index].note(descriptor, readiness) { ready += 1 }
      }
      let now = system.clock.monotonicTime
      let isLate = deadline.map { now >= $0 } ?? false
      if ready > 0 || isLate {
        for set in sets { try set.store(to: memory) }
        storeRest(of: deadline, now: now, at: timeout, unit: unit)
        return ready
      }
      if isWaiting {
        for (waiter, queue) in waiters where waiter.isWoken { queue.enqueue(waiter) }
      } else {
        isWaiting = true
        for (_, file) in asked {
          guard let queue = file.waitQueue else { continue }
          let waiter = Waiter(self)
          queue.enqueue(waiter)
          waiters.append((waiter, queue))
        }
        // What came up while the queues were joined is looked for once more.
        continue
      }
      if rest(until: deadline, { waiters.contains { $0.waiter.isWoken } }) == .interrupted {
        storeRest(of: deadline, now: system.clock.monotonicTime, at: timeout, unit: unit)
        throw .restartWithoutHandler
      }
    }
  }

  /// Linux leaves in the time-out what is left of it; where that cannot be stored it is no error.
  func storeRest(of deadline: UInt64?, now: UInt64, at address: UInt, unit: UInt64) {
    guard let deadline, address != 0 else { return }
    let left = deadline > now ? deadline - now : 0
    try? storeTime(left, unit: unit, at: address)
  }
}
