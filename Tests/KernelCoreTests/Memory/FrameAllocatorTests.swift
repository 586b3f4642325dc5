import KernelCore
import Testing

struct ArrayStorage: FrameBitmapStorage {
  var words: [UInt64]
  var wordCount: Int { words.count }
  subscript(index: Int) -> UInt64 {
    get { words[index] }
    set { words[index] = newValue }
  }
}

@Suite struct FrameAllocatorTests {
  func map(_ ranges: [Range<UInt64>]) -> PhysicalMemoryMap {
    var map = PhysicalMemoryMap()
    for range in ranges {
      _ = map.addUsable(start: range.lowerBound * 4096, byteCount: (range.upperBound - range.lowerBound) * 4096)
    }
    return map
  }

  func allocator(_ ranges: [Range<UInt64>]) -> FrameAllocator<ArrayStorage> {
    let map = map(ranges)
    // What was there before must not matter.
    let words = [UInt64](repeating: .max, count: FrameAllocator<ArrayStorage>.wordCount(for: map))
    let holders = [UInt64](repeating: .max, count: FrameAllocator<ArrayStorage>.holderWordCount(for: map))
    return FrameAllocator(
      map: map, storage: ArrayStorage(words: words), holders: ArrayStorage(words: holders),
      recent: ArrayStorage(words: [0, 0, 0, 0]), zeroed: ArrayStorage(words: [0, 0]))!
  }

  @Test func `every frame of the map is handed out once, and no other`() {
    var allocator = allocator([1..<3, 100..<200, 5000..<5001])
    #expect(allocator.totalCount == 103)
    var frames: [Int] = []
    while let frame = allocator.allocate() { frames.append(frame.rawValue) }
    #expect(frames == [1, 2] + Array(100..<200) + [5000])
    #expect(allocator.freeCount == 0)
  }

  @Test func `freeing twice, or what was never ours, is told and changes nothing`() {
    var allocator = allocator([1..<3, 100..<200])
    let frame = allocator.allocate()!
    #expect(allocator.release(frame) == .freed)
    #expect(allocator.release(frame) == .alreadyFree)
    let run = allocator.allocateRun(count: 10)!
    #expect(allocator.release(run, count: 11) == .alreadyFree)
    #expect(allocator.freeCount == 92)
    for number in [0, 3, 99, 200, 1 << 40, Int.max, -1, Int.min] {
      #expect(allocator.release(FrameNumber(rawValue: number)) == .notManaged)
    }
    #expect(allocator.release(run, count: 0) == .notManaged)
    #expect(allocator.release(run, count: .max) == .notManaged)
    #expect(allocator.release(run, count: 101) == .notManaged)
    #expect(allocator.release(run, count: 10) == .freed)
    #expect(allocator.freeCount == 102)
  }

  @Test func `runs are aligned and do not cross holes`() {
    var allocator = allocator([3..<20, 30..<200])
    #expect(allocator.allocateRun(count: 16, alignment: 16)?.rawValue == 32)
    #expect(allocator.allocateRun(count: 17)?.rawValue == 3)
    #expect(allocator.allocateRun(count: 64, alignment: 64)?.rawValue == 64)
    #expect(allocator.allocateRun(count: 73) == nil)
    #expect(allocator.allocateRun(count: 72)?.rawValue == 128)
    #expect(allocator.freeCount == 187 - 16 - 17 - 64 - 72)
  }

