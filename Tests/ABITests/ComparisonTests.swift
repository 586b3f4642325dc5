// Whether the comparison tells what breaks binaries from what does not.

import Testing

@testable import ABITable

@Suite struct ComparisonTests {
  private typealias Row = ABITable.Row
  private typealias Section = ABITable.Section

  private let table = ABITable(sections: [
    Section("sizes", .growOnly, [Row("record", "64")]),
    Section("record", .fixed, [Row("magic", "0x1"), Row("version", "1")]),
    Section("calls", .appendOnly, [Row("1", "isKnown"), Row("2", "useless"), Row("3", "read")]),
    Section("errors", .addOnly, [Row("1", "notPermitted"), Row("3", "noSuchProcess")]),
  ])

  private func compare(_ change: (inout ABITable) -> Void) -> ABITable.Comparison {
    var changed = table
    change(&changed)
    return ABITable.compare(golden: table, current: changed)
  }

  /// The one complaint, which must hold the words that explain it.
  private func expectBreak(_ words: String..., change: (inout ABITable) -> Void) {
    let breaks = compare(change).breaks
    #expect(!breaks.isEmpty)
    for word in words { #expect(breaks.contains { $0.contains(word) }, "\(breaks)") }
  }

  @Test func theSameTableIsNoChange() {
    #expect(compare { _ in } == ABITable.Comparison())
  }

  @Test func theSourcesTableComparesWithItself() {
    #expect(ABITable.compare(golden: .current, current: .current) == ABITable.Comparison())
  }

  @Test func appendedRowsAreAdditions() {
    let result = compare {
      $0.sections[2].rows.append(Row("4", "write"))
      $0.sections[2].rows.append(Row("5", "open"))
    }
    #expect(result.breaks.isEmpty)
    #expect(result.additions == ["[calls] 4  write", "[calls] 5  open"])
  }

  @Test func rowsWithOthersNumbersMayBeAddedAnywhere() {
    let result = compare { $0.sections[3].rows.insert(Row("2", "noSuchFileOrDirectory"), at: 1) }
    #expect(result.breaks.isEmpty)
    #expect(result.additions.count == 1)
  }

  @Test func newSectionsAreAdditions() {
    #expect(compare { $0.sections.insert(Section("new", .fixed, [Row("a", "b")]), at: 0) }.breaks.isEmpty)
  }

  @Test func sizesMayGrowAndNotShrink() {
    #expect(compare { $0.sections[0].rows[0].value = "72" }.breaks.isEmpty)
    #expect(compare { $0.sections[0].rows[0].value = "72" }.additions == ["[sizes] record  64 becomes 72"])
    expectBreak("may only grow", "64", "56") { $0.sections[0].rows[0].value = "56" }
    expectBreak("has changed") { $0.sections[0].rows[0].value = "large" }
  }

  @Test func aChangedRowIsABreak() {
    expectBreak("[calls] 2 has changed", "was: useless", "is:  useful") { $0.sections[2].rows[1].value = "useful" }
    expectBreak("[record] magic has changed") { $0.sections[1].rows[0].value = "0x2" }
    expectBreak("[errors] 3 has changed") { $0.sections[3].rows[1].value = "other" }
  }

  @Test func aRemovedRowIsABreak() {
    expectBreak("[calls] 2 is gone", "It was: useless") { $0.sections[2].rows.remove(at: 1) }
    expectBreak("[errors] 1 is gone") { $0.sections[3].rows.removeFirst() }
  }

  @Test func aNewNumberForAnOldCallIsABreak() {
    expectBreak("[calls] 3 is gone") { $0.sections[2].rows[2].key = "9" }
  }

  @Test func swappedCallsAreABreak() {
    expectBreak("[calls] 1 has changed", "[calls] 2 has changed") {
      ($0.sections[2].rows[0].value, $0.sections[2].rows[1].value) = ("useless", "isKnown")
    }
  }

  @Test func anotherOrderIsABreak() {
    expectBreak("another order") { $0.sections[2].rows.swapAt(0, 1) }
    expectBreak("another order") { $0.sections[3].rows.swapAt(0, 1) }
  }

  @Test func anInsertedRowIsABreakWherePlacesCount() {
    expectBreak("not behind the last one") { $0.sections[2].rows.insert(Row("9", "new"), at: 1) }
    expectBreak("is new in what is fixed") { $0.sections[1].rows.append(Row("more", "1")) }
  }

  @Test func aNumberThatMeansTwoThingsIsABreak() {
    expectBreak("cannot mean two things") { $0.sections[2].rows.append(Row("3", "read")) }
  }

  @Test func aSectionThatIsGoneOrWeakerIsABreak() {
    expectBreak("[calls] is gone") { $0.sections.remove(at: 2) }
    expectBreak("which is a promise") { $0.sections[2].rule = .addOnly }
    expectBreak("is there twice") { $0.sections.append($0.sections[1]) }
  }

  @Test func theTextOfATableReadsBackAsTheTable() throws {
    #expect(try ABITable(text: table.text) == table)
    #expect(try ABITable(text: ABITable.current.text) == .current)
  }

  @Test(arguments: ["row", "a  b", "[open] whenever", "[open fixed", "[calls] fixed\nrow"])
  func textThatIsNoTableIsSaidSo(text: String) {
    #expect(throws: ABITableError.self) { _ = try ABITable(text: text) }
  }
}
