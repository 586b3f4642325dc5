// How a run ended, and the exit status that says so.

/// How a run ended.
public enum MachineOutcome: Equatable, Sendable {
  /// The program exited by itself.
  case exited(status: UInt8)
  /// A signal ended the program.
  case signaled(UInt8)
  /// The kernel panicked.
  case panicked
  /// The time was up.
  case timedOut
  /// The machine ended and no program did; why, in one line.
  case failed(String)
  /// Whoever read standard output went away.
  case outputClosed
  /// This process was asked to stop by a signal of that number.
  case interrupted(Int32)

  /// The status for Scripts/run to exit with.
  public var exitStatus: Int32 {
    switch self {
    case .exited(let status): Int32(status)
    case .signaled(let number): 128 + Int32(number)
    case .timedOut: 124
    case .panicked, .failed: 125
    // What a shell shows for a program that SIGPIPE ended.
    case .outputClosed: 128 + 13
    case .interrupted(let number): 128 + number
    }
  }

  /// Reads what the kernel wrote to the result port: `exited N`, `signaled N` or `panicked`, one line.
  /// - Returns: nil when it is anything else, several lines included.
  init?(resultLine bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n") else { return nil }
    let words = bytes.dropLast().split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    switch (words.first, words.count) {
    case ("exited", 2):
      guard let status = UInt8(words[1]) else { return nil }
      self = .exited(status: status)
    case ("signaled", 2):
      guard let number = UInt8(words[1]), 1...127 ~= number else { return nil }
      self = .signaled(number)
    case ("panicked", 1):
      self = .panicked
    default:
      return nil
    }
  }
}
