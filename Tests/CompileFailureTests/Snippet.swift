// A few lines of a program, compiled against the built modules to see whether the compiler takes them.

import Foundation

/// What the compiler said.
struct Verdict {
  /// Whether it took the lines.
  let accepts: Bool
  /// Its errors, without the places.
  let errors: [String]
  /// Everything it said.
  let text: String
}

/// The body of a function of a program.
struct Snippet {
  let body: String
  /// What the function may throw.
  var throwing = "Errno"

  /// The program's text.
  var source: String {
    """
    import Runtime

    func snippet() throws(\(throwing)) {
      var buffer = InlineBuffer<64>()
      var bytes = buffer.mutableBytes
      bytes.storeBytes(of: 0, as: UInt8.self)
    \(body)
    }
    """
  }

  /// Compiles as far as every diagnostic is made, those of ownership included, which `-typecheck` leaves out.
  func compile() throws -> Verdict { try Self.compile(program: source) }

  /// The same with a whole program.
  static func compile(program: String) throws -> Verdict {
    let folder = FileManager.default.temporaryDirectory.appending(component: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(component: "snippet.swift")
    let said = folder.appending(component: "said")
    try program.write(to: source, atomically: true, encoding: .utf8)
    try Data().write(to: said)

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["swiftc", "-emit-sil", "-o", "/dev/null", "-parse-as-library", "-module-name", "Snippet"]
      + ["-strict-memory-safety", "-enable-experimental-feature", "Lifetimes", "-diagnostic-style", "llvm"]
      + ["-I", try modules, "-I", project.appending(path: "Userland/CRuntime/include").path()]
      + [source.path()]
    process.standardOutput = try FileHandle(forWritingTo: said)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()

    let text = try String(contentsOf: said, encoding: .utf8)
    let errors = text.split(separator: "\n").compactMap { line in
      line.firstRange(of: "error: ").map { String(line[$0.upperBound...]) }
    }
    return Verdict(accepts: process.terminationStatus == 0, errors: errors, text: text)
  }

  static let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL

  /// Where `swift build` put the modules of these very sources: beside the tests.
  private static var modules: String {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: tests).deletingLastPathComponent().appending(component: "Modules").path()
    }
  }
}
