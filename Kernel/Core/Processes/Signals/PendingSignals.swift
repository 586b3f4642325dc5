// Signals that were sent and not acted upon yet.

import Shared

/// What a receiver is told of a signal: the parts of `siginfo_t` that are in use (`sigaction(2)`).
struct SignalInfo: Equatable {
  var signal: Signal
  /// Where the signal comes from: `si_code`.
  var code: Int32
  /// The word at offset 16 of `siginfo_t`: the sender's process and user, a fault's address, or a timer's numbers.
  var first: UInt64 = 0
  /// The word at offset 24: a value that was sent along, or a child's status.
  var second: UInt64 = 0
  /// The words at 32 and 40: a child's times.
  var third: UInt64 = 0
  var fourth: UInt64 = 0

  /// `SI_USER`, `SI_KERNEL`, `SI_QUEUE`, `SI_TIMER`, `SI_TKILL` (`asm-generic/siginfo.h`).
  static let fromUser: Int32 = 0
  static let fromKernel: Int32 = 0x80
  static let queued: Int32 = -1
  static let fromTimer: Int32 = -2
  static let toThread: Int32 = -6

  /// One that a process sends.
  init(_ signal: Signal, code: Int32 = Self.fromUser, from sender: Process) {
    self.init(signal, code: code, sender: sender.id, user: sender.files.credentials.user.real)
  }

  init(_ signal: Signal, code: Int32 = Self.fromUser, sender: Int32, user: UInt32) {
    self.signal = signal
    self.code = code
    first = UInt64(UInt32(bitPattern: sender)) | UInt64(user) << 32
  }

  /// One of the kernel's own.
  init(_ signal: Signal, code: Int32 = Self.fromKernel, address: UInt64 = 0) {
    self.signal = signal
    self.code = code
    first = address
  }

  /// One that a program filled in (`rt_sigqueueinfo(2)`).
  init(_ signal: Signal, words: InlineArray<6, UInt64>) {
    self.signal = signal
    code = Int32(truncatingIfNeeded: words[1])
    first = words[2]
    second = words[3]
    third = words[4]
    fourth = words[5]
  }

  /// The start of `siginfo_t`, of which the rest is zero.
  var words: InlineArray<6, UInt64> {
    [UInt64(signal.rawValue), UInt64(UInt32(bitPattern: code)), first, second, third, fourth]
  }
}

/// Signals that are pending for a thread or a process. Of a standard signal one counts, of a real-time signal each.
struct PendingSignals {
  /// A bit for each signal that is pending.
  private(set) var set: UInt64 = 0
  /// In the order in which they were sent. A signal may be pending without, when there were too many.
  private var infos: [SignalInfo] = []

  /// How many can be told of, the most that RLIMIT_SIGPENDING can be here.
  static let mostInfos = 1024

  /// How many take no more memory than is kept for each thread.
  private static let fewInfos = 4

  /// - Parameters:
  ///   - budget: what is asked before more of them are kept.
  ///   - limit: how many may be queued. One that is just sent comes through past that.
  /// - Returns: whether there was room; a standard signal is pending all the same.
  @discardableResult mutating func add(_ info: SignalInfo, _ budget: HeapBudget, limit: UInt64 = .max) -> Bool {
    let bit = info.signal.bit
    if !info.signal.isRealTime, set & bit != 0 { return true }
    let isQueued = info.signal.isRealTime || info.code < 0
    let most = isQueued ? Int(clamping: min(limit, UInt64(Self.mostInfos))) : Self.mostInfos
    let hasRoom = infos.count < most && hasMemoryForOneMore(budget)
    if hasRoom { infos.append(info) }
    if hasRoom || !info.signal.isRealTime { set |= bit }
    return hasRoom
  }

  private func hasMemoryForOneMore(_ budget: HeapBudget) -> Bool {
    if infos.count < max(infos.capacity, Self.fewInfos) { return true }
    return budget.hasRoom(forAllocation: HeapAllocation.array(of: SignalInfo.self, capacity: 2 * infos.count))
  }

  /// Takes the next signal of a set: those that an instruction brought about first, then by number.
  mutating func take(from wanted: UInt64) -> SignalInfo? {
    var candidates = set & wanted
    guard candidates != 0 else { return nil }
    if candidates & Signal.synchronous != 0 { candidates &= Signal.synchronous }
    let signal = Signal(rawValue: UInt8(truncatingIfNeeded: candidates.trailingZeroBitCount &+ 1))
    var found: SignalInfo?
    var isLast = true
    if let index = infos.firstIndex(where: { $0.signal == signal }) {
      found = infos.remove(at: index)
      isLast = !infos.contains { $0.signal == signal }
    }
    if isLast { set &= ~signal.bit }
    return found ?? SignalInfo(signal, code: SignalInfo.fromUser, sender: 0, user: 0)
  }

  /// Adds to what the signal of a timer tells, if one is pending: that the timer has expired again (`timer_getoverrun(2)`).
  /// - Parameter timer: the number in the word at offset 16 of `siginfo_t`.
  /// - Returns: whether one is.
  mutating func addOverrun(_ count: UInt32, to timer: UInt32) -> Bool {
    let place = infos.firstIndex {
      $0.code == SignalInfo.fromTimer && UInt32(truncatingIfNeeded: $0.first) == timer
    }
    guard let place else { return false }
    let before = UInt32(truncatingIfNeeded: infos[place].first >> 32)
    infos[place].first = UInt64(timer) | UInt64(before &+ count) << 32
    return true
  }

  /// Forgets all signals of a set.
  mutating func discard(_ unwanted: UInt64) {
    guard set & unwanted != 0 else { return }
    set &= ~unwanted
    infos.removeAll { unwanted & $0.signal.bit != 0 }
  }
}
