import Foundation
import Testing

@Suite("The programs' sources")
struct SourceTests {
  /// What is about raw memory itself, and says so.
  static let exceptions: Set = [
    "Conformance/RawMemory.swift", "Exhaust/RawMemory.swift", "Fuzz/RawMemory.swift", "Records/Memory.swift",
  ]

  /// Every Swift source of a folder, by its path in it.
  static func sources(in folder: String) throws -> [(path: String, text: String)] {
    let folder = Programs.root.appending(path: folder)
    let paths = try #require(FileManager.default.enumerator(atPath: folder.path()))
    return try paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
      ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
    }
  }

  /// The compiler holds programs to strict memory safety, where nothing unsafe can be done without the word.
  @Test("No program needs unsafe")
  func noUnsafe() throws {
    let sources = try Self.sources(in: "Userland/Programs")
    #expect(sources.count > 20)
    for (path, text) in sources where !Self.exceptions.contains(path) {
      for line in text.split(separator: "\n") where line.contains(/\b(unsafe|@_silgen_name|@_extern)\b/) {
        Issue.record("\(path): \(line)")
      }
    }
  }

  @Test("What programs are made from is Swift, nasm, or one of the C examples")
  func languages() throws {
    let folder = Programs.root.appending(path: "Userland")
    let paths = try #require(FileManager.default.enumerator(atPath: folder.path())).compactMap { $0 as? String }
    let others = paths.filter { $0.hasSuffix(".c") || $0.hasSuffix(".cpp") || $0.hasSuffix(".S") || $0.hasSuffix(".s") }
    #expect(others.allSatisfy { $0.hasPrefix("Programs/CHello/") || $0.hasPrefix("Programs/CSpawn/") }, "\(others)")
  }

  @Test("No public signature of the library has a pointer")
  func noPointers() throws {
    for (path, text) in try Self.sources(in: "Userland/Runtime") where !path.hasPrefix("SwiftRuntime") {
      let declaration = /public (?:[a-z]+ )*(?:func|init|var|subscript|static)[^{]*Unsafe/
      #expect(!text.contains(declaration), "\(path)")
    }
  }
}
