import KernelCore
import Testing

@Suite struct PhysicalMemoryMapTests {
  func ranges(_ map: PhysicalMemoryMap) -> [Range<UInt64>] { (0..<map.count).map { map[$0] } }

  @Test func `usable memory loses the parts of pages at its ends`() {
    var map = PhysicalMemoryMap()
    #expect(map.addUsable(start: 0x1001, byteCount: 0x3000) == .added)
    #expect(ranges(map) == [0x2000..<0x4000])
    #expect(map.addUsable(start: 0x9001, byteCount: 0x1ffe) == .empty)
    #expect(map.addUsable(start: 0x9000, byteCount: 0) == .empty)
    #expect(map.frameCount == 2)
    #expect(map.end == 0x4000)
  }

  @Test func `overlapping and touching ranges become one`() {
    var map = PhysicalMemoryMap()
    for start: UInt64 in [0x8000, 0x1000, 0x4000, 0x2000] {
      #expect(map.addUsable(start: start, byteCount: 0x2000) == .added)
    }
    #expect(ranges(map) == [0x1000..<0x6000, 0x8000..<0xa000])
    #expect(map.addUsable(start: 0, byteCount: 0x10_0000) == .added)
    #expect(ranges(map) == [0..<0x10_0000])
  }

  @Test func `a range that wraps is not believed`() {
    var map = PhysicalMemoryMap()
    #expect(map.addUsable(start: .max - 0xfff, byteCount: 0x2000) == .wraps)
    #expect(map.addUsable(start: 0x1000, byteCount: .max) == .wraps)
    #expect(map.count == 0)
  }

  @Test func `nothing past the limit is used`() {
    var map = PhysicalMemoryMap(limit: 0x10_0800)
    #expect(map.addUsable(start: 0x0f_0000, byteCount: 1 << 40) == .added)
    #expect(map.addUsable(start: 1 << 40, byteCount: 0x1000) == .empty)
    #expect(ranges(map) == [0x0f_0000..<0x10_0000])
    map.reserve(start: 1 << 50, byteCount: 1 << 40)
    #expect(ranges(map) == [0x0f_0000..<0x10_0000])
  }

  @Test func `what is reserved goes with the pages at its ends`() {
    var map = PhysicalMemoryMap()
    _ = map.addUsable(start: 0, byteCount: 0x10000)
    map.reserve(start: 0x4fff, byteCount: 2)
    #expect(ranges(map) == [0..<0x4000, 0x6000..<0x10000])
    map.reserve(start: 0x3000, byteCount: 0x4000)
    #expect(ranges(map) == [0..<0x3000, 0x7000..<0x10000])
    map.reserve(start: 0xf000, byteCount: .max)
    #expect(ranges(map) == [0..<0x3000, 0x7000..<0xf000])
    map.reserve(start: 0x1000, byteCount: 0)
    #expect(map.frameCount == 11)
    map.reserve(start: 0, byteCount: .max)
    #expect(map.count == 0)
    #expect(map.end == 0)
  }

  @Test func `usable memory cannot come after what is reserved`() {
    var map = PhysicalMemoryMap()
    map.reserve(start: 0x1000, byteCount: 0x1000)
    #expect(map.addUsable(start: 0, byteCount: 0x10000) == .tooLate)
  }

  @Test func `a full map refuses ranges and gives up the smaller part of a split`() {
    var map = PhysicalMemoryMap()
    for index in 0..<UInt64(PhysicalMemoryMap.capacity) {
      #expect(map.addUsable(start: index * 0x10000, byteCount: 0x8000) == .added)
    }
    #expect(map.addUsable(start: 0x800_0000, byteCount: 0x1000) == .tooManyRanges)
    #expect(map.addUsable(start: 0x1_8000, byteCount: 0x1000) == .added)
    map.reserve(start: 0x2000, byteCount: 0x1000)
    #expect(map[0] == 0x3000..<0x8000)
    #expect(map.count == PhysicalMemoryMap.capacity)
  }

  @Test func `memory for tables comes from the highest range that fits, below a bound`() {
    var map = PhysicalMemoryMap()
    _ = map.addUsable(start: 0x10_0000, byteCount: 0x10_0000)
    _ = map.addUsable(start: 0x1_0000_0000, byteCount: 0x10_0000)
    #expect(map.take(byteCount: 0x1001) == 0x1_000f_e000)
    #expect(map.take(byteCount: 0x1001, below: 0x1_0000_0000) == 0x1f_e000)
    #expect(map.take(byteCount: 0x1000, below: 0x11_0800) == 0x10_f000)
    #expect(map.take(byteCount: 0x100_0000) == nil)
    #expect(map.take(byteCount: .max) == nil)
    #expect(map.take(byteCount: 0) == nil)
    #expect(map.frameCount == 512 - 5)
  }

  @Test(arguments: 1...8) func `random maps agree with a list of pages`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var map = PhysicalMemoryMap(limit: 1000 * 4096)
    var model = [Bool](repeating: false, count: 1000)
    for step in 0..<60 {
      let start = UInt64.random(in: 0..<1010 * 4096, using: &generator)
      let byteCount = UInt64.random(in: 0..<100 * 4096, using: &generator)
      if step < 30 {
        _ = map.addUsable(start: start, byteCount: byteCount)
        for page in 0..<1000 where page * 4096 >= start && (page + 1) * 4096 <= start + byteCount { model[page] = true }
      } else {
        map.reserve(start: start, byteCount: byteCount)
        for page in 0..<1000 where byteCount > 0 && page * 4096 < start + byteCount && (page + 1) * 4096 > start {
          model[page] = false
        }
      }
      #expect(map.frameCount == model.filter { $0 }.count)
      let pages = (0..<1000).map { map.contains(UInt64($0) * 4096..<UInt64($0 + 1) * 4096) }
      #expect(pages == model)
    }
  }
}
