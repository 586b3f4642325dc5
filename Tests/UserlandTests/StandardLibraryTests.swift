// Parts of Swift's standard library in programs: each is linked into a program of its own, and run.

import Foundation
import Testing

@Suite("The standard library in programs")
struct StandardLibraryTests {
  /// A part, a program's statements that use it, and what they print.
  struct Part: CustomTestStringConvertible {
    let testDescription: String
    let body: String
    let output: String

    init(_ name: String, _ body: String, _ output: String) {
      testDescription = name
      self.body = body
      self.output = output
    }
  }

  static let parts = [
    Part("Dictionary", #"var d = ["a": 1]; d["b", default: 5] += 2; print(d["b"]!); print(d.count)"#, "7\n2\n"),
    Part("Set", "let s: Set = [1, 2, 2]; print(s.count); print(s.contains(3))", "2\nfalse\n"),
    Part("String ==", #"print("e\u{301}" == String("é"))"#, "true\n"),
    Part("String count", #"print("e\u{301}\u{1F468}\u{200D}\u{1F469}".count)"#, "2\n"),
    Part("split", #"for word in "a b  c".split(separator: " ") { print(String(word)) }"#, "a\nb\nc\n"),
    Part("hasPrefix", #"print("Grüße".hasPrefix("Grü")); print("x".hasSuffix("y"))"#, "true\nfalse\n"),
    Part("upper and lower case", #"print("straße".uppercased()); print("ÀB".lowercased())"#, "STRASSE\nàb\n"),
    Part("sorting strings", #"print(["b", "ä", "a"].sorted())"#, "[\"a\", \"b\", \"ä\"]\n"),
    Part("squareRoot", "print(2.0.squareRoot()); print(Float(9).squareRoot())", "1.4142135623730951\n3.0\n"),
    Part(
      "rounding",
      "for n in [2.5, -2.5, 0.3, -0.3, 1e300] { print(n.rounded(.up), n.rounded(.down), n.rounded(.towardZero)) }",
      "3.0 2.0 2.0\n-2.0 -3.0 -2.0\n1.0 0.0 0.0\n-0.0 -1.0 -0.0\n1e+300 1e+300 1e+300\n"),
    Part("readLine", "while let line = readLine() { print(line.count) }", "3\n0\n4\n"),
    Part("readLine with the line's end", "print(readLine(strippingNewline: false)!.utf8.count)", "4\n"),
    Part(
      "an error as text", #"let error = Errno.noSuchFileOrDirectory; print("\(error)")"#, "No such file or directory\n"),
    Part("print of an array", "print([1, 2, 3]); print([Int]())", "[1, 2, 3]\n[]\n"),
    Part("print of several values", #"print(1, "a", true, 2.5); print(1, 2, separator: "-")"#, "1 a true 2.5\n1-2\n"),
    Part(
      "arguments", "print(Arguments().count); for a in Arguments().operands { print(String(a) + \"!\") }", "2\nx y!\n"),
    Part("numbers from text", #"print(Int("12")! + 1); print(Int("x") == nil)"#, "13\ntrue\n"),
    Part("random numbers", "print((1...6).contains(Int.random(in: 1...6)))", "true\n"),
  ]

  @Test("Each part links and does what it does elsewhere")
  func parts() throws {
    _ = try Programs.folder.get()
    let names = Self.parts.indices.map { "Part\($0)" }
    let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ source: String, as name: String) throws {
      let program = folder.appending(path: "sources/\(name)")
      try FileManager.default.createDirectory(at: program, withIntermediateDirectories: true)
      try source.write(to: program.appending(path: "\(name).swift"), atomically: true, encoding: .utf8)
    }
    for (name, part) in zip(names, Self.parts) {
      try write("import Runtime\n\n@main struct \(name) {\n  static func main() { \(part.body) }\n}\n", as: name)
    }
    try write("half a prog", as: "Broken")
    let script = Programs.root.appending(path: "Scripts/build-userland").path()
    let build = Programs.launch("/bin/bash", [script, folder.appending(path: "sources").path(), folder.path()])
    // The half-written program is named, and stops no other.
    #expect(build.status == 3 && build.errors.hasSuffix("sources: broken does not build\n"))
    for (index, part) in Self.parts.enumerated() {
      let program = folder.appending(path: "programs/part\(index)").path()
      let outcome = Programs.launch(program, ["x y"], input: Data("abc\n\nlast".utf8))
      #expect(outcome.text == part.output, "\(part.testDescription): \(outcome.errors) \(build.errors)")
      #expect(outcome.status == 0, "\(part.testDescription)")
    }
  }

  @Test("word-count counts")
  func wordCount() throws {
    let text = "The cat sat.\nThe hat, the mat — Ünï ünï\n"
    let outcome = try Programs.run("word-count", "2", input: Data(text.utf8))
    #expect(outcome.text == "2 lines, 9 words, 38 characters\n3 the\n2 ünï\n")
    #expect(outcome.status == 0)
    #expect(try Programs.run("word-count", "x").status == 2)
  }

  @Test("tee copies to all files, and says which it cannot write")
  func tee() throws {
    let outcome = try Programs.shell(
      """
      cd "$(mktemp -d)"; echo old > kept; echo old > cut
      echo new | $P/tee cut none/file; echo $?; echo more | $P/tee -a -- kept -x; cat cut kept ./-x; $P/tee -q; echo $?
      """)
    #expect(outcome.text == "new\n1\nmore\nnew\nold\nmore\nmore\n2\n")
    #expect(outcome.errors.hasPrefix("tee: none/file: No such file or directory\ntee: unknown option -q"))
  }
}
