// The ABI as text that a person can read and a program can compare.

/// A table of everything that binaries rely on, in sections of rows.
public struct ABITable: Equatable, Sendable {
  public var sections: [Section]

  /// How a section may change without breaking a binary.
  public enum Rule: String, Sendable {
    /// Nothing may change.
    case fixed
    /// Rows may be added behind the last one.
    case appendOnly = "append only"
    /// Rows may be added anywhere, because somebody else gives out their numbers.
    case addOnly = "add only"
    /// Values may become larger.
    case growOnly = "grow only"
  }

  /// Rows of one kind.
  public struct Section: Equatable, Sendable {
    public var name: String
    public var rule: Rule
    public var rows: [Row]

    public init(_ name: String, _ rule: Rule, _ rows: [Row]) {
      self.name = name
      self.rule = rule
      self.rows = rows
    }
  }

  /// A fact: what it is about, and what holds of it.
  public struct Row: Equatable, Sendable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  public init(sections: [Section]) { self.sections = sections }

  /// The table as text.
  public var text: String {
    var text = """
      # What binaries rely on, as made from the sources by Scripts/abi. A test compares the two.
      # What stands here never changes: a program of any age must find it as it was.

      """
    for section in sections {
      text += "\n[\(section.name)] \(section.rule.rawValue)\n"
      let width = section.rows.map(\.key.count).max() ?? 0
      for row in section.rows {
        text += row.key + String(repeating: " ", count: width - row.key.count) + "  " + row.value + "\n"
      }
    }
    return text
  }

  /// Reads a table from text.
  /// - Throws: which line is none of a table's.
  public init(text: String) throws(ABITableError) {
    sections = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("[") {
        let parts = line.dropFirst().split(separator: "]", maxSplits: 1)
        guard parts.count == 2, let rule = Rule(rawValue: String(parts[1].drop { $0 == " " })) else {
          throw ABITableError(description: "line \(index + 1) is no section: \(line)")
        }
        sections.append(Section(String(parts[0]), rule, []))
        continue
      }
      guard let end = line.firstIndex(of: " "), !sections.isEmpty else {
        throw ABITableError(description: "line \(index + 1) is no row: \(line)")
      }
      let row = Row(String(line[..<end]), String(line[end...].drop { $0 == " " }))
      sections[sections.count - 1].rows.append(row)
    }
  }
}

/// Text that is no table.
public struct ABITableError: Error, CustomStringConvertible {
  public let description: String
}
