// A pipe's pages beside an array of them.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct PipePagesTests {
  private static func page(_ number: Int) -> PipePage {
    PipePage(frame: FrameNumber(rawValue: number), start: 0, byteCount: number, isPacket: number % 3 == 0)
  }

  @Test(arguments: 1...20) func `pages come out as they went in, whatever the capacity becomes`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var pages = PipePages(capacity: 4)
    var model: [Int] = []
    var next = 1
    for _ in 0..<3000 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<9 where pages.count < pages.capacity:
        pages.append(Self.page(next))
        model.append(next)
        next += 1
      case 9..<18 where !model.isEmpty:
        pages.removeFirst()
        model.removeFirst()
      case 18 where !model.isEmpty:
        let index = Int.random(in: 0..<model.count, using: &generator)
        pages[index].isShared = true
        #expect(pages[index].isShared)
      case 19:
        var capacity = [1, 2, 4, 8, 16].randomElement(using: &generator) ?? 1
        while capacity < model.count { capacity *= 2 }
        pages.setCapacity(capacity)
      default: break
      }
      #expect(pages.count == model.count)
      #expect(model.indices.allSatisfy { pages[$0].frame.rawValue == model[$0] && pages[$0].byteCount == model[$0] })
    }
  }
}
