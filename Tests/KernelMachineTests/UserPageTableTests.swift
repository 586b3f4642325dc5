// A program's real page tables, four levels of them in simulated RAM, against a dictionary.

import KernelCore
import KernelTesting
import Testing

@testable import KernelMachine

/// The kernel's machine layer has one RAM and one heap, so its tests take turns.
@Suite(.serialized) struct MachineTests {}

extension MachineTests {
  @Suite struct UserPageTableTests {
    /// What a page should be.
    private struct Page: Equatable {
      var protection: Protection
      var tag: UInt64
    }

    /// Where pages are tried: inside a table, and across the ends of tables of each level.
    private static let bases: [UInt] = [
      0x1_0000, 0x40_0000 - 8 * 4096, 0x4000_0000 - 8 * 4096, 0x80_0000_0000 - 8 * 4096, 0x1234_5678_9000,
      UserSpace.end - 32 * 4096,
    ]
    private static let pageCount = 32
    private static let protections: [Protection] = [[], .read, [.read, .write], [.read, .execute]]

    private func randomRange(_ dice: inout SeededGenerator) -> Range<UInt> {
      if UInt.random(in: 0..<60, using: &dice) == 0 { return UserSpace.start..<UserSpace.end }
      let base = Self.bases.randomElement(using: &dice) ?? 0
      let start = UInt.random(in: 0..<UInt(Self.pageCount), using: &dice)
      let end = UInt.random(in: start...UInt(Self.pageCount), using: &dice)
      return base + start * 4096..<base + end * 4096
    }

    @Test(arguments: 1...6) func `random changes agree with a model, and all frames come back`(seed: UInt64) throws {
      try #require(SimulatedMachine.isUp)
      let framesBefore = PhysicalMemory.freeFrameCount
      do {
        let table = try #require(UserPageTable.make())
        var model: [UInt: Page] = [:]
        var dice = SeededGenerator(seed: seed)
        for step in 0..<1500 {
          change(table, &model, step: step, &dice)
          #expect(table.mappedPageCount == UInt(model.count))
          if step % 150 == 0 { compare(table, model) }
        }
        compare(table, model)
        table.unmap(pages: UserSpace.start..<UserSpace.end)
        // But for the root no table stays when nothing is mapped.
        #expect(PhysicalMemory.freeFrameCount == framesBefore - 1)
        change(table, &model, step: 1, &dice)
      }
      #expect(PhysicalMemory.freeFrameCount == framesBefore)
      #expect(PhysicalMemory.isConsistent())
    }

    private func change(_ table: UserPageTable, _ model: inout [UInt: Page], step: Int, _ dice: inout SeededGenerator) {
      let range = randomRange(&dice)
      let protection = Self.protections.randomElement(using: &dice) ?? []
      switch UInt.random(in: 0..<10, using: &dice) {
      case 0..<6:
        let page = range.lowerBound
        guard model[page] == nil, page < UserSpace.end else { return }
        let tag = dice.next()
        #expect(table.mapZeroed(page: page, protection: protection) == .mapped)
        model[page] = Page(protection: protection, tag: tag)
        let words: InlineArray<1, UInt64> = [tag]
        #expect(table.write(RawSpan(_elements: words.span), at: page + 4088) == 8)
      case 6:
        table.unmap(pages: range)
        model = model.filter { !range.contains($0.key) }
      case 7:
        table.protect(pages: range, protection: protection, .copyOnWrite)
        for page in model.keys where range.contains(page) { model[page]?.protection = protection }
      default:
        move(range, in: table, &model, &dice)
      }
    }

    /// Moves a range to where nothing is, if there is such a place for it.
    private func move(
      _ range: Range<UInt>, in table: UserPageTable, _ model: inout [UInt: Page], _ dice: inout SeededGenerator
    ) {
      guard let base = Self.bases.randomElement(using: &dice), range.count <= UInt(Self.pageCount) * 4096 else {
        return
      }
      let target = base..<base + UInt(range.count)
      guard target.upperBound <= UserSpace.end, !target.overlaps(range), !model.keys.contains(where: target.contains)
      else { return }
      #expect(table.move(pages: range, to: target.lowerBound))
      for (page, value) in model where range.contains(page) {
        model[page] = nil
        model[target.lowerBound + (page - range.lowerBound)] = value
      }
    }

    /// Compares every page that could be with what the tables say, and with what is in its frame.
    private func compare(_ table: UserPageTable, _ model: [UInt: Page]) {
      var frames: Set<UInt64> = []
      for base in Self.bases {
        for index in 0..<UInt(Self.pageCount) {
          let page = base + index * 4096
          let entry = table.map.slot(of: UInt64(page))?.entry
          // One difference says enough.
          guard table.isMapped(page: page) == (model[page] != nil), describes(entry, model[page]) else {
            Issue.record("page \(page) is not \(String(describing: model[page]))")
            return
          }
          guard let frame = entry?.physical, model[page] != nil else { continue }
          #expect(frames.insert(frame).inserted, "frame \(frame) has two pages")
        }
      }
    }

