// A mutant: one promise of the kernel's broken on purpose, so that a test can show that it would notice.

import Foundation

/// A small change to one source, found by its text and not by its line, so that it lasts while sources move.
public struct Mutant: Sendable, Equatable {
  /// What finds it: the host's unit tests, or machines that boot.
  public enum Level: String, Sendable, CaseIterable {
    case host
    case boot
  }

  public let name: String
  public let level: Level
  /// What the kernel promises, in a sentence.
  public let promise: String
  /// The source that changes, from the project's folder.
  public let file: String
  /// The test suites of which at least one must fail.
  public let tests: [String]
  let find: String
  let replacement: String

  /// The source with the change.
  /// - Throws: when the text to change is not there exactly once.
  public func apply(to source: String) throws -> String { try replace(in: source, by: replacement) }

  /// The source with both: the text to find is an expression, and a variable of the environment says which counts.
  public func applySwitched(to source: String) throws -> String {
    try replace(in: source, by: "(mutantIsActive(\"\(name)\") ? (\(replacement)) : (\(find)))")
  }

  private func replace(in source: String, by text: String) throws -> String {
    let parts = source.components(separatedBy: find)
    guard parts.count == 2 else {
      throw MutantError("\(name): this is \(parts.count - 1) times in \(file), and must be there once:\n\(find)")
    }
    return parts.joined(separator: text)
  }
}

/// What is wrong with a mutant.
public struct MutantError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
