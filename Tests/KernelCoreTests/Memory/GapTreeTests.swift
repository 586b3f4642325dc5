import Testing

@testable import KernelCore

@Suite struct GapTreeTests {
  @Test(arguments: 1...4) func `random changes agree with an array`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var tree = GapTree()
    var model: [UInt] = []
    for step in 0..<3000 {
      let isGrowing = step < 2000
      switch Int.random(in: 0..<6, using: &generator) {
      case 0, 1:
        let count = isGrowing || model.isEmpty ? 0 : Int.random(in: 0...min(3, model.count), using: &generator)
        let start = Int.random(in: 0...model.count - count, using: &generator)
        tree.remove(start..<start + count)
        model.removeSubrange(start..<start + count)
      case 2, 3:
        let index = Int.random(in: 0...model.count, using: &generator)
        tree.insert(at: index)
        model.insert(0, at: index)
      default:
        guard let index = model.indices.randomElement(using: &generator) else { continue }
        model[index] = UInt.random(in: 0...100, using: &generator)
        tree.set(model[index], of: index)
      }
      #expect(tree.count == model.count && tree.isConsistent)
      for (index, gap) in model.enumerated() where tree[index] != gap { Issue.record("differs at step \(step)") }
      guard let index = model.indices.randomElement(using: &generator) else { continue }
      let gap = UInt.random(in: 1...101, using: &generator)
      #expect(tree.last(before: index, atLeast: gap) == model[..<index].lastIndex { $0 >= gap })
    }
  }
}