    /// Whether an entry is as a page should be, and its frame cleared before the tag was written.
    private func describes(_ entry: PageTableEntry?, _ page: Page?) -> Bool {
      guard let page else { return entry.map { $0.rawValue == 0 } ?? true }
      guard let entry else { return false }
      let bits = entry.rawValue
      // The frame is the program's, and so in RAM.
      let words = unsafe DirectMap.words(ofFrame: entry.physical)
      let (first, last) = unsafe (words[0], words[511])
      return (bits & PageTableEntry.present != 0) == !page.protection.isEmpty
        && (bits & PageTableEntry.writable != 0) == page.protection.contains(.write)
        && (bits & PageTableEntry.noExecute == 0) == page.protection.contains(.execute)
        && bits & PageTableEntry.user != 0 && last == page.tag && first == 0
    }

    @Test func `tables share frames by count, and neither can store until it is the only holder`() throws {
      try #require(SimulatedMachine.isUp)
      let framesBefore = PhysicalMemory.freeFrameCount
      do {
        let table = try #require(UserPageTable.make())
        let pages = UserSpace.start..<UserSpace.start + 4 * 4096
        for page in stride(from: pages.lowerBound, to: pages.upperBound, by: 4096) {
          #expect(table.mapZeroed(page: page, protection: [.read, .write]) == .mapped)
        }
        let used = framesBefore - PhysicalMemory.freeFrameCount
        do {
          let other = try #require(UserPageTable.make())
          #expect(table.share(pages: pages, with: other, .copyOnWrite))
          // Three tables and the root: not one page.
          #expect(framesBefore - PhysicalMemory.freeFrameCount == used + 4)
          let frame = try #require(table.frame(at: pages.lowerBound))
          #expect(other.frame(at: pages.lowerBound) == frame)
          #expect(table.frames.holderCount(frame) == 2)
          for each in [table, other] {
            #expect(each.mappedPageCount == 4)
            each.protect(pages: pages, protection: [.read, .write], .copyOnWrite)
            #expect(each.map.slot(of: UInt64(pages.lowerBound))?.entry.protection == .read)
            // Where a program asked for writing alone, the CPU reads too, and the page must be there for that.
            each.protect(pages: pages, protection: .write, .copyOnWrite)
            #expect(each.map.slot(of: UInt64(pages.lowerBound))?.entry.protection == .read)
          }
          let copy = try #require(table.frames.allocateCopy(of: frame))
          #expect(other.map(copy, at: pages.lowerBound, protection: [.read, .write]))
          #expect(table.frames.holderCount(frame) == 1)
          #expect(other.mappedPageCount == 4)
        }
        #expect(framesBefore - PhysicalMemory.freeFrameCount == used)
        table.protect(pages: pages, protection: [.read, .write], .copyOnWrite)
        #expect(table.map.slot(of: UInt64(pages.lowerBound))?.entry.protection == [.read, .write])
      }
      #expect(PhysicalMemory.freeFrameCount == framesBefore)
      #expect(PhysicalMemory.isConsistent())
    }

    @Test func `pages move to where a table of their own is emptied on the way`() throws {
      try #require(SimulatedMachine.isUp)
      let framesBefore = PhysicalMemory.freeFrameCount
      do {
        let table = try #require(UserPageTable.make())
        // Across the end of a table, and then down by a table's 2 MiB: what is in the second table belongs in the first,
        // in which nothing is left by then.
        let count: UInt = 256
        let start: UInt = 0x4000_0000 - count / 2 * 4096
        let pages = start..<start + count * 4096
        var frames: [FrameNumber?] = []
        for page in stride(from: pages.lowerBound, to: pages.upperBound, by: 4096) {
          #expect(table.mapZeroed(page: page, protection: .read) == .mapped)
          frames.append(table.frame(at: page))
        }
        var place = pages
        for destination in [start - 512 * 4096, start + 4096 * 4096, start] {
          #expect(table.move(pages: place, to: destination))
          place = destination..<destination + count * 4096
          let moved = stride(from: place.lowerBound, to: place.upperBound, by: 4096).map { table.frame(at: $0) }
          #expect(moved == frames)
          #expect(table.mappedPageCount == count)
        }
      }
      #expect(PhysicalMemory.freeFrameCount == framesBefore)
      #expect(PhysicalMemory.isConsistent())
    }

    @Test func `where memory runs out a page is refused and nothing has changed`() throws {
      try #require(SimulatedMachine.isUp)
      let framesBefore = PhysicalMemory.freeFrameCount
      do {
        let table = try #require(UserPageTable.make())
        var page = UserSpace.start
        while table.mapZeroed(page: page, protection: .read) == .mapped { page += 4096 }
        let reserve = unsafe PhysicalMemory.kernelReserve
        #expect(PhysicalMemory.freeFrameCount <= reserve)
        #expect(PhysicalMemory.freeFrameCount > reserve - 8)
        let left = PhysicalMemory.freeFrameCount
        #expect(table.mapZeroed(page: 0x2000_0000_0000, protection: .read) == .noMemory)
        // A move needs tables where there are none.
        #expect(!table.move(pages: UserSpace.start..<UserSpace.start + 8192, to: 0x2000_0000_0000))
        #expect(PhysicalMemory.freeFrameCount == left)
        #expect(table.isMapped(page: UserSpace.start))
        #expect(table.availablePageCount == 0)
      }
      #expect(PhysicalMemory.freeFrameCount == framesBefore)
    }
  }
}
