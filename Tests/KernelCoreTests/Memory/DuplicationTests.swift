// Two address spaces with one origin: what they share, what they do not, and what is left when they are gone.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct DuplicationTests {
  let here: UInt = 0x1000_0000

  /// A copy over a table of its own, with the frames of the original.
  func copy(of test: TestSpace) throws(Errno) -> (space: AddressSpace, table: FakePageTable) {
    let table = FakePageTable(over: test.table.fakeFrames)
    return (try test.space.duplicate(into: table), table)
  }

  @Test func `private pages are common until one side stores, and the last holder stores without a copy`() throws {
    let test = TestSpace()
    try test.fix(here, 3 * 4096)
    for page: UInt in 0..<3 { test.store(UInt8(page) + 1, here + page * 4096) }
    let frames = test.table.fakeFrames
    do {
      let (child, table) = try copy(of: test)
      #expect(frames.heldCount == 3)
      #expect(child.regionCount == 1)
      #expect(table.byte(at: here + 4096) == 2)
      // The child's store is the child's.
      #expect(child.resolveFault(at: here, access: .write) == .resolved)
      table.storeAsProgram(77, at: here)
      #expect(frames.heldCount == 4)
      #expect(test.table.byte(at: here) == 1)
      // The parent is the only holder now: no copy.
      #expect(test.touch(here) == .resolved)
      test.table.storeAsProgram(78, at: here)
      #expect(frames.heldCount == 4)
      #expect(table.byte(at: here) == 77)
      // The parent's store is the parent's.
      #expect(test.touch(here + 4096) == .resolved)
      test.table.storeAsProgram(79, at: here + 4096)
      #expect(table.byte(at: here + 4096) == 2)
      #expect(frames.heldCount == 5)
    }
    #expect(frames.heldCount == 3)
    #expect(frames.violations == [] && test.table.violations == [])
  }

  @Test func `regions that only their locks told apart are one in the copy, however many there are`() throws {
    let test = TestSpace()
    // One more than a chunk of regions has.
    let pageCount = UInt(2 * RegionMap.Chunk.capacity + 3)
    try test.fix(here, pageCount * 4096)
    for page in stride(from: UInt(1), to: pageCount, by: 2) {
      try test.space.lock(at: here + page * 4096, byteCount: 4096, populating: false)
    }
    #expect(test.space.regionCount == Int(pageCount))
    // And one that stays by itself.
    try test.fix(here + (pageCount + 1) * 4096, 4096)
    let child = try copy(of: test).space
    #expect(child.regionCount == 2)
    #expect(child.contradiction() == nil)
    #expect(test.space.contradiction() == nil)
  }

  @Test func `shared memory is seen on both sides, also where it is touched only afterwards`() throws {
    let test = TestSpace()
    _ = try test.map(here, 2 * 4096, [.read, .write], [.shared, .anonymous, .fixed])
    #expect(test.touch(here) == .resolved)
    test.table.storeAsProgram(5, at: here)
    let (child, table) = try copy(of: test)
    #expect(child.resolveFault(at: here + 4096, access: .write) == .resolved)
    table.storeAsProgram(6, at: here + 4096)
    #expect(test.touch(here + 4096, .read) == .resolved)
    #expect(test.table.byte(at: here + 4096) == 6)
    #expect(child.resolveFault(at: here, access: .write) == .resolved)
    table.storeAsProgram(7, at: here)
    #expect(test.table.byte(at: here) == 7)
    #expect(test.table.fakeFrames.heldCount == 2)
  }

  @Test func `protecting and protecting again does not let a common page be stored into`() throws {
    let test = TestSpace()
    try test.fix(here, 4096)
    test.store(1, here)
    let (child, table) = try copy(of: test)
    try child.protect(at: here, byteCount: 4096, protection: .read)
    try child.protect(at: here, byteCount: 4096, protection: [.read, .write])
    #expect(table.pages[here]?.protection == .read)
    #expect(child.resolveFault(at: here, access: .write) == .resolved)
    table.storeAsProgram(2, at: here)
    #expect(test.table.byte(at: here) == 1)
  }

  @Test func `what may only be written is there to be read while it is common`() throws {
    let test = TestSpace()
    try test.fix(here, 4096)
    test.store(1, here)
    let (child, table) = try copy(of: test)
    try child.protect(at: here, byteCount: 4096, protection: .write)
    #expect(table.pages[here]?.protection == .read)
    #expect(child.resolveFault(at: here, access: .write) == .resolved)
    #expect(table.pages[here]?.protection == .write)
    table.storeAsProgram(2, at: here)
    #expect(test.table.byte(at: here) == 1)
  }

  @Test func `a program's text is the file's, in every process that runs it`() throws {
    let frames = FakeFrames()
    let file = FilePages(TestELF.simple.bytes, in: frames)
    let before = frames.heldCount
    let budget = BoundedHeapBudget()
    func load() throws -> LoadedProgram {
      try ProgramLoader.load(
        file, path: [1].span, arguments: ArgumentList(budget: budget), environment: ArgumentList(budget: budget),
        into: FakePageTable(over: frames),
        processor: ProcessorCapabilities(features: 0, hasFSGSBASE: true), randomness: .fixed()
      ) { _ throws(Errno) in throw .noSuchFileOrDirectory }
    }
    do {
      let first = try load()
      // The stack's page and the page that .bss begins in; text and constants are the file's.
      let each = frames.heldCount - before
      #expect(each <= 3)
      let second = try load()
      #expect(frames.heldCount == before + 2 * each)
      #expect(first.addressSpace.pageTable.frame(at: 0x401000) == file.frame(at: 1))
      #expect(second.addressSpace.pageTable.frame(at: 0x401000) == file.frame(at: 1))
      let child = try first.addressSpace.duplicate(into: FakePageTable(over: frames))
      #expect(frames.heldCount == before + 2 * each)
      #expect(child.setBreak(to: 0) == first.addressSpace.setBreak(to: 0))
    }
    #expect(frames.heldCount == before)
    #expect(file.mappers.isEmpty)
  }

  @Test(arguments: 0..<6) func `without memory for tables nothing of the copy is left`(limit: Int) throws {
    let test = TestSpace()
    let file = TestFile.make(length: 2 * 4096, in: test.table)
    try test.fix(here, 3 * 4096)
    for page: UInt in 0..<3 { test.store(1, here + page * 4096) }
    _ = try test.space.mapFile(
      MappableFile(.pages(file)), offset: 0, at: 0, byteCount: 8192, protection: .read, flags: [.private, .populate])
    let frames = test.table.fakeFrames
    let before = frames.heldCount
    do {
      let table = FakePageTable(over: frames)
      table.mapsLeft = limit
      let isDone = (try? test.space.duplicate(into: table)) != nil
      #expect(isDone == (limit >= 5))
      #expect(table.mappedPageCount == 0)
    }
    #expect(frames.heldCount == before)
    #expect(file.mappers.count == 1)
    // The original goes on.
    test.store(9, here)
    #expect(test.table.byte(at: here) == 9)
  }

  // MARK: Random calls in a family of processes

  /// A process: its address space, and what each of its pages should show.
  private struct Member {
    let space: AddressSpace
    let table: FakePageTable
    /// By page, what is private.
    var values: [UInt8]
  }

  @Test(arguments: 1...6) func `random stores in a family of processes agree with a model`(seed: UInt64) throws {
    let pageCount = 12
    let test = TestSpace()
    let frames = test.table.fakeFrames
    let file = TestFile.make(length: pageCount * 4096, in: test.table)
    var dice = SeededGenerator(seed: seed)
    var shared = [UInt8](repeating: 0, count: pageCount)
    do {
      let sharedStart = here + UInt(pageCount) * 4096
      _ = try test.space.mapFile(
        MappableFile(.pages(file)), offset: 0, at: here, byteCount: UInt(pageCount) * 4096,
        protection: [.read, .write],
        flags: [.private, .fixed])
      _ = try test.map(sharedStart, UInt(pageCount) * 4096, [.read, .write], [.shared, .anonymous, .fixed])
      var members = [
        Member(
          space: test.space, table: test.table, values: (0..<pageCount).map { TestFile.byte(UInt64($0) * 4096) })
      ]
      for _ in 0..<400 {
        let index = Int.random(in: members.indices, using: &dice)
        let page = Int.random(in: 0..<pageCount, using: &dice)
        let value = UInt8.random(in: 0...255, using: &dice)
        switch Int.random(in: 0..<12, using: &dice) {
        case 0 where members.count < 6:
          let table = FakePageTable(over: frames)
          let space = try members[index].space.duplicate(into: table)
          members.append(Member(space: space, table: table, values: members[index].values))
        case 1 where members.count > 1 && index > 0: members.remove(at: index)
        case 2:
          let address = here + UInt(page) * 4096
          try members[index].space.advise(at: address, byteCount: 4096, advice: MemoryAdvice.dontNeed.rawValue)
          members[index].values[page] = TestFile.byte(UInt64(page) * 4096)
        case 3...5:
          let address = sharedStart + UInt(page) * 4096
          #expect(members[index].space.resolveFault(at: address, access: .write) == .resolved)
          members[index].table.storeAsProgram(value, at: address)
          shared[page] = value
        default:
          let address = here + UInt(page) * 4096
          #expect(members[index].space.resolveFault(at: address, access: .write) == .resolved)
          members[index].table.storeAsProgram(value, at: address)
          members[index].values[page] = value
        }
        for member in members {
          let address = here + UInt(page) * 4096
          #expect(member.space.resolveFault(at: address, access: .read) == .resolved)
          #expect(member.table.byte(at: address) == member.values[page])
          #expect(member.space.resolveFault(at: address + UInt(pageCount) * 4096, access: .read) == .resolved)
          #expect(member.table.byte(at: address + UInt(pageCount) * 4096) == shared[page])
        }
      }
      #expect(members.allSatisfy { $0.table.violations.isEmpty })
    }
    #expect((0..<pageCount).allSatisfy { file.allBytes[$0 * 4096] == TestFile.byte(UInt64($0) * 4096) })
  }
}
