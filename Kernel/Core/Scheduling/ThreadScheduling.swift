// How a thread asks to be scheduled (`sched(7)`), and what share of the processor it gets for that.

import Shared

/// The policies that Linux has (`linux/sched.h`).
enum SchedulingPolicy: UInt32 {
  case normal = 0
  case firstInFirstOut = 1
  case roundRobin = 2
  case batch = 3
  case idle = 5
  case deadline = 6

  /// The priorities that a thread can have under the policy.
  var priorities: ClosedRange<Int32> {
    switch self {
    case .firstInFirstOut, .roundRobin: 1...99
    case .normal, .batch, .idle, .deadline: 0...0
    }
  }

  /// Whether threads run ahead of all others. The kernel has no such threads: it takes turns.
  var isRealTime: Bool {
    switch self {
    case .firstInFirstOut, .roundRobin, .deadline: true
    case .normal, .batch, .idle: false
    }
  }
}

/// What one thread has asked for.
struct ThreadScheduling: Equatable {
  static let nicenessRange: ClosedRange<Int32> = -20...19

  private(set) var policy = SchedulingPolicy.normal
  /// From −20, the largest share, to 19 (`nice(2)`).
  private(set) var niceness: Int32 = 0
  /// Whether new threads begin with the ordinary policy and no favour (`sched(7)`, SCHED_RESET_ON_FORK).
  var resetsOnFork = false
  /// How long it may run while others wait for their turn, in nanoseconds.
  private(set) var timeSlice = Self.ordinaryTimeSlice

  /// The slice of niceness 0.
  private static let ordinaryTimeSlice: UInt64 = 10_000_000
  /// A thread must get somewhere between two switches.
  private static let shortestTimeSlice: UInt64 = 500_000

  /// The niceness that comes nearest to a wish.
  static func clamped(_ wish: Int32) -> Int32 { min(max(wish, nicenessRange.lowerBound), nicenessRange.upperBound) }

  /// Sets the niceness, cut to its range, and the policy.
  mutating func set(_ policy: SchedulingPolicy, niceness wish: Int32) {
    niceness = Self.clamped(wish)
    self.policy = policy
    var slice = Self.ordinaryTimeSlice
    // Threads take turns, so shares are as slices are. A step of niceness makes a difference of a quarter (`sched(7)`).
    if niceness > 0 { for _ in 0..<niceness { slice = slice * 4 / 5 } }
    if niceness < 0 { for _ in niceness..<0 { slice = slice * 5 / 4 } }
    timeSlice = policy == .idle ? Self.shortestTimeSlice : max(slice, Self.shortestTimeSlice)
  }

  /// What a thread begins with that this one makes.
  var ofNewThread: ThreadScheduling {
    var copy = self
    if resetsOnFork {
      copy.resetsOnFork = false
      copy.set(policy, niceness: max(niceness, 0))
    }
    return copy
  }
}

/// How urgent a thread's transfers to devices are (`ioprio_set(2)`). Files are in memory, so no transfer waits for another:
/// the number is kept to be told.
struct TransferPriority: Equatable {
  /// The class in the bits from 13 up, the level in the lowest three, and between them a hint for devices.
  let rawValue: UInt16

  static let unset = TransferPriority(rawValue: 0)

  private static let realTime: UInt32 = 1
  private static let bestEffort: UInt32 = 2
  private static let idle: UInt32 = 3

  private init(rawValue: UInt16) { self.rawValue = rawValue }

  /// - Throws: `invalidArgument` for a class or level that there is not; `notPermitted` for real time without the
  ///   right to it.
  init(_ number: UInt32, by credentials: Credentials) throws(Errno) {
    switch number >> 13 & 7 {
    case 0: guard number & 7 == 0 else { throw .invalidArgument }
    case Self.realTime:
      guard credentials.has(.schedule) || credentials.has(.administer) else { throw .notPermitted }
    case Self.bestEffort, Self.idle: break
    default: throw .invalidArgument
    }
    rawValue = UInt16(truncatingIfNeeded: number)
  }

  /// The one that counts, which follows from the niceness where a thread has set none.
  func effective(_ scheduling: ThreadScheduling) -> UInt16 {
    guard rawValue >> 13 == 0 else { return rawValue }
    let level = UInt16(truncatingIfNeeded: (scheduling.niceness &+ 20) / 5)
    return UInt16(scheduling.policy == .idle ? Self.idle : Self.bestEffort) << 13 | level
  }
}
