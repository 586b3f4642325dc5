// The files that are made from the description of the calls, and how they are kept.

import Foundation
import Shared

/// A checked-in file that is made from the sources.
public struct GeneratedFile: Sendable {
  /// Where it lies in the project.
  public let path: String
  private let make: @Sendable (_ old: String) -> String

  /// The golden table is the one of them that is no mere copy: what it says, it keeps saying.
  public static let table = GeneratedFile("Shared/ABI.txt") { _ in ABITable.current.text }

  /// All of them.
  public static let all = [
    table,
    GeneratedFile("Shared/C/martlet.h") { _ in CHeader.text },
    GeneratedFile("Shared/C/martlet.inc") { _ in AssemblyInclude.text },
    GeneratedFile("Shared/README.md", make: Markdown.refresh),
    GeneratedFile("Kernel/SUPPORT.md") { _ in SupportDocument.text },
  ]

  init(_ path: String, make: @Sendable @escaping (String) -> String) {
    self.path = path
    self.make = make
  }

  /// What the file says, or nothing where it is not there.
  public func contents(in project: URL) -> String {
    (try? String(contentsOf: project.appending(path: path), encoding: .utf8)) ?? ""
  }

  /// What it should say.
  public func expected(in project: URL) -> String { make(contents(in: project)) }

  /// Why binaries would break if the table were made anew.
  public static func breaks(in project: URL) throws -> [String] {
    let golden = table.contents(in: project)
    if golden.isEmpty { return [] }
    return ABITable.compare(golden: try ABITable(text: golden), current: .current).breaks
  }

  /// Writes all files that are not as they should be, and none of them if binaries would break.
  /// - Returns: the paths that were written.
  public static func regenerate(in project: URL) throws -> [String] {
    let breaks = try breaks(in: project)
    guard breaks.isEmpty else { throw ABITableError(description: breaks.joined(separator: "\n")) }
    var written: [String] = []
    for file in all {
      let text = file.expected(in: project)
      if file.contents(in: project) == text { continue }
      let url = project.appending(path: file.path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      written.append(file.path)
    }
    return written
  }
}
