// The page cache against plain arrays: contents, holes, mappings that follow, and what it all takes.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct FilePagesTests {
  static let page = 4096

  /// A file, and for each of its pages whether it has a frame.
  private struct Model {
    var bytes: [UInt8] = []
    var pages: Set<Int> = []

    mutating func grow(to count: Int) { bytes += [UInt8](repeating: 0, count: max(0, count - bytes.count)) }

    func dataOffset(from offset: Int) -> Int? {
      guard offset < bytes.count else { return nil }
      guard let found = pages.filter({ $0 >= offset / page && $0 * page < bytes.count }).min() else { return nil }
      return max(offset, found * page)
    }

    func holeOffset(from offset: Int) -> Int? {
      guard offset < bytes.count else { return nil }
      var found = offset / page
      while pages.contains(found) { found += 1 }
      return min(bytes.count, max(offset, found * page))
    }
  }

  private func punch(_ range: Range<Int>, _ file: FilePages, _ model: inout Model) {
    file.punchBytes(range)
    let range = range.clamped(to: 0..<model.bytes.count)
    for index in range { model.bytes[index] = 0 }
    let isToEnd = range.upperBound == model.bytes.count
    let end = isToEnd ? (range.upperBound + Self.page - 1) / Self.page * Self.page : range.upperBound
    model.pages = model.pages.filter { !($0 * Self.page >= range.lowerBound && ($0 + 1) * Self.page <= end) }
  }

  @Test(arguments: 1...6) func `random changes agree with an array and a set of pages, and a mapping shows them`(
    seed: UInt64
  ) throws {
    let test = TestSpace()
    let frames = test.table.fakeFrames
    let budget = BoundedBudget(frames: frames)
    var dice = SeededGenerator(seed: seed)
    do {
      let file = FilePages(budget: budget)
      var model = Model()
      let most = 40 * Self.page
      let mapped = try test.space.mapFile(
        MappableFile(.pages(file), isWritable: true), offset: 0, at: 0, byteCount: UInt(most),
        protection: [.read, .write], flags: .shared)
      for step in 0..<600 {
        let offset = Int.random(in: 0..<most, using: &dice)
        let count = Int.random(in: 1...min(most - offset, 9000), using: &dice)
        switch Int.random(in: 0..<7, using: &dice) {
        case 0, 1:
          let memory = ArrayMemory([UInt8](repeating: UInt8(truncatingIfNeeded: step), count: count))
          #expect(try file.write(at: offset, from: memory.range(), of: memory) == count)
          model.grow(to: offset + count)
          model.bytes.replaceSubrange(offset..<offset + count, with: memory.bytes)
          model.pages.formUnion(offset / Self.page...(offset + count - 1) / Self.page)
        case 2:
          file.resize(to: offset)
          model.grow(to: offset)
          model.bytes.removeLast(model.bytes.count - offset)
          model.pages = model.pages.filter { $0 * Self.page < offset }
        case 3: punch(offset..<offset + count, file, &model)
        case 4:
          try file.allocate(offset..<offset + count)
          file.resize(to: max(file.byteCount, offset + count))
          model.grow(to: offset + count)
          model.pages.formUnion(offset / Self.page...(offset + count - 1) / Self.page)
        default:
          // A store through the mapping, also behind the end in the last page, where it is lost.
          let result = test.space.resolveFault(at: mapped + UInt(offset), access: .write)
          let isInside = offset / Self.page * Self.page < model.bytes.count
          #expect(result == (isInside ? .resolved : .busError))
          guard isInside else { break }
          test.table.storeAsProgram(UInt8(truncatingIfNeeded: step), at: mapped + UInt(offset))
          model.pages.insert(offset / Self.page)
          if offset < model.bytes.count { model.bytes[offset] = UInt8(truncatingIfNeeded: step) }
        }
        #expect(file.byteCount == model.bytes.count)
        #expect(file.pageCount == model.pages.count)
        let place = Int.random(in: 0..<most, using: &dice)
        #expect((try? file.offset(ofDataFrom: place)) == model.dataOffset(from: place))
        #expect((try? file.offset(ofHoleFrom: place)) == model.holeOffset(from: place))
        if step % 10 == 0 {
          #expect(file.allBytes == model.bytes)
          #expect(frames.heldCount == model.pages.count)
        }
      }
      #expect(test.table.violations == [])
    }
    test.space.unmapEverything()
    #expect(budget.used == 0 && frames.heldCount == 0)
  }

  @Test func `a file that is cut leaves every mapping, and comes back as zeros`() throws {
    let test = TestSpace()
    let file = TestFile.make(length: 3 * 4096, in: test.table)
    func map(_ flags: MappingFlags) throws -> UInt {
      try test.space.mapFile(
        MappableFile(.pages(file), isWritable: true), offset: 0, at: 0, byteCount: 3 * 4096,
        protection: [.read, .write],
        flags: flags)
    }
    let (shared, own) = (try map(.shared), try map(.private))
    for address in [shared, own] {
      for page: UInt in 0..<3 { #expect(test.touch(address + page * 4096, page == 1 ? .write : .read) == .resolved) }
    }
    file.resize(to: 100)
    #expect(test.table.mappedPageCount == 2)
    for address in [shared, own] {
      #expect(test.touch(address, .read) == .resolved)
      #expect(test.touch(address + 4096, .read) == .busError)
      #expect(test.table.byte(at: address + 99) == TestFile.byte(99))
      #expect(test.table.byte(at: address + 100) == 0)
    }
    file.resize(to: 2 * 4096)
    for address in [shared, own] {
      #expect(test.touch(address + 4096, .read) == .resolved)
      #expect(test.table.byte(at: address + 4096) == 0)
    }
    #expect(test.table.violations == [])
  }

  @Test(arguments: [4096, 8192, 20_000, 1 << 20]) func `a file takes little more than its bytes`(byteCount: Int) throws
  {
    let budget = BoundedBudget()
    let file = FilePages(budget: budget)
    let memory = ArrayMemory([UInt8](repeating: 1, count: byteCount))
    #expect(try file.write(at: 0, from: memory.range(), of: memory) == byteCount)
    let whole = (byteCount + 4095) / 4096 * 4096
    #expect(Double(budget.used) <= 1.05 * Double(whole))
    #expect(budget.used >= whole)
  }

  @Test(arguments: [true, false]) func `an empty file or directory takes at most 512 bytes with its name`(
    isFile: Bool
  ) throws {
    let fixture = try Fixture()
    let before = fixture.budget.used
    for index in 0..<1000 {
      if isFile {
        _ = try fixture.open("/name\(index)", [.create, .exclusive])
        try fixture.context.descriptors.close(0)
      } else {
        try fixture.context.makeDirectory("/name\(index)".utf8Bytes, relativeTo: .workingDirectory, permissions: 0o755)
      }
    }
    #expect((fixture.budget.used - before) / 1000 <= 512)
  }
}

extension AddressSpace {
  fileprivate func unmapEverything() { try! unmap(at: 0, byteCount: UserSpace.end) }
}
