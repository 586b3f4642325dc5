// The traps that somebody has looked at, as a text file, each file of source with the reason why no program reaches them.

/// A list such as Kernel/Traps.txt: a heading, and for each source file its path, why its traps cannot be reached, in
/// lines that begin with `=`, and the traps by their line of source: `kind, kind: line`.
public struct TrapList: Equatable, Sendable {
  /// A source file and its traps.
  public struct Section: Equatable, Sendable {
    /// The file's path.
    public var file: String
    /// Why no program can reach the traps; empty as long as nobody has said so.
    public var reason: [String]
    /// The traps, in order.
    public var traps: [Trap]
  }

  /// What precedes the first section, line by line.
  public var heading: [String]
  /// The files, in order.
  public var sections: [Section]

  /// An empty list.
  public init() {
    heading = []
    sections = []
  }

  /// Reads a list.
  public init(text: String) throws(ImageError) {
    self.init()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty { continue }
      if line.hasPrefix("#") {
        heading.append(String(line))
      } else if !line.hasPrefix(" ") {
        sections.append(Section(file: String(line), reason: [], traps: []))
      } else if !sections.isEmpty, line.hasPrefix("  = ") {
        sections[sections.count - 1].reason.append(String(line.dropFirst(4)))
      } else if !sections.isEmpty, let colon = line.firstIndex(of: ":"), line.hasPrefix("  "),
        let kinds = Self.kinds(line[..<colon])
      {
        let file = sections[sections.count - 1].file
        let text = String(line[colon...].dropFirst(2))
        sections[sections.count - 1].traps += kinds.map { Trap(file: file, kind: $0, text: text) }
      } else {
        throw ImageError("line \(index + 1) is neither a file, a reason nor a trap: \(line)")
      }
    }
  }

  /// `overflow, bounds`, if that is what it is.
  private static func kinds(_ text: Substring) -> [Trap.Kind]? {
    let words = text.split { $0 == " " || $0 == "," }
    let kinds = words.compactMap { Trap.Kind(rawValue: String($0)) }
    return kinds.isEmpty || kinds.count < words.count ? nil : kinds
  }

  /// Reads a list from a file; an empty one where there is none yet.
  public init(path: String) throws(ImageError) {
    guard HostFile.exists(path) else {
      self.init()
      return
    }
    let contents = try HostFile.contents(path) { _ throws(ImageError) in }
    try self.init(text: String(decoding: contents, as: UTF8.self))
  }

  /// Writes the list to a file.
  public func write(to path: String) throws(ImageError) { try HostFile.write(Array(text.utf8), to: path) }

  /// The list as it is read.
  public var text: String {
    let parts = sections.map { section in
      let byText = Dictionary(grouping: section.traps, by: \.text)
      let lines = byText.keys.sorted().map { text in
        let kinds = (byText[text] ?? []).map(\.kind.rawValue).sorted().joined(separator: ", ")
        return "  \(kinds): \(text)"
      }
      return ([section.file] + section.reason.map { "  = \($0)" } + lines).joined(separator: "\n")
    }
    return ([heading.joined(separator: "\n")] + parts).joined(separator: "\n\n") + "\n"
  }

  /// All traps that are listed.
  public var traps: Set<Trap> { Set(sections.flatMap(\.traps)) }

  /// What is to be said of the traps that a kernel has.
  public func problems(with found: Set<Trap>) -> [String] {
    let new = found.subtracting(traps).sorted().map {
      "\($0.file): a trap (\($0.kind.rawValue)) that user input may reach is not in the list: \($0.text)"
    }
    let unexplained = sections.filter(\.reason.isEmpty).map { "\($0.file): no reason why its traps cannot be reached" }
    return new + unexplained
  }

  /// The list for the traps that a kernel has now. Reasons stay, and so do traps that the compiler has just now proved
  /// away, as long as their line is in its file: it may not be able to after the next change.
  /// - Parameter hasLine: whether a file still has a line.
  public func updated(for found: Set<Trap>, hasLine: (Trap) -> Bool) -> TrapList {
    var result = self
    let kept = traps.filter { found.contains($0) || hasLine($0) }
    let byFile = Dictionary(grouping: found.union(kept), by: \.file)
    result.sections = byFile.keys.sorted().map { file in
      let reason = sections.first { $0.file == file }?.reason ?? []
      return Section(file: file, reason: reason, traps: (byFile[file] ?? []).sorted())
    }
    return result
  }
}
