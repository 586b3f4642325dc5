// One kind of error for whatever goes wrong on the host's side of a run: a sentence for the person who started it.

import Glibc

/// What went wrong on the host, said in one line.
public struct HostError: Error, Equatable, CustomStringConvertible {
  /// The sentence, without the tool's name and without a full stop.
  public let description: String
  /// What the tool exits with: 125, but where it knows what the kernel would say of the program.
  public let exitStatus: Int32

  /// An error that says `description`.
  public init(_ description: String, exitStatus: Int32 = 125) {
    self.description = description
    self.exitStatus = exitStatus
  }

  /// A failed system call: what was attempted, and errno's own words.
  /// Call it before anything else can change errno.
  static func system(_ attempt: String) -> HostError {
    let number = errno
    // strerror never answers null, and its text is copied here at once.
    return HostError("\(attempt): \(unsafe String(cString: strerror(number)))")
  }
}
