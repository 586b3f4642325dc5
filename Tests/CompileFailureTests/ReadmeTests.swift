// The examples of Userland/README.md are programs.

import Foundation
import Testing

@Suite("Userland/README.md") struct ReadmeTests {
  @Test("Every example compiles without a warning", arguments: try examples())
  func example(program: String) throws {
    let verdict = try Snippet.compile(program: program)
    #expect(verdict.accepts && verdict.text.isEmpty, "\(verdict.text)")
  }

  @Test("There is an example of each level")
  func levels() throws {
    let examples = try Self.examples()
    for name in ["rawSystemCall(", "perform(.useless(15))", "ReadableDescriptor", "Batch<2>"] {
      #expect(examples.contains { $0.contains(name) })
    }
  }

  static func examples() throws -> [String] {
    let text = try String(contentsOf: Snippet.project.appending(path: "Userland/README.md"), encoding: .utf8)
    return text.matches(of: /```swift\n((?s:.)*?)```/).map { String($0.1) }
  }
}
