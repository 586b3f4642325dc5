// What time it is, and waiting for it to pass.

import Shared

/// A clock of the kernel's.
public struct Clock {
  /// The kernel's name for it.
  public let id: ClockID

  /// A clock by the kernel's name for it.
  @inlinable public init(_ id: ClockID) { self.id = id }

  /// Time since the machine started; never steps back.
  @inlinable public static var monotonic: Clock { Clock(.monotonic) }
  /// Time since 1970-01-01 00:00 UTC.
  @inlinable public static var realTime: Clock { Clock(.realTime) }

  /// The time that has passed since the clock's beginning.
  /// - Throws: `invalidArgument` for a clock that there is not; see `clock_gettime(2)`.
  @inlinable public func now() throws(Errno) -> Duration {
    // struct timespec: seconds and nanoseconds.
    var time: [2 of Int] = [0, 0]
    // The kernel writes two words, for which there is room, and any value is one.
    try unsafe withUnsafeMutablePointer(to: &time) { (pointer) throws(Errno) in
      _ = try classicCall(.clockGettime, Int(id.rawValue), Int(bitPattern: pointer))
    }
    return .seconds(time[0]) + .nanoseconds(time[1])
  }

  /// Waits until so much time has passed on the monotonic clock. What is not positive is over at once.
  /// - Throws: `interrupted` when a signal cut it short; see `nanosleep(2)`.
  @inlinable public static func sleep(for duration: Duration) throws(Errno) {
    guard duration > .zero else { return }
    let (seconds, attoseconds) = duration.components
    // Rounded up: never shorter than asked.
    var time: [2 of Int] = [Int(seconds), Int((attoseconds + 999_999_999) / 1_000_000_000)]
    if time[1] == 1_000_000_000 { time = [time[0] &+ 1, 0] }
    // The kernel reads two words.
    try unsafe withUnsafeMutablePointer(to: &time) { (pointer) throws(Errno) in
      _ = try classicCall(.nanosleep, Int(bitPattern: pointer), 0)
    }
  }
}
