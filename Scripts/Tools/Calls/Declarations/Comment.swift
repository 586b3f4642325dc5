// The documentation above a case, and the fields in it.

/// The lines of a comment.
struct Comment {
  /// A line, and where it stands.
  struct Line: Equatable {
    var line: Int
    var text: String
  }

  /// A name with a text.
  struct Item: Equatable {
    var line: Int
    var name: String
    var text: String
  }

  /// What a call's comment says.
  struct Fields {
    var documentation: [String] = []
    var tag = Line(line: 0, text: "")
    var parameters: [Item] = []
    var returns = Line(line: 0, text: "")
    var errors: [Item] = []
  }

  private let lines: [Line]

  init(_ lines: [(line: Int, text: String)]) {
    self.lines = lines.map { Line(line: $0.line, text: $0.text.hasPrefix(" ") ? String($0.text.dropFirst()) : $0.text) }
  }

  /// Where a field is.
  private enum Place {
    case documentation
    case parameters
    case errors
    case other
  }

  /// Takes the comment of a call apart.
  func fields(of name: String, at line: Int) throws(DeclarationProblem) -> Fields {
    var fields = Fields()
    var place = Place.documentation
    for line in lines {
      if let match = line.text.wholeMatch(of: /- Tag: *(.*)/) {
        fields.tag = Line(line: line.line, text: match.1.trimmingSpaces)
        place = .other
      } else if let match = line.text.wholeMatch(of: /- Returns: *(.*)/) {
        fields.returns = Line(line: line.line, text: match.1.trimmingSpaces)
        place = .other
      } else if line.text == "- Parameters:" {
        place = .parameters
      } else if line.text == "- Throws:" {
        place = .errors
      } else if let match = line.text.wholeMatch(of: /- Parameter ([A-Za-z0-9]+): *(.*)/) {
        fields.parameters.append(Item(line: line.line, name: String(match.1), text: String(match.2)))
        place = .other
      } else if let match = line.text.wholeMatch(of: /\s+- ([A-Za-z0-9]+): *(.*)/), place != .documentation {
        let item = Item(line: line.line, name: String(match.1), text: String(match.2))
        switch place {
        case .parameters: fields.parameters.append(item)
        case .errors: fields.errors.append(item)
        case .documentation, .other:
          throw DeclarationProblem(
            line.line, "this item stands under no field of items: `- Parameters:` or `- Throws:`")
        }
      } else if place == .documentation {
        fields.documentation.append(line.text)
      } else {
        throw DeclarationProblem(
          line.line,
          "a line behind the fields of `\(name)` is no field: each has one line, and its sentences come first")
      }
    }
    while fields.documentation.last == "" { fields.documentation.removeLast() }
    guard !fields.documentation.isEmpty else { throw DeclarationProblem(line, "nothing says what `\(name)` does") }
    guard fields.tag.line != 0 else {
      throw DeclarationProblem(line, "`\(name)` has no tag: `- Tag: 20`, say, the next that is free")
    }
    guard fields.returns.line != 0 else {
      throw DeclarationProblem(line, "nothing says what `\(name)` answers: `- Returns: `Nothing``, if that is so")
    }
    return fields
  }
}
