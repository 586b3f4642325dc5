import CRuntime
import Foundation
import Testing

/// Its list of chunks is the process's, so one test at a time.
@Suite("The programs' heap", .serialized)
struct HeapTests {
  /// A block of the heap, by its address.
  struct Block {
    let address: UInt
    let byteCount: Int

    /// Asks for a block; `nil` when the heap gives an error.
    init?(byteCount: Int, alignment: Int = 16) {
      var start: UnsafeMutableRawPointer?
      let error = unsafe martlet_posix_memalign(&start, UInt(alignment), UInt(bitPattern: byteCount))
      guard error == 0 else { return nil }
      address = UInt(bitPattern: start)
      self.byteCount = byteCount
    }

    func free() { unsafe martlet_free(UnsafeMutableRawPointer(bitPattern: address)) }

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
    var generator = SystemRandomNumberGenerator()
    var blocks: [(block: Block, mark: UInt8)] = []
    for step in 0..<5000 {
      if blocks.count < 200, Bool.random(using: &generator) {
        let large = Int.random(in: 0..<50, using: &generator) == 0
        let byteCount = Int.random(in: 0...(large ? 300_000 : 5000), using: &generator)
        let alignment = 8 << Int.random(in: 0...12, using: &generator)
        let block = try #require(Block(byteCount: byteCount, alignment: alignment))
        #expect(block.address % UInt(alignment) == 0)
        let mark = UInt8(truncatingIfNeeded: step)
        block.fill(with: mark)
        blocks.append((block, mark))
      } else if !blocks.isEmpty {
        let (block, mark) = blocks.remove(at: Int.random(in: 0..<blocks.count, using: &generator))
        #expect(block.isFilled(with: mark), "a block was overwritten")
        block.free()
      }
    }
    for (block, _) in blocks { block.free() }
  }

  @Test("What is given back is used again or unmapped")
  func givesBack() {
    let before = mappedPageCount()
    for _ in 0..<50 {
      let blocks = (0..<2000).compactMap { Block(byteCount: 16 + $0 % 4000) }
      for block in blocks { block.free() }
      Block(byteCount: 10_000_000)?.free()
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
    #expect(Block(byteCount: Int.max) == nil)
    #expect(Block(byteCount: -1) == nil)
    #expect(Block(byteCount: -70_000) == nil)
    #expect(Block(byteCount: 16, alignment: 3) == nil)
    #expect(Block(byteCount: 16, alignment: 65536) == nil)
  }
}
