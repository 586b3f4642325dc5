// The list of mutants, as Kernel/Mutants.txt has it.

import Foundation

/// All mutants, in the file's order.
public struct MutantList: Sendable {
  public let mutants: [Mutant]

  public static let path = "Kernel/Mutants.txt"

  public init(in project: URL) throws {
    try self.init(text: String(contentsOf: project.appending(path: Self.path), encoding: .utf8))
  }

  /// - Throws: `MutantError` for what is no mutant, and for two of one name.
  public init(text: String) throws {
    var mutants: [Mutant] = []
    for block in text.components(separatedBy: "\n\n") {
      let lines = block.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
      if !lines.isEmpty { mutants.append(try Self.mutant(lines)) }
    }
    self.mutants = mutants
    for (index, mutant) in mutants.enumerated() where mutants[..<index].contains(where: { $0.name == mutant.name }) {
      throw MutantError("\(mutant.name): there are two of that name")
    }
  }

  private static func mutant(_ lines: [String]) throws -> Mutant {
    let title = lines[0].split(separator: " ").map(String.init)
    guard title.count == 2, let level = Mutant.Level(rawValue: title[1]) else {
      throw MutantError("'\(lines[0])' is no name and level")
    }
    func field(_ key: String) throws -> String {
      let values = lines.filter { $0.hasPrefix("\(key): ") }.map { $0.dropFirst(key.count + 2) }
      guard values.count == 1 else { throw MutantError("\(title[0]) has \(values.count) lines of '\(key):'") }
      return String(values[0])
    }
    /// The lines after a sign, without it and the space behind it.
    func text(_ sign: Character) -> String {
      lines.dropFirst().filter { $0.first == sign }.map { $0.dropFirst(2) }.joined(separator: "\n")
    }
    guard !text("-").isEmpty else { throw MutantError("\(title[0]) has nothing to find") }
    return Mutant(
      name: title[0], level: level, promise: try field("promise"), file: try field("file"),
      tests: try field("tests").split(separator: " ").map(String.init), find: text("-"), replacement: text("+"))
  }

  /// The mutant of a name.
  public func named(_ name: String) throws -> Mutant {
    guard let mutant = mutants.first(where: { $0.name == name }) else {
      throw MutantError("there is no mutant \(name)")
    }
    return mutant
  }

  // MARK: The table in Kernel/SECURITY.md

  public static let documentPath = "Kernel/SECURITY.md"
  private static let start = "<!-- made: mutants -->\n"
  private static let end = "<!-- end -->\n"

  /// A document with the table between its two marks made anew.
  public func refresh(_ document: String) throws -> String {
    guard let from = document.range(of: Self.start),
      let to = document.range(of: Self.end, range: from.upperBound..<document.endIndex)
    else { throw MutantError("\(Self.documentPath) has no place for the table") }
    let rows = mutants.map { mutant in
      let tests = mutant.tests.map { "`\($0)`" }.joined(separator: ", ")
      return "| \(mutant.promise) | `\(mutant.name)` | \(mutant.level) | \(tests) |\n"
    }
    let table = "| broken promise | mutant | level | found by |\n| --- | --- | --- | --- |\n" + rows.joined()
    return document[..<from.upperBound] + table + document[to.lowerBound...]
  }
}
