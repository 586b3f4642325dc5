import Foundation
@testable import Runtime
import Testing

/// One at a time: they look at how much the process has mapped.
@Suite("The programs' heap", .serialized)
struct HeapTests {
  /// A block of the heap, by its address.
  struct Block {
    let address: UInt
    let byteCount: Int

    /// Asks for a block; `nil` when the heap gives an error.
    init?(byteCount: Int, alignment: UInt = 16, from heap: inout Heap) {
      guard let address = heap.allocate(byteCount: UInt(bitPattern: byteCount), alignment: alignment) else {
        return nil
      }
      self.address = address
      self.byteCount = byteCount
    }

    func free(to heap: inout Heap) { heap.free(address) }

    func fill(with mark: UInt8) {
      guard byteCount > 0 else { return }
      _ = unsafe memset(UnsafeMutableRawPointer(bitPattern: address)!, Int32(mark), byteCount)
    }

    func isFilled(with mark: UInt8) -> Bool {
      let bytes = unsafe UnsafeRawBufferPointer(
        start: UnsafeRawPointer(bitPattern: address), count: byteCount)
      return unsafe bytes.allSatisfy { $0 == mark }
    }
  }

  @Test("Random blocks are aligned, keep what is written and never overlap")
  func randomOperations() throws {
    var heap = Heap()
    var generator = SystemRandomNumberGenerator()
    var blocks: [(block: Block, mark: UInt8)] = []
    for step in 0..<5000 {
      if blocks.count < 200, Bool.random(using: &generator) {
        let large = Int.random(in: 0..<50, using: &generator) == 0
        let byteCount = Int.random(in: 0...(large ? 300_000 : 5000), using: &generator)
        let alignment: UInt = 8 << UInt.random(in: 0...12, using: &generator)
        let taken = Block(byteCount: byteCount, alignment: alignment, from: &heap)
        let block = try #require(taken)
        #expect(block.address % alignment == 0)
        let mark = UInt8(truncatingIfNeeded: step)
        block.fill(with: mark)
        blocks.append((block, mark))
      } else if !blocks.isEmpty {
        let (block, mark) = blocks.remove(at: Int.random(in: 0..<blocks.count, using: &generator))
        #expect(block.isFilled(with: mark), "a block was overwritten")
        block.free(to: &heap)
      }
    }
    for (block, _) in blocks { block.free(to: &heap) }
  }

  @Test("What is given back is used again or unmapped")
  func givesBack() {
    var heap = Heap()
    let before = mappedPageCount()
    for _ in 0..<50 {
      var blocks: [Block] = []
      for size in 0..<2000 { Block(byteCount: 16 + size % 4000, from: &heap).map { blocks.append($0) } }
      for block in blocks { block.free(to: &heap) }
      Block(byteCount: 10_000_000, from: &heap)?.free(to: &heap)
    }
    // A chunk of 16 pages may stay for each of the 9 sizes; the rest is for what the tests themselves take meanwhile.
    // A heap that kept every large block would be at 122,000 pages.
    #expect(mappedPageCount() < before + 9 * 16 + 20_000)
  }

  /// The pages that this process has mapped.
  func mappedPageCount() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return Int(text.split(separator: " ").first ?? "") ?? 0
  }

  @Test("A size or an alignment that cannot be had is an error, not a crash")
  func refuses() {
    func isRefused(byteCount: Int, alignment: UInt = 16) {
      var heap = Heap()
      let block = Block(byteCount: byteCount, alignment: alignment, from: &heap)
      #expect(block?.address == nil)
    }
    isRefused(byteCount: Int.max)
    isRefused(byteCount: -1)
    isRefused(byteCount: -70_000)
    isRefused(byteCount: 16, alignment: 3)
    isRefused(byteCount: 16, alignment: 65536)
  }
}
