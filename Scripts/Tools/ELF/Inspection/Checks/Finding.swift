// What a check has to say about a file.

/// Something that is wrong, or may be.
public struct Finding: Equatable, Sendable, CustomStringConvertible {
  /// How much it matters.
  public enum Severity: String, Sendable {
    /// It will not work, or must not be.
    case error
    /// It works, but somebody should know.
    case warning
  }

  /// How much it matters.
  public let severity: Severity
  /// One line, without the file's name.
  public let message: String

  /// `error: …` or `warning: …`, as compilers write it.
  public var description: String { "\(severity.rawValue): \(message)" }

  /// How many of one kind are told; what is wrong with hundreds is wrong with the first, too.
  private static var toldCount: Int { 20 }

  static func error(_ message: String) -> Finding { Finding(severity: .error, message: message) }
  static func warning(_ message: String) -> Finding { Finding(severity: .warning, message: message) }

  /// An error for each of these, or for the first few and how many more there are.
  static func errors<Things: Collection>(_ things: Things, _ message: (Things.Element) -> String) -> [Finding] {
    let told = things.prefix(toldCount).map { error(message($0)) }
    return told + (things.count > told.count ? [error("… and \(things.count - told.count) more like that")] : [])
  }
}
