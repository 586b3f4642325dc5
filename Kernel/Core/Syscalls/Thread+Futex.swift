// `futex(2)`, and the locks of threads that end.

import Shared

/// The operations of `futex(2)` (`linux/futex.h`).
private enum FutexOperation: UInt32 {
  case wait = 0
  case wake = 1
  /// `FUTEX_FD`, which Linux has no more.
  case fileDescriptor = 2
  case requeue = 3
  case compareRequeue = 4
  case wakeOperation = 5
  case lockInheriting = 6
  case unlockInheriting = 7
  case tryLockInheriting = 8
  case waitBits = 9
  case wakeBits = 10
  // From one word to a lock that inherits priorities: not here.
  case waitRequeueInheriting = 11
  case compareRequeueInheriting = 12
  /// As `lockInheriting`, but the time is the monotonic clock's unless the flag says otherwise.
  case lockInheritingMonotonic = 13

  var isImplemented: Bool {
    switch self {
    case .fileDescriptor, .waitRequeueInheriting, .compareRequeueInheriting: false
    default: true
    }
  }

  /// `FUTEX_PRIVATE_FLAG` and `FUTEX_CLOCK_REALTIME`.
  static let isPrivate: UInt32 = 0x80
  static let realTime: UInt32 = 0x100
}

/// The bits of a word that locks with an owner have (`futex(2)`, "Priority-inheritance futexes"; robust lists).
private enum LockWord {
  static let ownerMask: UInt32 = 0x3FFF_FFFF
  static let ownerDied: UInt32 = 0x4000_0000
  static let hasWaiters: UInt32 = 0x8000_0000
}

extension Thread {
  func futex(
    _ address: UInt, operation: UInt32, value: UInt32, timeout: UInt, second: UInt, bits: UInt32
  ) throws(Errno) -> Int {
    let flags = operation & (FutexOperation.isPrivate | FutexOperation.realTime)
    guard let operation = FutexOperation(rawValue: operation & ~flags), operation.isImplemented else {
      throw .noFunction
    }
    if flags & FutexOperation.realTime != 0 {
      guard operation == .waitBits || operation == .lockInheritingMonotonic else { throw .noFunction }
    }
    guard address % 4 == 0 else { throw .invalidArgument }
    try requireFutex(at: address, isPrivate: flags & FutexOperation.isPrivate != 0)
    let key = FutexKey(space: addressSpace, address: address)
    switch operation {
    case .wait, .waitBits:
      let bits = operation == .waitBits ? bits : .max
      guard bits != 0 else { throw .invalidArgument }
      let isRealTime = flags & FutexOperation.realTime != 0
      let deadline = try futexDeadline(timeout, isAbsolute: operation == .waitBits, isRealTime: isRealTime)
      return try futexWait(key, value: value, bits: bits, until: deadline)
    case .wake, .wakeBits:
      let bits = operation == .wakeBits ? bits : .max
      guard bits != 0 else { throw .invalidArgument }
      return system.lentFutexes.with { $0.wake(key, Int(max(1, Int32(bitPattern: value))), bits: bits) }
    case .requeue, .compareRequeue:
      guard second % 4 == 0, Int32(bitPattern: value) >= 0, Int32(truncatingIfNeeded: timeout) >= 0 else {
        throw .invalidArgument
      }
      try requireFutex(at: second, isPrivate: flags & FutexOperation.isPrivate != 0)
      if operation == .compareRequeue {
        guard try memory.halfWord(at: address) == bits else { throw .resourceTemporarilyUnavailable }
      }
      let woken = system.futexes.wake(key, Int(value))
      let moved = system.futexes.move(
        Int(UInt32(truncatingIfNeeded: timeout)), from: key, to: FutexKey(space: addressSpace, address: second))
      return woken + moved
    case .wakeOperation:
      guard second % 4 == 0 else { throw .invalidArgument }
      let isMet = try changeWord(at: second, bits)
      var woken = system.futexes.wake(key, Int(max(1, Int32(bitPattern: value))))
      if isMet {
        let most = Int(max(1, Int32(truncatingIfNeeded: timeout)))
        woken += system.futexes.wake(FutexKey(space: addressSpace, address: second), most)
      }
      return woken
    case .lockInheriting, .lockInheritingMonotonic:
      let isRealTime = operation == .lockInheriting || flags & FutexOperation.realTime != 0
      let deadline = try futexDeadline(timeout, isAbsolute: true, isRealTime: isRealTime)
      return try lock(key, until: deadline)
    case .tryLockInheriting:
      guard try tryLock(address) else { throw .resourceTemporarilyUnavailable }
      return 0
    case .unlockInheriting: return try unlock(key)
    case .fileDescriptor, .waitRequeueInheriting, .compareRequeueInheriting: throw .noFunction
    }
  }

  /// Among processes a futex is known by the memory behind it, so that must be there (`get_futex_key`).
  /// - Throws: `badAddress`.
  private func requireFutex(at address: UInt, isPrivate: Bool) throws(Errno) {
    _ = try UserRange(address: address, byteCount: 4)
    if !isPrivate { _ = try memory.halfWord(at: address) }
  }

  @inline(__always)
  private func futexDeadline(_ address: UInt, isAbsolute: Bool, isRealTime: Bool) throws(Errno) -> UInt64? {
    address == 0 ? nil : try deadline(at: address, isAbsolute: isAbsolute, isRealTime: isRealTime)
  }

  private func deadline(at address: UInt, isAbsolute: Bool, isRealTime: Bool) throws(Errno) -> UInt64 {
    let duration = try duration(at: address)
    guard isAbsolute else { return system.clock.monotonicTime.addingClamped(duration) }
    let origin = isRealTime ? system.clock.bootTime : 0
    return duration > origin ? duration - origin : 0
  }

