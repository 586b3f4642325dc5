// The kernel's heap in a simulated window, against a list of what it has handed out.

import KernelCore
import KernelTesting
import Testing

@testable import KernelMachine

extension MachineTests {
  @Suite struct KernelHeapTests {
    /// What was handed out, filled with a pattern of its own.
    private struct Block {
      let address: UInt
      let byteCount: Int
      let tag: UInt8
    }

    // Only memory that the heap handed out is looked at.
    private func fill(_ block: Block) {
      unsafe UnsafeMutableRawPointer(bitPattern: block.address).unsafelyUnwrapped
        .initializeMemory(as: UInt8.self, repeating: block.tag, count: block.byteCount)
    }

    /// Whether nobody else has written to it: no block is smaller than the steps, nor does any begin between them.
    private func isUntouched(_ block: Block) -> Bool {
      let bytes = unsafe UnsafeRawBufferPointer(
        start: UnsafeRawPointer(bitPattern: block.address), count: block.byteCount)
      return stride(from: 0, to: block.byteCount, by: 16).allSatisfy { unsafe bytes[$0] == block.tag }
    }

    /// - Parameter favourite: a size that is wanted so often that its pages are full and empty by turns.
    private func randomSize(_ dice: inout SeededGenerator, favourite: Int) -> Int {
      switch UInt.random(in: 0..<40, using: &dice) {
      case 0: 0
      case 1..<8: Int.random(in: 1...256, using: &dice)
      case 8..<12: Int.random(in: 1...2100, using: &dice)
      case 12: Int.random(in: 2000...70_000, using: &dice)
      default: favourite
      }
    }

    /// Takes and gives back blocks at random, then gives back all of them.
    private func run(seed: UInt64, steps: Int) {
      var dice = SeededGenerator(seed: seed)
      var blocks: [Block] = []
      let favourite = 16 << Int.random(in: 0...6, using: &dice)
      let bytesBefore = unsafe KernelHeap.bytesInUse
      for step in 0..<steps {
        // More and more at first, then fewer and fewer.
        let wanted: UInt = step < steps / 2 ? 4 : 1
        if blocks.isEmpty || UInt.random(in: 0..<5, using: &dice) < wanted {
          let byteCount = randomSize(&dice, favourite: favourite)
          let alignment = byteCount == favourite ? 16 : 1 << Int.random(in: 4...12, using: &dice)
          guard let address = KernelHeap.allocate(byteCount: byteCount, alignment: alignment) else {
            Issue.record("there is memory, and the heap gives none")
            continue
          }
          #expect(address % UInt(alignment) == 0, "\(byteCount) at \(alignment)")
          let block = Block(address: address, byteCount: byteCount, tag: UInt8(truncatingIfNeeded: dice.next()))
          fill(block)
          blocks.append(block)
        } else {
          let block = blocks.remove(at: Int.random(in: 0..<blocks.count, using: &dice))
          #expect(isUntouched(block))
          KernelHeap.free(block.address)
        }
        if step % 500 == 0 { KernelHeap.check() }
      }
      #expect(unsafe KernelHeap.bytesInUse - bytesBefore >= blocks.reduce(0) { $0 + $1.byteCount })
      #expect(blocks.allSatisfy(isUntouched))
      for block in blocks { KernelHeap.free(block.address) }
      KernelHeap.trim()
      KernelHeap.check()
      #expect(unsafe KernelHeap.bytesInUse == bytesBefore)
    }

    @Test func `blocks are apart, aligned and kept, and all memory comes back`() throws {
      try #require(SimulatedMachine.isUp)
      run(seed: 1, steps: 4000)
      // Descriptions of pages, and the tables of the windows, stay for the next time.
      let frames = PhysicalMemory.freeFrameCount
      for time in 1...3 {
        run(seed: 1, steps: 4000)
        #expect(PhysicalMemory.freeFrameCount == frames, "time \(time)")
      }
      for seed in 2...16 as ClosedRange<UInt64> { run(seed: seed, steps: 4000) }
      #expect(PhysicalMemory.isConsistent())
    }

    @Test func `where memory runs out the heap says so and goes on`() throws {
      try #require(SimulatedMachine.isUp)
      var framesBefore = 0
      for time in 0..<3 {
        var blocks: [UInt] = []
        for byteCount in [1 << 20, 4096, 16] {
          while let address = KernelHeap.allocate(byteCount: byteCount, alignment: 16) { blocks.append(address) }
        }
        #expect(PhysicalMemory.freeFrameCount == 0)
        #expect(blocks.count > 60)
        KernelHeap.check()
        for address in blocks { KernelHeap.free(address) }
        KernelHeap.trim()
        KernelHeap.check()
        if time == 0 { framesBefore = PhysicalMemory.freeFrameCount }
        #expect(PhysicalMemory.freeFrameCount == framesBefore)
      }
    }

    @Test(arguments: [(-1, 16), (Int.min, 16), (Int.max, 16), ((4096 << 20) + 1, 16), (16, 8192)])
    func `what no heap can give is refused`(byteCount: Int, alignment: Int) throws {
      try #require(SimulatedMachine.isUp)
      #expect(KernelHeap.allocate(byteCount: byteCount, alignment: alignment) == nil)
    }
  }
}
