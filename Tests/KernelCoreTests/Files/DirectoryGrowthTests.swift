import Shared
import Testing

@testable import KernelCore

/// A directory's arrays grow by a bounded length at once, which must fit what memory is left.
@Suite struct DirectoryGrowthTests {
  let fixture: Fixture
  var root: Directory { fixture.fileSystem.root }

  init() throws { fixture = try Fixture() }

  private func make(_ index: Int) -> Errno? {
    errno { () throws(Errno) in
      try fixture.fileSystem.makeDirectory("\(index)".utf8Bytes, from: root, permissions: 0o755)
    }
  }

  @Test func `an entry is refused where its directory cannot grow, and can be had when it can`() throws {
    var refusals: [Int] = []
    for index in 1000..<5000 {
      // Enough for the node, the name and the entry.
      fixture.budget.limit = fixture.budget.used + 1000
      guard let error = make(index) else { continue }
      #expect(error == .noSpace)
      refusals.append(index)
      fixture.budget.limit = .max
      #expect(make(index) == nil)
    }
    // Each 64 slots and 256 buckets are arrays of their own, which double at a few places each.
    #expect((60...300).contains(refusals.count), "\(refusals)")
    #expect(root.count == 4000)
  }

  @Test func `a large directory grows by no more at once than a small one`() {
    for index in 1000..<9000 {
      fixture.budget.limit = fixture.budget.used + 8000
      #expect(make(index) == nil)
    }
  }

  @Test func `what growing takes for a moment is given back`() throws {
    let before = fixture.budget.used
    for index in 1000..<3000 { #expect(make(index) == nil) }
    for index in 1000..<3000 { try fixture.fileSystem.removeDirectory("\(index)".utf8Bytes, from: root) }
    #expect(fixture.budget.used == before)
  }

  @Test func `entries can be removed and found where there is no memory to forget them`() throws {
    for index in 1000..<3000 { #expect(make(index) == nil) }
    fixture.budget.limit = fixture.budget.used
    for index in 1000..<2990 {
      fixture.budget.limit = fixture.budget.used
      try fixture.fileSystem.removeDirectory("\(index)".utf8Bytes, from: root)
    }
    #expect(root.count == 10)
    #expect(root.node(named: "2995".utf8Bytes[...]) != nil)
    #expect(root.node(named: "1500".utf8Bytes[...]) == nil)
    fixture.budget.limit = .max
    try fixture.fileSystem.removeDirectory("2999".utf8Bytes, from: root)
    #expect(root.node(named: "2995".utf8Bytes[...]) != nil)
    #expect(make(5000) == nil)
  }
}
