import Shared
import Testing

@testable import KernelCore

@Suite struct RegionMapTests {
  static let base: UInt = 0x10_0000

  func range(_ start: Int, _ count: Int) -> Range<UInt> {
    Self.base + UInt(start) * 4096..<Self.base + UInt(start + count) * 4096
  }

  func region(_ start: Int, _ count: Int, _ protection: Protection) -> Region {
    Region(range(start, count), protection: protection, kind: .anonymous)
  }

  @Test func `equal neighbours merge, and a change in the middle splits`() throws {
    var map = RegionMap()
    try map.insert(region(0, 2, .read))
    try map.insert(region(4, 2, .read))
    #expect(map.count == 2)
    try map.insert(region(2, 2, .read))
    #expect(map.count == 1)
    try map.protect(range(2, 1), .write)
    #expect(map.count == 3)
    try map.protect(range(2, 1), .read)
    #expect(map.count == 1)
    try map.remove(range(3, 1))
    #expect(map.count == 2)
    #expect(map.region(containing: Self.base + 2 * 4096)?.end == Self.base + 3 * 4096)
    #expect(map.region(containing: Self.base + 3 * 4096) == nil)
  }

  @Test func `what differs does not merge`() throws {
    let owner = MappedRegions(pageTable: FakePageTable(), regions: RegionMap())
    let pages = FilePages([1])
    // Two calls that map one file are no difference.
    let (file, again) = (FileMapping(of: pages, in: owner), FileMapping(of: pages, in: owner))
    let other = FileMapping(of: FilePages([1]), in: owner)
    var map = RegionMap()
    try map.insert(Region(range(0, 1), protection: .read, kind: .anonymous))
    try map.insert(Region(range(1, 1), protection: .read, kind: .heap))
    try map.insert(Region(range(2, 1), protection: .read, kind: .heap, options: .noReserve))
    try map.insert(Region(range(3, 1), protection: .read, kind: .file, mapping: file, fileOffset: 0x3000))
    try map.insert(Region(range(4, 1), protection: .read, kind: .file, mapping: file, fileOffset: 0x5000))
    try map.insert(Region(range(5, 1), protection: .read, kind: .file, mapping: other, fileOffset: 0x6000))
    #expect(map.count == 6)
    try map.insert(Region(range(4, 1), protection: .read, kind: .file, mapping: again, fileOffset: 0x4000))
    #expect(map.count == 5)
    try map.remove(range(3, 1))
    #expect(map.region(containing: range(4, 1).lowerBound)?.fileOffset == 0x4000)
  }

  @Test func `the limit holds for splits too, and a refused change changes nothing`() throws {
    var map = RegionMap(limit: 3)
    try map.insert(region(0, 10, .read))
    try map.remove(range(4, 1))
    #expect(throws: Errno.noMemory) { try map.protect(range(1, 1), .write) }
    #expect(map.count == 2)
    try map.protect(range(0, 1), .write)
    #expect(map.count == 3)
    #expect(throws: Errno.noMemory) { try map.remove(range(6, 1)) }
    #expect(throws: Errno.noMemory) { try map.insert(region(6, 1, .write)) }
    #expect(throws: Errno.noMemory) { try map.insert(region(20, 1, .read)) }
    // What merges, replaces whole regions or only trims them is still allowed.
    try map.insert(region(10, 1, .read))
    try map.insert(region(5, 6, .write))
    try map.remove(range(5, 1))
    try map.insert(region(4, 2, .read))
    #expect(map.count == 3)
    try map.insert(region(0, 11, []))
    #expect(map.count == 1)
  }

  @Test func `65,530 regions are possible, quick to search, and one more is refused`() throws {
    var map = RegionMap()
    let protections: [Protection] = [.read, [.read, .write]]
    for index in 0..<RegionMap.defaultLimit { try map.insert(region(2 * index, 1, protections[index % 2])) }
    #expect(map.count == 65_530)
    #expect(throws: Errno.noMemory) { try map.insert(region(200_000, 1, .read)) }
    #expect(throws: Errno.noMemory) { try map.insert(region(1, 1, .execute)) }
    let all = Self.base..<Self.base + 131_060 * 4096
    #expect(map.highestGap(byteCount: 4096, in: all) == Self.base + 131_059 * 4096)
    #expect(map.highestGap(byteCount: 8192, in: all) == nil)
    try map.remove(range(1000, 1))
    #expect(map.highestGap(byteCount: 8192, in: all) == Self.base + 1000 * 4096)
    #expect(map.highestGap(byteCount: 3 * 4096, in: all) == Self.base + 999 * 4096)
    let isConsistent = map.hasConsistentGaps()
    #expect(isConsistent)
    for index in stride(from: 0, to: 65_530, by: 997) where index != 500 {
      #expect(map.region(containing: Self.base + UInt(2 * index) * 4096) != nil)
      #expect(map.region(containing: Self.base + UInt(2 * index + 1) * 4096) == nil)
    }
    try map.protect(all, .read)
    #expect(map.count == 65_529)
    try map.remove(range(10, 131_000))
    #expect(map.count == 30)
    try map.remove(all)
    #expect(map.count == 0)
  }

