// How threads are scheduled, asked and told: `sched(7)`, `getpriority(2)`, `ioprio_set(2)`.

import Shared

/// Whom a priority is for: the numbers of `getpriority(2)`; those of `ioprio_set(2)` are larger by one.
private enum PriorityTarget: UInt32 {
  case process = 0
  case group = 1
  case user = 2
}

extension Thread {
  // MARK: Whom a call means

  /// The thread that a call of `sched(7)` names; 0 is the caller.
  /// - Throws: `noSuchProcess`.
  private func threadNamed(_ id: Int32) throws(Errno) -> Thread {
    if id == 0 { return self }
    guard let found = system.processes.thread(id) else { throw .noSuchProcess }
    return found
  }

  /// Calls a function for each thread that a priority is for.
  private func forEachThread(_ target: PriorityTarget, _ id: Int32, _ body: (Thread) -> Void) {
    switch target {
    case .process:
      if let thread = try? threadNamed(id) { body(thread) }
    case .group:
      let group = id == 0 ? process.group : system.processes.group(id)
      for member in group?.members ?? [] { for thread in member.threads { body(thread) } }
    case .user:
      let user = id == 0 ? credentials.user.real : UInt32(bitPattern: id)
      system.processes.forEachProcess { process in
        guard process.files.credentials.user.real == user else { return }
        for thread in process.threads { body(thread) }
      }
    }
  }

  /// Whether the caller may change how a thread is scheduled.
  private func mayScheduleLike(_ thread: Thread) -> Bool {
    let target = thread.credentials.user
    let user = credentials.user.effective
    return user == target.real || user == target.effective || credentials.has(.schedule)
  }

  /// Whether the caller may make a thread so little nice (`getrlimit(2)`, RLIMIT_NICE).
  private func mayFavour(_ thread: Thread, _ niceness: Int32) -> Bool {
    if niceness >= thread.scheduling.niceness || credentials.has(.schedule) { return true }
    return UInt64(clamping: 20 - niceness) <= thread.limits.niceness
  }

  // MARK: Niceness

  /// - Returns: as the call does, 20 less the niceness, so that no answer is an error: the highest of all.
  func priority(of target: UInt32, _ id: Int32) throws(Errno) -> Int {
    guard let target = PriorityTarget(rawValue: target) else { throw .invalidArgument }
    var highest: Int32?
    forEachThread(target, id) { highest = max(highest ?? 0, 20 - $0.scheduling.niceness) }
    guard let highest else { throw .noSuchProcess }
    return Int(highest)
  }

  func setPriority(of target: UInt32, _ id: Int32, to niceness: Int32) throws(Errno) -> Int {
    guard let target = PriorityTarget(rawValue: target) else { throw .invalidArgument }
    let niceness = ThreadScheduling.clamped(niceness)
    // As on Linux, the threads that may be changed are, whatever is said of the others.
    var failure: Errno? = .noSuchProcess
    forEachThread(target, id) { thread in
      if !mayScheduleLike(thread) {
        failure = .notPermitted
      } else if !mayFavour(thread, niceness) {
        failure = .permissionDenied
      } else {
        if failure == .noSuchProcess { failure = nil }
        thread.scheduling.set(thread.scheduling.policy, niceness: niceness)
      }
    }
    if let failure { throw failure }
    return 0
  }

  // MARK: Policies

  /// SCHED_RESET_ON_FORK, which stands beside the policy in older calls.
  private static let resetOnFork: UInt32 = 0x4000_0000

  func schedulingPolicy(of id: Int32) throws(Errno) -> Int {
    guard id >= 0 else { throw .invalidArgument }
    let scheduling = try threadNamed(id).scheduling
    return Int(scheduling.policy.rawValue | (scheduling.resetsOnFork ? Self.resetOnFork : 0))
  }

  /// `sched_getparam(2)`: no policy here has priorities.
  func schedulingParameter(of id: Int32, into address: UInt) throws(Errno) -> Int {
    guard id >= 0, address != 0 else { throw .invalidArgument }
    _ = try threadNamed(id)
    try memory.store(halfWord: 0, at: address)
    return 0
  }

  /// `sched_setscheduler(2)`, and for no policy `sched_setparam(2)`, which keeps the one that there is.
  func setScheduling(of id: Int32, policy number: UInt32?, parameter address: UInt) throws(Errno) -> Int {
    guard id >= 0, address != 0, Int32(bitPattern: number ?? 0) >= 0 else { throw .invalidArgument }
    let priority = Int32(bitPattern: try memory.halfWord(at: address))
    let target = try threadNamed(id)
    var wish = target.scheduling
    if let number { wish.resetsOnFork = number & Self.resetOnFork != 0 }
    let policy = try Self.policy(number.map { $0 & ~Self.resetOnFork } ?? wish.policy.rawValue, priority: priority)
    // Only `sched_setattr(2)` has what a deadline takes.
    guard policy != .deadline else { throw .invalidArgument }
    try set(wish, policy, niceness: wish.niceness, for: target)
    return 0
  }