  @Test func `senseless runs are refused`() {
    var allocator = allocator([0..<100])
    for count in [0, -1, Int.min, 101, .max] { #expect(allocator.allocateRun(count: count) == nil) }
    for alignment in [0, -1, 3, Int.min, .max, 1 << 62] {
      #expect(allocator.allocateRun(count: 1, alignment: alignment) == nil)
    }
    #expect(allocator.freeCount == 100)
  }

  @Test func `too little storage makes no allocator`() {
    let map = map([0..<5000])
    let words = FrameAllocator<ArrayStorage>.wordCount(for: map)
    let holders = FrameAllocator<ArrayStorage>.holderWordCount(for: map)
    #expect(words == 79 + 2 + 1)
    #expect(holders == 2500)
    func isMade(_ words: Int, _ holders: Int) -> Bool {
      FrameAllocator(
        map: map, storage: ArrayStorage(words: [UInt64](repeating: 0, count: words)),
        holders: ArrayStorage(words: [UInt64](repeating: 0, count: holders)), recent: ArrayStorage(words: []),
        zeroed: ArrayStorage(words: [])) != nil
    }
    #expect(isMade(words, holders))
    #expect(!isMade(words - 1, holders))
    #expect(!isMade(words, holders - 1))
  }

  @Test func `a frame is free when the last of its holders lets go`() {
    var allocator = allocator([1..<3, 100..<200])
    let (first, second) = (allocator.allocate()!, allocator.allocate()!)
    let firstIsHeld = allocator.retain(first)
    #expect(firstIsHeld == .held)
    let check1 = allocator.holderCount(first) == 2
    #expect(check1)
    let check2 = allocator.holderCount(second) == 1
    #expect(check2)
    #expect(allocator.release(first) == .held)
    let isFreeWhileHeld = allocator.isFree(first)
    #expect(!isFreeWhileHeld)
    #expect(allocator.release(first) == .freed)
    let check3 = allocator.isFree(first)
    #expect(check3)
    let check4 = allocator.holderCount(first) == 0
    #expect(check4)
    let isHeldAgain = allocator.retain(first)
    #expect(isHeldAgain == .free)
    let otherIsHeld = allocator.retain(FrameNumber(rawValue: 50))
    #expect(otherIsHeld == .notManaged)
    #expect(allocator.release(first) == .alreadyFree)
    // A run goes back as a whole only when each of its frames has one holder.
    let run = allocator.allocateRun(count: 4)!
    _ = allocator.retain(FrameNumber(rawValue: run.rawValue + 2))
    #expect(allocator.release(run, count: 4) == .held)
    #expect(allocator.release(FrameNumber(rawValue: run.rawValue + 2)) == .held)
    #expect(allocator.release(run, count: 4) == .freed)
    let check5 = allocator.isConsistent()
    #expect(check5)
  }

  @Test func `a map of nothing has nothing to give`() {
    var allocator = allocator([])
    #expect(allocator.allocate() == nil)
    #expect(allocator.totalCount == 0)
  }

  @Test(arguments: 1...6) func `random sequences agree with an array of flags`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let ranges: [Range<UInt64>] = [5..<70, 128..<256, 300..<301, 4090..<4500]
    var allocator = allocator(ranges)
    var model = [Bool](repeating: false, count: 5000)
    for range in ranges { for frame in range { model[Int(frame)] = true } }
    let managed = model
    var held: [(start: Int, count: Int)] = []
    for _ in 0..<1000 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        let frame = allocator.allocate()
        // Any that is free: those at hand go first.
        #expect((frame != nil) == model.contains(true))
        if let frame {
          #expect(model[frame.rawValue])
          model[frame.rawValue] = false
          held.append((frame.rawValue, 1))
        }
      case 1:
        let count = Int.random(in: 1...80, using: &generator)
        let alignment = 1 << Int.random(in: 0...6, using: &generator)
        let expected = stride(from: 0, to: 5000 - count, by: alignment).first { start in
          model[start..<start + count].allSatisfy { $0 }
        }
        let run = allocator.allocateRun(count: count, alignment: alignment)
        #expect(run?.rawValue == expected)
        if let run {
          for frame in run.rawValue..<run.rawValue + count { model[frame] = false }
          held.append((run.rawValue, count))
        }
      case 2 where !held.isEmpty:
        let run = held.remove(at: Int.random(in: held.indices, using: &generator))
        #expect(allocator.release(FrameNumber(rawValue: run.start), count: run.count) == .freed)
        for frame in run.start..<run.start + run.count { model[frame] = true }
      default:
        let frame = Int.random(in: 0..<5010, using: &generator)
        let isFree = frame < 5000 && model[frame]
        #expect(allocator.isFree(FrameNumber(rawValue: frame)) == isFree)
        if isFree { #expect(allocator.release(FrameNumber(rawValue: frame)) == .alreadyFree) }
        if frame >= 5000 || !managed[frame] {
          #expect(allocator.release(FrameNumber(rawValue: frame)) == .notManaged)
        }
      }
      #expect(allocator.freeCount == model.count { $0 })
      let isConsistent = allocator.isConsistent()
      #expect(isConsistent)
    }
  }
}