  @Test func `a gap is looked for only inside the bounds`() throws {
    var map = RegionMap()
    #expect(map.highestGap(byteCount: 4096, in: range(0, 1)) == Self.base)
    #expect(map.highestGap(byteCount: 4097, in: range(0, 1)) == nil)
    #expect(map.highestGap(byteCount: 0, in: range(0, 1)) == nil)
    #expect(map.highestGap(byteCount: .max, in: range(0, 1)) == nil)
    try map.insert(region(4, 4, .read))
    #expect(map.highestGap(byteCount: 4096, in: range(0, 20)) == Self.base + 19 * 4096)
    #expect(map.highestGap(byteCount: 4096, in: range(0, 6)) == Self.base + 3 * 4096)
    #expect(map.highestGap(byteCount: 4096, in: range(5, 2)) == nil)
    #expect(map.highestGap(byteCount: 4096, in: range(6, 3)) == Self.base + 8 * 4096)
    #expect(map.highestGap(byteCount: 5 * 4096, in: range(0, 8)) == nil)
  }

  @Test(arguments: 1...6) func `random changes agree with a list of pages`(seed: Int) throws {
    try compareWithPages(seed: seed, pageCount: 1500, stepCount: 1200)
  }

  @Test(arguments: 7...8) func `random changes of thousands of regions agree with a list of pages`(seed: Int) throws {
    try compareWithPages(seed: seed, pageCount: 16_000, stepCount: 1500, beginningWith: 7000)
  }

  /// - Parameter regionCount: how many regions there are to begin with, of a page each with one free behind it.
  private func compareWithPages(
    seed: Int, pageCount: Int, stepCount: Int, beginningWith regionCount: Int = 0
  ) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var model = [Protection?](repeating: nil, count: pageCount)
    var map = RegionMap()
    let protections: [Protection] = [[], .read, .write, .execute]
    for index in (0..<regionCount).shuffled(using: &generator) {
      try map.insert(region(2 * index, 1, .read))
      model[2 * index] = .read
    }
    let beginsConsistent = map.hasConsistentGaps()
    #expect(beginsConsistent)
    for step in 0..<stepCount {
      // Small ranges make many regions, so that chunks split; at times a large one empties many at once.
      let longest = step % 100 == 99 ? 900 : step % 10 == 9 ? 60 : 3
      let start = Int.random(in: 0..<pageCount, using: &generator)
      let count = min(Int.random(in: 1...longest, using: &generator), pageCount - start)
      let protection = protections.randomElement(using: &generator)!
      switch Int.random(in: 0..<4, using: &generator) {
      case 0, 1:
        try map.insert(region(start, count, protection))
        for page in start..<start + count { model[page] = protection }
      case 2:
        try map.remove(range(start, count))
        for page in start..<start + count { model[page] = nil }
      default:
        try map.protect(range(start, count), protection)
        for page in start..<start + count where model[page] != nil { model[page] = protection }
      }
      if !map.hasConsistentGaps() { Issue.record("gaps differ at step \(step)") }
      let free = model[start..<start + count].allSatisfy { $0 == nil }
      let covered = model[start..<start + count].allSatisfy { $0 != nil }
      let probe = Int.random(in: 0..<pageCount, using: &generator)
      let found = map.region(containing: Self.base + UInt(probe) * 4096 + 17)?.protection
      if map.isFree(range(start, count)) != free || map.covers(range(start, count)) != covered
        || found != model[probe]
      {
        Issue.record("differs at step \(step)")
        return
      }
      guard step % 10 == 0 else { continue }
      let runs = (0..<pageCount).count { model[$0] != nil && ($0 == 0 || model[$0 - 1] != model[$0]) }
      #expect(map.count == runs)
      let wanted = Int.random(in: 1...12, using: &generator)
      var expected: UInt?
      var run = 0
      for page in (0..<pageCount).reversed() where expected == nil {
        run = model[page] == nil ? run + 1 : 0
        if run == wanted { expected = Self.base + UInt(page) * 4096 }
      }
      #expect(map.highestGap(byteCount: UInt(wanted) * 4096, in: range(0, pageCount)) == expected)
      var visited = [Protection?](repeating: nil, count: pageCount)
      map.forEach(in: range(0, pageCount)) { region in
        for address in stride(from: region.start, to: region.end, by: 4096) {
          visited[Int((address - Self.base) / 4096)] = region.protection
        }
        return true
      }
      #expect(visited == model)
    }
  }
}