  /// - Throws: `invalidArgument` for an unknown policy or a priority that it does not have.
  private static func policy(_ number: UInt32, priority: Int32) throws(Errno) -> SchedulingPolicy {
    guard let policy = SchedulingPolicy(rawValue: number), policy.priorities.contains(priority) else {
      throw .invalidArgument
    }
    return policy
  }

  private func set(
    _ wish: ThreadScheduling, _ policy: SchedulingPolicy, niceness: Int32, for target: Thread
  ) throws(Errno) {
    // What a control group of Linux answers that has no time for real-time threads: the kernel has none.
    guard !policy.isRealTime else { throw .notPermitted }
    let old = target.scheduling
    guard mayScheduleLike(target) else { throw .notPermitted }
    if !credentials.has(.schedule) {
      guard wish.resetsOnFork || !old.resetsOnFork, mayFavour(target, niceness) else { throw .notPermitted }
      // To leave the idle policy is to be favoured too.
      guard old.policy != .idle || policy == .idle || UInt64(clamping: 20 - old.niceness) <= target.limits.niceness
      else { throw .notPermitted }
    }
    var new = wish
    new.set(policy, niceness: niceness)
    target.scheduling = new
  }

  func highestPriority(of policy: UInt32) throws(Errno) -> Int {
    guard let policy = SchedulingPolicy(rawValue: policy) else { throw .invalidArgument }
    return Int(policy.priorities.upperBound)
  }

  func lowestPriority(of policy: UInt32) throws(Errno) -> Int {
    guard let policy = SchedulingPolicy(rawValue: policy) else { throw .invalidArgument }
    return Int(policy.priorities.lowerBound)
  }

  func timeSlice(of id: Int32, into address: UInt) throws(Errno) -> Int {
    guard id >= 0 else { throw .invalidArgument }
    try storeTime(try threadNamed(id).scheduling.timeSlice, unit: 1, at: address)
    return 0
  }

  // MARK: Attributes

  /// `struct sched_attr` (`sched_setattr(2)`): as long as it was at first, which is all that is used here, and as it is.
  private static let firstAttributeByteCount: UInt32 = 48
  private static let attributeByteCount: UInt32 = 56
  /// The flags of the structure: SCHED_FLAG_RESET_ON_FORK, SCHED_FLAG_KEEP_POLICY, SCHED_FLAG_KEEP_PARAMS. The others
  /// are about deadlines and about clamping the use of a processor that changes its speed.
  private static let attributeResetsOnFork: UInt64 = 1
  private static let attributeKeepsPolicy: UInt64 = 8
  private static let attributeKeepsParameters: UInt64 = 16

  func schedulingAttributes(of id: Int32, into address: UInt, byteCount: UInt32, flags: UInt32) throws(Errno) -> Int {
    guard address != 0, id >= 0, flags == 0, byteCount >= Self.firstAttributeByteCount,
      byteCount <= UInt32(UserSpace.pageSize)
    else { throw .invalidArgument }
    let scheduling = try threadNamed(id).scheduling
    let count = min(byteCount, Self.attributeByteCount)
    var words = InlineArray<7, UInt64>(repeating: 0)
    words[0] = UInt64(count) | UInt64(scheduling.policy.rawValue) << 32
    words[1] = scheduling.resetsOnFork ? Self.attributeResetsOnFork : 0
    words[2] = UInt64(UInt32(bitPattern: scheduling.niceness))
    try memory.store(RawSpan(_elements: words.span).extracting(0..<Int(count)), at: address)
    return 0
  }

  func setSchedulingAttributes(of id: Int32, from address: UInt, flags: UInt32) throws(Errno) -> Int {
    guard address != 0, id >= 0, flags == 0 else { throw .invalidArgument }
    let words = try schedulingAttributes(at: address)
    let known = Self.attributeResetsOnFork | Self.attributeKeepsPolicy | Self.attributeKeepsParameters
    let options = words[1]
    let keepsPolicy = options & Self.attributeKeepsPolicy != 0
    let number = UInt32(truncatingIfNeeded: words[0] >> 32)
    guard keepsPolicy || Int32(bitPattern: number) >= 0 else { throw .invalidArgument }
    let target = try threadNamed(id)
    var wish = target.scheduling
    wish.resetsOnFork = options & Self.attributeResetsOnFork != 0
    let keepsParameters = options & Self.attributeKeepsParameters != 0
    let priority = keepsParameters ? 0 : Int32(truncatingIfNeeded: words[2] >> 32)
    let policy = try Self.policy(keepsPolicy ? wish.policy.rawValue : number, priority: priority)
    guard options & ~known == 0 else { throw .invalidArgument }
    let niceness = ThreadScheduling.clamped(Int32(truncatingIfNeeded: words[2]))
    try set(wish, policy, niceness: keepsParameters ? wish.niceness : niceness, for: target)
    return 0
  }

