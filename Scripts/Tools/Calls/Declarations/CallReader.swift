// Reads the declarations: Swift's text, of which this understands what it needs and no more.

import MachineRunner

/// Goes through the text of `Syscall.swift`.
public struct CallReader {
  /// The names that errors have, of which contracts are made.
  private let errorNames: [String]
  private var calls: [CallDeclaration] = []
  private var problems: [DeclarationProblem] = []

  /// Reads all declarations.
  /// - Parameters:
  ///   - text: the source of the enum.
  ///   - errorNames: what errors there are.
  /// - Returns: the calls in the order of their tags, and what is wrong with any.
  public static func read(_ text: String, errorNames: [String]) -> (
    calls: [CallDeclaration], problems: [DeclarationProblem]
  ) {
    var reader = CallReader(errorNames: errorNames)
    reader.readLines(of: text)
    reader.checkTogether()
    return (reader.calls.sorted { $0.tag < $1.tag }, reader.problems)
  }

  /// The names of the errors in the text of `Errno+Names.swift`.
  public static func errorNames(in text: String) -> [String] {
    text.matches(of: /static var ([A-Za-z0-9]+): Errno/).map { String($0.1) }
  }

  private init(errorNames: [String]) { self.errorNames = errorNames }

  private mutating func readLines(of text: String) {
    var comment: [(line: Int, text: String)] = []
    var declaration: (line: Int, text: String)?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let trimmed = line.drop { $0 == " " }
      if let begun = declaration {
        declaration = (begun.line, begun.text + " " + trimmed)
      } else if trimmed.hasPrefix("///") {
        comment.append((index + 1, String(trimmed.dropFirst(3))))
      } else if trimmed.hasPrefix("case ") {
        declaration = (index + 1, String(trimmed.dropFirst(5)))
      } else {
        comment = []
      }
      // A case of several lines ends where its parentheses do.
      if let whole = declaration, whole.text.count(where: { $0 == "(" }) == whole.text.count(where: { $0 == ")" }) {
        do throws(DeclarationProblem) {
          calls.append(try call(whole.text, at: whole.line, Comment(comment)))
        } catch {
          problems.append(error)
        }
        (declaration, comment) = (nil, [])
      }
    }
    if let declaration {
      problems.append(DeclarationProblem(declaration.line, "a parenthesis of this case never ends"))
    }
  }

  private func call(
    _ text: String, at line: Int, _ comment: Comment
  ) throws(DeclarationProblem) -> CallDeclaration {
    guard let match = text.wholeMatch(of: /([a-z][A-Za-z0-9]*)(\((.*)\))?/) else {
      throw DeclarationProblem(line, "this is no case of one call with its arguments: `case name(label: Type, Type)`")
    }
    let name = String(match.1)
    let fields = try comment.fields(of: name, at: line)
    guard let tag = UInt32(fields.tag.text), tag > 0 else {
      throw DeclarationProblem(fields.tag.line, "the tag of `\(name)` is no number from 1 on")
    }
    var call = CallDeclaration(
      name: name, documentation: fields.documentation, tag: tag, parameters: [],
      answer: try answer(fields.returns, of: name), errors: try errors(fields.errors), line: line)
    call.parameters = try parameters(match.3.map(String.init) ?? "", of: name, at: line, fields.parameters)
    guard call.wordCount <= CallDeclaration.largestWordCount else {
      throw DeclarationProblem(
        line,
        """
        `\(name)` takes \(call.wordCount) words, and a record has \(CallDeclaration.largestWordCount): memory takes two \
        of them; what is more goes into a structure in memory, whose place and size are two words
        """)
    }
    return call
  }

  private func parameters(
    _ list: String, of name: String, at line: Int, _ documented: [Comment.Item]
  ) throws(DeclarationProblem) -> [CallDeclaration.Parameter] {
    let arguments = list.split(separator: ",").map { $0.trimmingSpaces }
    guard arguments.count == documented.count else {
      throw DeclarationProblem(
        line,
        """
        `\(name)` has \(arguments.count) arguments, and its documentation names \(documented.count): each needs its name \
        and a sentence under `- Parameters:`
        """)
    }
    var parameters: [CallDeclaration.Parameter] = []
    for (argument, item) in zip(arguments, documented) {
      let parts = argument.split(separator: ":").map { $0.trimmingSpaces }
      guard let type = parts.last, parts.count <= 2 else {
        throw DeclarationProblem(line, "`\(argument)` is no argument: `label: Type`, or `Type`")
      }
      guard var crossing = CrossingType.all.first(where: { $0.name == type }) else {
        let names = CrossingType.all.map(\.name)
        let hint =
          type.nearest(of: names).map { "did you mean `\($0)`?" } ?? "those that can are \(names.listed)"
        throw DeclarationProblem(line, "a `\(type)` cannot cross the boundary: \(hint)")
      }
      // What a file that is created may be depends on the flags that say to create it.
      if crossing.name == "FilePermissions", let flags = parameters.firstIndex(where: { $0.type.name == "OpenFlags" }) {
        crossing.kind = ".creationPermissions(flags: \(flags))"
      }
      parameters.append(
        CallDeclaration.Parameter(
          label: parts.count == 2 ? parts[0] : nil, name: item.name, documentation: item.text, type: crossing))
    }
    return parameters
  }

  private func answer(_ field: Comment.Line, of name: String) throws(DeclarationProblem) -> CallDeclaration.Answer {
    guard let match = field.text.wholeMatch(of: /`([A-Za-z0-9]+)`(, (.*))?/) else {
      throw DeclarationProblem(
        field.line, "`- Returns:` of `\(name)` begins with the type of the answer: `- Returns: `UInt64`, the sum.`")
    }
    guard let type = AnswerType.all.first(where: { $0.name == match.1 }) else {
      let names = AnswerType.all.map(\.name)
      let hint =
        String(match.1).nearest(of: names).map { "did you mean `\($0)`?" }
        ?? "those that it can be are \(names.listed)"
      throw DeclarationProblem(field.line, "a `\(match.1)` cannot be the answer of a call: \(hint)")
    }
    return CallDeclaration.Answer(type: type, documentation: match.3.map(String.init) ?? "")
  }

  private func errors(_ items: [Comment.Item]) throws(DeclarationProblem) -> [CallDeclaration.DeclaredError] {
    var errors: [CallDeclaration.DeclaredError] = []
    for item in items {
      guard errorNames.contains(item.name) else {
        let hint = item.name.nearest(of: errorNames).map { ": did you mean `\($0)`?" } ?? ""
        throw DeclarationProblem(item.line, "there is no error `\(item.name)` in Shared/Errno+Names.swift\(hint)")
      }
      guard !errors.contains(where: { $0.name == item.name }) else {
        throw DeclarationProblem(item.line, "the error `\(item.name)` is there twice")
      }
      errors.append(CallDeclaration.DeclaredError(name: item.name, documentation: item.text))
    }
    return errors
  }

  /// What no declaration shows alone.
  private mutating func checkTogether() {
    let highest = calls.map(\.tag).max() ?? 0
    for (index, call) in calls.enumerated() {
      if let other = calls[..<index].first(where: { $0.tag == call.tag }) {
        problems.append(
          DeclarationProblem(
            call.line,
            "the tag \(call.tag) is `\(other.name)`'s (line \(other.line)): the next that is free is \(highest + 1)"))
      }
      if let other = calls[..<index].first(where: { $0.name == call.name }) {
        problems.append(DeclarationProblem(call.line, "there is a call `\(call.name)` already (line \(other.line))"))
      }
    }
  }
}

extension StringProtocol {
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension [String] {
  /// `a`, `b` and `c`.
  fileprivate var listed: String {
    dropLast().map { "`\($0)`" }.joined(separator: ", ") + (count > 1 ? " and " : "") + (last.map { "`\($0)`" } ?? "")
  }
}
