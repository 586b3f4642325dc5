import Testing

@testable import KernelCore

@Suite struct SpeculationTests {
  @Test func indicesThatAreThereStayAndOthersAreZero() {
    for count in [0, 1, 2, 16, 1024, Int.max] {
      for index in [0, 1, 2, 15, 16, 1023, 1024, Int.max - 1, Int.max] {
        #expect(clamped(index, below: count) == (index < count ? index : 0), "\(index) below \(count)")
      }
    }
  }
}
