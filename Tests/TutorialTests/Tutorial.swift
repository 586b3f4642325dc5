// A tutorial as a list of things to do, read from the page that a person reads.

/// The steps of a page.
struct Tutorial {
  /// One thing to do.
  enum Step: Equatable {
    /// `In `FILE`, after `LINE`:`, or before it, and a block of text.
    case insert(String, file: String, line: String, isAfter: Bool)
    /// `In `FILE`, replace `TEXT` with `TEXT`.`
    case replace(String, with: String, file: String)
    /// `New file `FILE`:`, and a block of text.
    case create(String, file: String)
    /// A block of `sh`: commands, which must succeed.
    case run(String)
    /// A block of `console`: a command after `$ `, and the lines that it prints.
    case show(String, lines: [String])

    /// The file that the step changes.
    var file: String? {
      switch self {
      case .insert(_, let file, _, _), .replace(_, _, let file), .create(_, let file): file
      case .run, .show: nil
      }
    }
  }

  /// What to do, in order.
  var steps: [Step] = []

  /// - Throws: what is no step although it looks like one.
  init(page: String) throws(TutorialError) {
    var lines = page.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var pending: ((String) -> Step)?
    while let line = lines.popFirst() {
      if line.hasPrefix("```") {
        let language = line.dropFirst(3)
        guard let end = lines.firstIndex(of: "```") else { throw TutorialError("a block has no end: \(line)") }
        let body = lines[..<end]
        lines = lines[(end + 1)...]
        if let make = pending {
          steps.append(make(body.joined(separator: "\n") + "\n"))
          pending = nil
        } else if language == "sh" {
          steps.append(.run(body.joined(separator: "\n")))
        } else if language == "console", let command = body.first, command.hasPrefix("$ ") {
          steps.append(.show(String(command.dropFirst(2)), lines: body.dropFirst().map(String.init)))
        } else {
          throw TutorialError("a block belongs to no step: \(body.first ?? "")")
        }
        continue
      }
      guard line.hasPrefix("In `") || line.hasPrefix("New file `") else { continue }
      if pending != nil { throw TutorialError("a step has no block before: \(line)") }
      if let match = line.wholeMatch(of: /In `([^`]+)`, (after|before) `([^`]+)`:/) {
        let (file, line, isAfter) = (String(match.1), String(match.3), match.2 == "after")
        pending = { .insert($0, file: file, line: line, isAfter: isAfter) }
      } else if let match = line.wholeMatch(of: /In `([^`]+)`, replace `([^`]+)` with `([^`]+)`\./) {
        steps.append(.replace(String(match.2), with: String(match.3), file: String(match.1)))
      } else if let match = line.wholeMatch(of: /New file `([^`]+)`:/) {
        let file = String(match.1)
        pending = { .create($0, file: file) }
      } else {
        throw TutorialError("nobody could follow this step: \(line)")
      }
    }
    if pending != nil { throw TutorialError("the last step has no block") }
  }

  /// The text after a step's edit of it.
  static func edit(_ text: String, by step: Step) throws(TutorialError) -> String {
    switch step {
    case .insert(let block, let file, let line, let isAfter):
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      // Lines are named without their indentation, and each by all of the rest.
      let places = lines.indices.filter { lines[$0].drop { $0 == " " } == line }
      guard places.count == 1 else { throw TutorialError("\(file) has \(places.count) lines `\(line)`") }
      let body = block.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
      lines.insert(contentsOf: body, at: isAfter ? places[0] + 1 : places[0])
      return lines.joined(separator: "\n")
    case .replace(let old, let new, let file):
      let parts = text.split(separator: old, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw TutorialError("\(file) has \(parts.count - 1) times `\(old)`") }
      return parts.joined(separator: new)
    case .create(let block, let file):
      guard text.isEmpty else { throw TutorialError("\(file) is there already") }
      return block
    case .run, .show: return text
    }
  }
}

/// Why a tutorial cannot be followed.
struct TutorialError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
