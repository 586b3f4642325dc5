// The declarations of the calls, and what is made from them.

import CallDeclarations
import Foundation
import Testing

@Suite struct DeclarationTests {
  static func text(_ path: String) throws -> String {
    try String(contentsOf: GeneratedFileTests.project.appending(path: path), encoding: .utf8)
  }

  private static let errorNames = ["overflow", "badAddress", "interrupted"]

  /// What is wrong with cases, each as `LINE: SENTENCE`.
  private func problems(_ text: String) -> [String] {
    CallReader.read(text, errorNames: Self.errorNames).problems.map { "\($0.line): \($0.message)" }
  }

  /// A call with a tag, the rest of whose declaration is right.
  private func call(_ tag: Int, _ body: String) -> String {
    "  /// Does it.\n  /// - Tag: \(tag)\n  /// - Returns: `Nothing`\n  case \(body)\n"
  }

  @Test func `what is checked in is made from the declarations`() throws {
    let names = CallReader.errorNames(in: try Self.text(MadeFile.errorNames))
    let (calls, problems) = CallReader.read(try Self.text(MadeFile.declarations), errorNames: names)
    #expect(problems == [])
    #expect(calls.count >= 9)
    for file in MadeFile.all(of: calls) {
      let isCurrent = try Self.text(file.path) == file.text
      #expect(isCurrent, "\(file.path) is not as the declarations are now: run Scripts/calls")
    }
  }

  @Test func `a declaration says all that there is to a call`() throws {
    let text = """
      enum Syscall {
        /// Does something
        /// in two lines.
        ///
        /// And in a paragraph.
        /// - Tag: 7
        /// - Parameters:
        ///   - number: the number.
        ///   - bytes: the memory.
        ///   - mode: what it may be.
        /// - Returns: `ByteCount`, how many.
        /// - Throws:
        ///   - overflow: it is too much.
        case something(
          UInt64, into: WritableBytes, mode: FilePermissions)
      }
      """
    let (calls, problems) = CallReader.read(text, errorNames: Self.errorNames)
    #expect(problems == [])
    let call = try #require(calls.first)
    #expect(call.name == "something" && call.tag == 7 && call.line == 14 && call.wordCount == 4)
    #expect(call.documentation == ["Does something", "in two lines.", "", "And in a paragraph."])
    #expect(call.parameters.map(\.name) == ["number", "bytes", "mode"])
    #expect(call.parameters.map(\.label) == [nil, "into", "mode"])
    #expect(call.parameters.map(\.type.kind) == [".uint64", ".writableBytes", ".permissions"])
    #expect(call.answer.type.kind == ".byteCount" && call.answer.documentation == "how many.")
    #expect(call.errors.map(\.name) == ["overflow"])
    #expect(call.errorType == "SomethingError")
  }

  @Test func `a tag that is taken is an error at the second case`() {
    #expect(
      problems(call(1, "first") + call(4, "second") + call(1, "third"))
        == ["12: the tag 1 is `first`'s (line 4): the next that is free is 5"])
  }

  @Test func `a type that cannot cross is named with what was meant`() {
    let field = "  /// Does it.\n  /// - Tag: 1\n  /// - Parameter a: it.\n  /// - Returns: `Nothing`\n"
    #expect(
      problems(field + "  case first(ReadableByte)\n")
        == ["5: a `ReadableByte` cannot cross the boundary: did you mean `ReadableBytes`?"])
    let other = problems(field + "  case first(Dictionary<Int>)\n")
    #expect(other.count == 1 && other[0].contains("those that can are `UInt64`"))
  }

  @Test func `more than four words are too many`() {
    let text = """
        /// Does it.
        /// - Tag: 1
        /// - Parameters:
        ///   - a: it.
        ///   - b: it.
        ///   - c: it.
        /// - Returns: `Nothing`
        case first(ReadableBytes, UInt64, WritableBytes)
      """
    #expect(problems(text).count == 1 && problems(text)[0].hasPrefix("8: `first` takes 5 words, and a record has 4"))
  }

  @Test(arguments: [
    ("  case first\n", "1: nothing says what `first` does"),
    ("  /// Does it.\n  case first\n", "2: `first` has no tag"),
    (
      "  /// Does it.\n  /// - Tag: x\n  /// - Returns: `Nothing`\n  case first\n", "2: the tag of `first` is no number"
    ),
    ("  /// Does it.\n  /// - Tag: 1\n  case first\n", "3: nothing says what `first` answers"),
    ("  /// Does it.\n  /// - Tag: 1\n  /// - Returns: `Noting`\n  case first\n", "did you mean `Nothing`?"),
    ("  /// Does it.\n  /// - Tag: 1\n  /// - Returns: `Nothing`\n  case first(UInt64)\n", "has 1 arguments, and its"),
    (
      "  /// Does it.\n  /// - Tag: 1\n  /// - Returns: `Nothing`\n  case first, second\n",
      "4: this is no case of one call"
    ),
    (
      "  /// Does it.\n  /// - Tag: 1\n  /// - Returns: `Nothing`\n  /// - Throws:\n  ///   - overflows: it.\n  case first\n",
      "5: there is no error `overflows` in Shared/Errno+Names.swift: did you mean `overflow`?"
    ),
    (
      "  /// Does it.\n  /// - Tag: 1\n  /// - Returns: `Nothing`\n  case first(UInt64\n",
      "4: a parenthesis of this case"
    ),
    ("  /// Does it.\n  /// - Tag: 1\n  /// more\n  /// - Returns: `Nothing`\n  case first\n", "3: a line behind"),
  ])
  func `what is wrong is said at its line`(text: String, sentence: String) {
    let problems = problems(text)
    #expect(problems.count == 1 && problems[0].contains(sentence), "\(problems)")
  }

  @Test func `two calls of one name are one too many`() {
    #expect(problems(call(1, "first") + call(2, "first")) == ["8: there is a call `first` already (line 4)"])
  }
}