  private func futexWait(
    _ key: FutexKey, value: UInt32, bits: UInt32, until deadline: UInt64?
  ) throws(Errno) -> Int {
    // The kernel is not preempted: between this look and the queue nothing changes the word.
    guard try memory.halfWord(at: key.address) == value else { throw .resourceTemporarilyUnavailable }
    switch system.lentFutexes.with({ $0.wait(self, for: key, bits: bits, until: deadline) }) {
    case .woken: return 0
    case .timedOut: throw .timedOut
    // A relative time would begin anew, so such a wait is not made again.
    case .interrupted: throw deadline == nil ? .restartIfAsked : .interrupted
    }
  }

  /// `FUTEX_WAKE_OP`: changes a word, and tells whether what was there meets a condition.
  private func changeWord(at address: UInt, _ encoded: UInt32) throws(Errno) -> Bool {
    func signed(_ field: UInt32) -> Int32 { Int32(bitPattern: field << 20) >> 20 }
    var operand = UInt32(bitPattern: signed(encoded >> 12 & 0xFFF))
    let comparand = signed(encoded & 0xFFF)
    let operation = encoded >> 28
    // FUTEX_OP_OPARG_SHIFT
    if operation & 8 != 0 { operand = 1 << (operand & 31) }
    let old = try memory.halfWord(at: address)
    let new: UInt32
    switch operation & 7 {
    case 0: new = operand
    case 1: new = old &+ operand
    case 2: new = old | operand
    case 3: new = old & ~operand
    case 4: new = old ^ operand
    default: throw .noFunction
    }
    let before = Int32(bitPattern: old)
    let isMet: Bool
    switch encoded >> 24 & 15 {
    case 0: isMet = before == comparand
    case 1: isMet = before != comparand
    case 2: isMet = before < comparand
    case 3: isMet = before <= comparand
    case 4: isMet = before > comparand
    case 5: isMet = before >= comparand
    default: throw .noFunction
    }
    try memory.store(halfWord: new, at: address)
    return isMet
  }
}

// Locks that know their owner. One thread runs at a time and none has a priority, so none has to be inherited.
extension Thread {
  private func tryLock(_ address: UInt) throws(Errno) -> Bool {
    let word = try memory.halfWord(at: address)
    let owner = word & LockWord.ownerMask
    guard owner != UInt32(id) else { throw .deadlock }
    guard owner == 0 else { return false }
    try memory.store(halfWord: UInt32(id) | word & (LockWord.ownerDied | LockWord.hasWaiters), at: address)
    return true
  }

  private func lock(_ key: FutexKey, until deadline: UInt64?) throws(Errno) -> Int {
    while try !tryLock(key.address) {
      let word = try memory.halfWord(at: key.address)
      guard system.processes.thread(Int32(word & LockWord.ownerMask)) != nil else { throw .noSuchProcess }
      try memory.store(halfWord: word | LockWord.hasWaiters, at: key.address)
      switch system.futexes.wait(self, for: key, bits: .max, until: deadline) {
      case .woken: continue
      case .timedOut: throw .timedOut
      case .interrupted: throw .restartAlways
      }
    }
    return 0
  }

  private func unlock(_ key: FutexKey) throws(Errno) -> Int {
    let word = try memory.halfWord(at: key.address)
    guard word & LockWord.ownerMask == UInt32(id) else { throw .notPermitted }
    try memory.store(halfWord: 0, at: key.address)
    system.futexes.wake(key, 1)
    return 0
  }
}

// Robust lists: `set_robust_list(2)`.
extension Thread {
  /// `struct robust_list_head`: three words.
  private static let robustListHeadByteCount: UInt = 24
  /// How many entries are looked at, so that a circle has an end (Linux `ROBUST_LIST_LIMIT`).
  private static let mostRobustLocks = 2048

  func setRobustList(_ address: UInt, byteCount: UInt) throws(Errno) -> Int {
    guard byteCount == Self.robustListHeadByteCount else { throw .invalidArgument }
    robustList = address
    return 0
  }

  func robustList(of id: Int32, into address: UInt, byteCountAddress: UInt) throws(Errno) -> Int {
    guard let thread = id == 0 ? self : system.processes.thread(id) else { throw .noSuchProcess }
    try memory.store(word: UInt64(Self.robustListHeadByteCount), at: byteCountAddress)
    try memory.store(word: UInt64(thread.robustList), at: address)
    return 0
  }

  /// Marks the locks that the thread holds as its legacy, and wakes a waiter of each (Linux `exit_robust_list`).
  func releaseRobustFutexes() {
    let head = robustList
    guard head != 0 else { return }
    robustList = 0
    do throws(Errno) {
      let words: InlineArray<3, UInt64> = try memory.words(at: head)
      let offset = UInt(words[1])
      let pending = UInt(words[2])
      var entry = UInt(words[0])
      var count = 0
      // The lowest bit of a pointer says that the lock inherits priorities.
      while entry & ~1 != head, count < Self.mostRobustLocks {
        let next = UInt(try memory.word(at: entry & ~1))
        if entry & ~1 != pending & ~1 { try release((entry & ~1) &+ offset) }
        entry = next
        count += 1
      }
      if pending & ~1 != 0 { try release((pending & ~1) &+ offset) }
    } catch {
      // A list that cannot be read ends there.
    }
  }

  private func release(_ address: UInt) throws(Errno) {
    guard address % 4 == 0 else { return }
    let word = try memory.halfWord(at: address)
    guard word & LockWord.ownerMask == UInt32(id) else { return }
    try memory.store(halfWord: word & LockWord.hasWaiters | LockWord.ownerDied, at: address)
    if word & LockWord.hasWaiters != 0 { system.futexes.wake(self, at: address) }
  }
}
