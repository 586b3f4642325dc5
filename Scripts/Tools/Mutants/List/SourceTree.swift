// Mutants put into a copy of the sources.

import Foundation

/// A copy of the project, which may be broken.
public struct SourceTree {
  private let folder: URL

  public init(_ folder: URL) { self.folder = folder }

  /// Changes a source.
  private func rewrite(_ path: String, _ change: (String) throws -> String) throws {
    let file = folder.appending(path: path)
    try Data(change(String(contentsOf: file, encoding: .utf8)).utf8).write(to: file)
  }

  /// Puts one mutant in.
  public func apply(_ mutant: Mutant) throws { try rewrite(mutant.file, mutant.apply) }

  /// Puts all mutants of the host's level in at once, each behind a switch: one build serves for all of them.
  public func applySwitched(_ list: MutantList) throws {
    for mutant in list.mutants where mutant.level == .host { try rewrite(mutant.file, mutant.applySwitched) }
    try Data(Self.switchSource.utf8).write(to: folder.appending(path: "Kernel/Core/MutantSwitch.swift"))
  }

  private static let switchSource = """
    import Glibc

    private let active = unsafe getenv("MARTLET_MUTANT").map { unsafe String(cString: $0) }

    func mutantIsActive(_ name: String) -> Bool { active == name }
    """
}
