// A place where the kernel stops itself, as people talk of it.

/// A line of source at which the kernel traps or panics if something does not hold.
public struct Trap: Hashable, Comparable, Sendable {
  /// What does not hold.
  public enum Kind: String, Sendable {
    /// Arithmetic left its type, or a division was by zero.
    case overflow
    /// An index or offset is not inside.
    case bounds
    /// A range ends before it begins.
    case range
    /// A number does not fit the type that it is to become.
    case conversion
    /// A value is `nil`.
    case `nil`
    /// Something else that the language or its library demands.
    case precondition
    /// The kernel says so itself.
    case panic
  }

  /// The source file, from the project's folder, or `Swift` for the library's own.
  public let file: String
  /// What does not hold.
  public let kind: Kind
  /// The line as it is written, or the library's function: numbers of lines would change with every edit above.
  public let text: String

  public init(file: String, kind: Kind, text: String) {
    self.file = file
    self.kind = kind
    self.text = text
  }

  public static func < (left: Trap, right: Trap) -> Bool {
    (left.file, left.text, left.kind.rawValue) < (right.file, right.text, right.kind.rawValue)
  }
}

extension Trap.Kind {
  /// The kind that goes with what the compiler says, in the debug information, about a trap.
  init(message: String) {
    let words = message.lowercased()
    switch true {
    case words.contains("overflow"), words.contains("division by zero"), words.contains("remainder"): self = .overflow
    case words.contains("lowerbound <= upperbound"): self = .range
    case words.contains("index"), words.contains("bounds"), words.contains("offset"), words.contains("subrange"):
      self = .bounds
    case words.contains("not enough bits"), words.contains("negative value"): self = .conversion
    case words.contains("found nil"): self = .nil
    default: self = .precondition
    }
  }
}