  /// Reads the structure, whatever its size: what this kernel does not know must be zero.
  /// - Throws: `argListTooLong` where it is not, with the size that is known stored; `badAddress`.
  private func schedulingAttributes(at address: UInt) throws(Errno) -> InlineArray<7, UInt64> {
    var size = try memory.halfWord(at: address)
    if size == 0 { size = Self.firstAttributeByteCount }
    guard size >= Self.firstAttributeByteCount, size <= UInt32(UserSpace.pageSize) else {
      try memory.store(halfWord: Self.attributeByteCount, at: address)
      throw .argListTooLong
    }
    let all = try memory.bytes(at: address, count: Int(size))
    guard all.dropFirst(Int(Self.attributeByteCount)).allSatisfy({ $0 == 0 }) else {
      try memory.store(halfWord: Self.attributeByteCount, at: address)
      throw .argListTooLong
    }
    var words = InlineArray<7, UInt64>(repeating: 0)
    for index in 0..<min(Int(size), words.count * 8) {
      words[index / 8] |= UInt64(all[index]) << UInt64(index % 8 * 8)
    }
    return words
  }

  // MARK: Processors

  /// The processors that there are, as the first word of a `cpu_set_t`.
  private var allProcessors: UInt64 {
    let count = system.machine.cpuCount
    return count >= 64 ? .max : 1 << UInt64(truncatingIfNeeded: count) &- 1
  }

  func affinity(_ id: Int32, byteCount: UInt32, into address: UInt) throws(Errno) -> Int {
    guard byteCount >= 8, byteCount % 8 == 0 else { throw .invalidArgument }
    _ = try threadNamed(id)
    try memory.store(word: allProcessors, at: address)
    return 8
  }

  /// `sched_setaffinity(2)`: with one processor, a set either has it or has none.
  func setAffinity(_ id: Int32, byteCount: UInt32, from address: UInt) throws(Errno) -> Int {
    let range = try UserRange(address: address, byteCount: UInt(min(byteCount, 8)))
    var word = InlineArray<1, UInt64>(repeating: 0)
    var span = word.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    if range.byteCount > 0 {
      var part = bytes._mutatingExtracting(first: Int(range.byteCount))
      guard memory.copy(from: range, into: &part) == Int(range.byteCount) else { throw .badAddress }
    }
    let target = try threadNamed(id)
    guard mayScheduleLike(target) else { throw .notPermitted }
    guard word[0] & allProcessors != 0 else { throw .invalidArgument }
    return 0
  }

  /// `getcpu(2)`.
  func processorNumber(into processor: UInt, node: UInt) throws(Errno) -> Int {
    if processor != 0 { try memory.store(halfWord: 0, at: processor) }
    if node != 0 { try memory.store(halfWord: 0, at: node) }
    return 0
  }

  // MARK: Transfers

  func transferPriority(of target: UInt32, _ id: Int32) throws(Errno) -> Int {
    guard let target = PriorityTarget(rawValue: target &- 1) else { throw .invalidArgument }
    var most: UInt16?
    forEachThread(target, id) { thread in
      let its =
        target == .process ? thread.transferPriority.rawValue : thread.transferPriority.effective(thread.scheduling)
      most = min(most ?? its, its)
    }
    guard let most else { throw .noSuchProcess }
    return Int(most)
  }

  func setTransferPriority(of target: UInt32, _ id: Int32, to number: UInt32) throws(Errno) -> Int {
    let priority = try TransferPriority(number, by: credentials)
    guard let target = PriorityTarget(rawValue: target &- 1) else { throw .invalidArgument }
    var failure: Errno? = .noSuchProcess
    let user = credentials.user
    forEachThread(target, id) { thread in
      let its = thread.credentials.user.real
      guard its == user.effective || its == user.real || credentials.has(.schedule) else {
        failure = .notPermitted
        return
      }
      if failure == .noSuchProcess { failure = nil }
      thread.transferPriority = priority
    }
    if let failure { throw failure }
    return 0
  }
}
