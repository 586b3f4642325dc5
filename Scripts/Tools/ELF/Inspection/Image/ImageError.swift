// One kind of error for a file that cannot be inspected at all: a sentence for whoever has to repair it.

import Glibc

/// Why a file could not be read as an ELF file of ours, or a tool that inspects it could not be run.
public struct ImageError: Error, Equatable, CustomStringConvertible {
  /// The sentence, without the file's name and without a full stop.
  public let description: String

  /// An error that says `description`.
  public init(_ description: String) {
    self.description = description
  }

  /// A failed system call, in errno's own words. Call it before anything else can change errno.
  static func system(_ attempt: String? = nil) -> ImageError {
    let number = errno
    // strerror never answers null, and its text is copied here at once.
    let reason = unsafe String(cString: strerror(number))
    return ImageError(attempt.map { "\($0): \(reason)" } ?? reason)
  }
}
