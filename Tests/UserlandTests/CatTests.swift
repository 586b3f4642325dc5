import Foundation
import Testing

@Suite("cat on the host's Linux")
struct CatTests {
  static let both = ["cat", "cat-naive"]

  @Test("An empty file gives nothing", arguments: both)
  func emptyFile(program: String) throws {
    let outcome = try Programs.run(program, "/dev/null")
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty && outcome.status == 0)
  }

  @Test("A file gives its exact bytes", arguments: both)
  func exactBytes(program: String) throws {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    // More than a few buffers, and no multiple of one.
    let bytes = Data((0..<300_001).map { _ in UInt8.random(in: 0...255) })
    try bytes.write(to: file)
    let outcome = try Programs.run(program, file.path())
    #expect(outcome.output == bytes)
    #expect(outcome.status == 0)
  }

  @Test("A path that does not exist is named on standard error", arguments: both)
  func missing(program: String) throws {
    let outcome = try Programs.run(program, "/no/such/file")
    #expect(outcome.errors == "cat: /no/such/file: No such file or directory\n")
    #expect(outcome.output.isEmpty && outcome.status == 1)
  }

  @Test("A directory is named on standard error", arguments: both)
  func directory(program: String) throws {
    let outcome = try Programs.run(program, "/")
    #expect(outcome.errors == "cat: /: Is a directory\n")
    #expect(outcome.status == 1)
  }

  @Test("An output that takes nothing is an error", arguments: both)
  func fullOutput(program: String) throws {
    let outcome = try Programs.shell("$P/\(program) /etc/passwd >/dev/full")
    #expect(outcome.errors == "cat: write error: No space left on device\n")
    #expect(outcome.status == 1)
  }

  @Test("A closed output is an error", arguments: both)
  func closedOutput(program: String) throws {
    let outcome = try Programs.shell("$P/\(program) /etc/passwd >&-")
    #expect(outcome.errors == "cat: write error: Bad file descriptor\n")
    #expect(outcome.status == 1)
  }

  @Test("A write that takes only a part is gone on with", arguments: both)
  func shortWrite(program: String) throws {
    // Two buffers' worth of file, and room for one and a part of the other: the rest fails only if it is tried.
    let outcome = try Programs.shell(
      """
      cd "$(mktemp -d)"
      head -c 131072 /dev/zero >zeros
      trap '' XFSZ
      ulimit -f 100
      $P/\(program) zeros >copy
      status=$?
      stat -c %s copy
      rm zeros copy
      exit $status
      """)
    #expect(outcome.text == "102400\n")
    #expect(outcome.errors == "cat: write error: File too large\n")
    #expect(outcome.status == 1)
  }

  @Test("Several paths come one after the other, - is standard input, and a missing one does not stop the rest")
  func severalPaths() throws {
    let input = Data("input\n".utf8)
    let outcome = try Programs.run("cat", "/dev/null", "-", "/no/such/file", "/etc/passwd", input: input)
    #expect(outcome.output == input + (try Data(contentsOf: URL(filePath: "/etc/passwd"))))
    #expect(outcome.errors == "cat: /no/such/file: No such file or directory\n")
    #expect(outcome.status == 1)
  }

  @Test("No path is standard input")
  func standardInput() throws {
    let input = Data("input without an end of line".utf8)
    let outcome = try Programs.run("cat", input: input)
    #expect(outcome.output == input && outcome.status == 0)
  }

  @Test("Where there is no typed door, cat-typed says so")
  func typed() throws {
    let outcome = try Programs.run("cat-typed", "/etc/passwd")
    // Its message would need the typed door too.
    #expect(outcome.output.isEmpty && outcome.status == 1)
  }
}
