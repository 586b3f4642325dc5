import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct ProgramStackTests {
  /// What a program reads from its first stack.
  struct Contents {
    var arguments: [String] = []
    var environment: [String] = []
    var auxiliary: [(key: UInt64, value: UInt64)] = []

    init(_ program: LoadedProgram) throws {
      let table = program.addressSpace.pageTable as! FakePageTable
      var address = program.stackPointer
      func next() throws -> UInt64 {
        defer { address += 8 }
        return try #require(table.word(at: address))
      }
      let count = try next()
      for _ in 0..<count { arguments.append(try #require(table.string(at: UInt(try next())))) }
      #expect(try next() == 0)
      while case let pointer = try next(), pointer != 0 {
        environment.append(try #require(table.string(at: UInt(pointer))))
      }
      while true {
        let entry = (key: try next(), value: try next())
        auxiliary.append(entry)
        if entry.key == 0 { break }
      }
    }

    func value(_ key: UInt64) -> UInt64? { auxiliary.first { $0.key == key }?.value }
  }

  @Test func `a program finds its arguments and its environment in order`() throws {
    let program = try load(
      TestELF.simple.bytes, arguments: ["cat", "", "/etc/motd"], environment: ["A=1", "B=", "C=x y"])
    let contents = try Contents(program)
    #expect(contents.arguments == ["cat", "", "/etc/motd"])
    #expect(contents.environment == ["A=1", "B=", "C=x y"])
    #expect(program.stackPointer % 16 == 0)
  }

  @Test func `the auxiliary vector has Linux's entries in Linux's order`() throws {
    let program = try load(TestELF.simple.bytes, randomness: LoadRandomness { 0x0102_0304_0506_0708 })
    let table = program.addressSpace.pageTable as! FakePageTable
    let contents = try Contents(program)
    #expect(
      contents.auxiliary.map(\.key) == [51, 16, 6, 17, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14, 23, 25, 26, 31, 15, 27, 28, 0])
    #expect(contents.value(16) == 0x1234_5678)
    #expect(contents.value(6) == 4096)
    #expect(contents.value(17) == 100)
    #expect(contents.value(3) == 0x400040)
    #expect(contents.value(4) == 56)
    #expect(contents.value(5) == 3)
    #expect(contents.value(7) == 0)
    #expect(contents.value(9) == 0x401010)
    for zero: UInt64 in [8, 11, 12, 13, 14, 23] { #expect(contents.value(zero) == 0) }
    #expect(contents.value(26) == 2)
    #expect(table.string(at: UInt(try #require(contents.value(31)))) == "/bin/program")
    #expect(table.string(at: UInt(try #require(contents.value(15)))) == "x86_64")
    let random = UInt(try #require(contents.value(25)))
    #expect(table.word(at: random) == 0x0102_0304_0506_0708)
    #expect(table.word(at: random + 8) == 0x0102_0304_0506_0708)
  }

  @Test func `program headers that no segment holds are not claimed to be in memory`() throws {
    var elf = TestELF.simple
    elf.segments.removeFirst()
    #expect(try Contents(try load(elf.bytes)).value(3) == 0)
  }

  @Test func `a program without arguments gets an empty one`() throws {
    #expect(try Contents(try load(TestELF.simple.bytes, arguments: [])).arguments == [""])
  }

  @Test func `many and long arguments arrive whole`() throws {
    let arguments = (0..<3000).map { "argument \($0)" } + [String(repeating: "x", count: 131_071)]
    let contents = try Contents(try load(TestELF.simple.bytes, arguments: arguments, environment: ["E=1"]))
    #expect(contents.arguments == arguments)
    #expect(contents.environment == ["E=1"])
  }

  @Test func `a string that is too long is refused, and one that is just not is kept`() throws {
    let list = ArgumentList(budget: BoundedHeapBudget())
    try list.append([UInt8](repeating: 65, count: 131_071))
    #expect(throws: Errno.argListTooLong) { try list.append([UInt8](repeating: 65, count: 131_072)) }
    let other = ArgumentList(budget: BoundedHeapBudget())
    #expect(throws: Errno.argListTooLong) { try other.append([UInt8](repeating: 65, count: 131_072).span) }
  }

  @Test func `a list cannot grow past its limit, of long strings or of empty ones`() {
    let list = ArgumentList(budget: BoundedHeapBudget())
    #expect(throws: Errno.argListTooLong) {
      for _ in 0..<1000 { try list.append([UInt8](repeating: 65, count: 100_000)) }
    }
    #expect(list.byteCount <= ArgumentList.largest)
    let empty = ArgumentList(budget: BoundedHeapBudget())
    #expect(throws: Errno.argListTooLong) { while true { try empty.append([UInt8]()) } }
    #expect(empty.count <= ArgumentList.largest / 9 + 1)
  }

  @Test func `arguments and environment together may take a quarter of the stack`() {
    let half = (0..<15).map { _ in String(repeating: "x", count: 90_000) }
    #expect(throws: LoadError.argumentsTooLong) {
      try load(TestELF.simple.bytes, arguments: half, environment: half)
    }
    #expect(throws: Never.self) { try load(TestELF.simple.bytes, arguments: half) }
  }

  @Test func `a list is paid for to the byte and no further than the budget goes`() throws {
    for limit in [0, 4, 4096, 8191, 8192 + 64, 100_000, 1 << 20] {
      let budget = BoundedHeapBudget(limit: limit)
      do {
        let list = ArgumentList(budget: budget)
        do throws(Errno) {
          for _ in 0..<100 { try list.append([UInt8](repeating: 65, count: 20_000)) }
          Issue.record("two megabytes were had for \(limit)")
        } catch { #expect(error == .noMemory) }
        #expect(list.byteCount <= limit)
        // Each piece is a page with its header.
        #expect(budget.used >= list.chunks.count * 4096)
        #expect(budget.used <= list.chunks.count * 4096 + 32 + 16 * max(4, list.chunks.count))
      }
      #expect(budget.used == 0)
    }
  }

  @Test func `strings come out of a file's bytes one by one`() throws {
    let list = ArgumentList(budget: BoundedHeapBudget())
    let bytes = Array("one\0\0three\0rest".utf8)
    try list.append(stringsIn: RawSpan(_elements: bytes.span))
    #expect(list.count == 3)
    // Without a zero there is no end, and no list that is longer for it.
    let endless = [UInt8](repeating: 65, count: 1 << 20)
    #expect(throws: Errno.argListTooLong) { try list.append(stringsIn: RawSpan(_elements: endless.span)) }
    #expect(list.byteCount <= ArgumentList.longestString + 16)
  }

  @Test func `a string ends at its first zero`() throws {
    let list = ArgumentList(budget: BoundedHeapBudget())
    try list.append([65, 0, 66])
    try list.append([67, 0, 68].span)
    #expect(list.count == 2)
    #expect(list.byteCount == 4)
  }
}
