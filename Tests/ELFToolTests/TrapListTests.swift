import ELFInspection
import Testing

/// Kernel/Traps.txt as text, and what it says of a kernel's traps.
@Suite struct TrapListTests {
  static let text = """
    # About the list.
    # In two lines.

    Kernel/Core/A.swift
      = The counts are checked before.
      = All of them.
      overflow, range: a..<a + b
      bounds: c[d]: e

    Kernel/Main/B.swift
      = It cannot be.
      panic: panic("no")

    """

  static let first = Trap(file: "Kernel/Core/A.swift", kind: .overflow, text: "a..<a + b")
  static let second = Trap(file: "Kernel/Core/A.swift", kind: .range, text: "a..<a + b")
  static let third = Trap(file: "Kernel/Core/A.swift", kind: .bounds, text: "c[d]: e")
  static let fourth = Trap(file: "Kernel/Main/B.swift", kind: .panic, text: "panic(\"no\")")
  static let all: Set<Trap> = [first, second, third, fourth]

  @Test func `a list is read as it is written`() throws {
    let list = try TrapList(text: Self.text)
    #expect(list.traps == Self.all)
    #expect(list.heading == ["# About the list.", "# In two lines."])
    #expect(list.sections.map(\.reason) == [["The counts are checked before.", "All of them."], ["It cannot be."]])
    // Lines of a section are in the order of their text.
    #expect(try TrapList(text: list.text) == TrapList(text: list.text).updated(for: Self.all) { _ in false })
    #expect(list.problems(with: Self.all) == [])
  }

  @Test(arguments: ["  overflow a", "  flow: a", "  overflow: a", " overflow: a"])
  func `what is no list is refused`(line: String) {
    #expect(throws: ImageError.self) { try TrapList(text: "# Heading\n\n\(line)\n") }
  }

  @Test func `a trap that is not in the list is named, and one that is gone is not missed`() throws {
    let list = try TrapList(text: Self.text)
    let new = Trap(file: "Kernel/Core/A.swift", kind: .conversion, text: "a..<a + b")
    #expect(
      list.problems(with: [Self.first, new]) == [
        "Kernel/Core/A.swift: a trap (conversion) that user input may reach is not in the list: a..<a + b"
      ])
  }

  @Test func `a file without a reason is named`() throws {
    let new = Trap(file: "Kernel/Core/C.swift", kind: .nil, text: "x!")
    let list = try TrapList(text: Self.text).updated(for: Self.all.union([new])) { _ in false }
    #expect(list.problems(with: Self.all) == ["Kernel/Core/C.swift: no reason why its traps cannot be reached"])
  }

  @Test func `updating keeps reasons, and traps whose line is still there`() throws {
    let list = try TrapList(text: Self.text)
    let updated = list.updated(for: [Self.first]) { $0 == Self.third }
    #expect(updated.traps == [Self.first, Self.third])
    #expect(updated.sections.map(\.file) == ["Kernel/Core/A.swift"])
    #expect(updated.sections.first?.reason == ["The counts are checked before.", "All of them."])
    #expect(updated.heading == list.heading)
  }
}
