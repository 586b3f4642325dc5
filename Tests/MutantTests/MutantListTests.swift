// That every mutant still is what it was: its text is in its source, and the suites that are to find it are there.

import Foundation
import MachineRunner
import Testing

@testable import MutantList

struct MutantListTests {
  private let project: URL
  private let list: MutantList

  init() throws {
    project = URL(filePath: "\(try ProjectFolder.current().path)")
    list = try MutantList(in: project)
  }

  private func read(_ path: String) throws -> String {
    try String(contentsOf: project.appending(path: path), encoding: .utf8)
  }

  @Test func `every mutant changes its source`() throws {
    #expect(list.mutants.count >= 20)
    for mutant in list.mutants {
      let source = try read(mutant.file)
      #expect(throws: Never.self, "\(mutant.name)") {
        #expect(try mutant.apply(to: source) != source)
        if mutant.level == .host { _ = try mutant.applySwitched(to: source) }
      }
    }
  }

  @Test func `several mutants of one source go together`() throws {
    var sources: [String: String] = [:]
    for mutant in list.mutants where mutant.level == .host {
      sources[mutant.file] = try mutant.applySwitched(to: sources[mutant.file] ?? read(mutant.file))
    }
  }

  @Test func `every suite that is to find a mutant is there`() throws {
    var text = ""
    let tests = try #require(
      FileManager.default.enumerator(at: project.appending(path: "Tests"), includingPropertiesForKeys: nil))
    for case let file as URL in tests where file.pathExtension == "swift" {
      text += try String(contentsOf: file, encoding: .utf8)
    }
    for mutant in list.mutants {
      #expect(!mutant.tests.isEmpty)
      for suite in mutant.tests { #expect(text.contains("struct \(suite) {"), "\(mutant.name): \(suite)") }
    }
  }

  @Test func `the table in SECURITY says what the list says`() throws {
    let document = try read(MutantList.documentPath)
    #expect(try list.refresh(document) == document, "run `Scripts/mutants --table`")
  }

  // MARK: The format

  private static let text = """
    # A remark.

    one host
    promise: It holds.
    file: a.swift
    tests: ATests BTests
    - a < b
    + true

    two boot
    promise: So does this.
    file: b.asm
    tests: CTests
    -   clac
    -   ret
    """

  @Test func `a mutant is read and applied`() throws {
    let list = try MutantList(text: Self.text)
    #expect(list.mutants.map(\.name) == ["one", "two"])
    #expect(list.mutants[0].tests == ["ATests", "BTests"])
    #expect(try list.mutants[0].apply(to: "if a < b {") == "if true {")
    #expect(try list.mutants[0].applySwitched(to: "if a < b {") == "if (mutantIsActive(\"one\") ? (true) : (a < b)) {")
    #expect(try list.mutants[1].apply(to: "x:\n  clac\n  ret\n") == "x:\n\n")
  }

  @Test func `text that is not there once is refused by name`() throws {
    let mutant = try MutantList(text: Self.text).mutants[0]
    for source in ["", "a < b && a < b"] {
      #expect { try mutant.apply(to: source) } throws: { "\($0)".hasPrefix("one: this is") }
    }
  }

  @Test(arguments: [
    "one\npromise: p\nfile: f\ntests: t\n- a", "one host\nfile: f\ntests: t\n- a",
    "one host\npromise: p\nfile: f\ntests: t",
    "one host\npromise: p\nfile: f\ntests: t\n- a\n\none host\npromise: p\nfile: f\ntests: t\n- a",
  ])
  func `what is no mutant is refused`(text: String) {
    #expect(throws: MutantError.self) { try MutantList(text: text) }
  }
}
