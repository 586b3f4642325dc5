// What the system calls itself: `uname(2)`, and the files of `/proc` that say the same.

/// The fields of `struct utsname`.
enum SystemName {
  static var system: StaticString { "Linux" }
  static var node: StaticString { "martlet" }
  /// A release from which C libraries conclude what they may use.
  static var release: StaticString { "6.1.0-martlet" }
  static var version: StaticString { "Martlet" }
  static var machine: StaticString { "x86_64" }
  static var domain: StaticString { "(none)" }

  /// The line of `/proc/version`.
  static func appendVersion(to piece: inout TextPiece) {
    piece.append(system)
    piece.append(" version ")
    piece.append(release)
    piece.append(" (")
    piece.append(node)
    piece.append("@")
    piece.append(node)
    piece.append(") (swift) ")
    piece.append(version)
    piece.append("\n")
  }
}
