// The kernel's windows over many random numbers: each in its area, as large as it must be, and anywhere there.

import Testing

@testable import KernelCore

@Suite struct KernelWindowsTests {
  /// Those of Layout.inc.
  private let areas = KernelWindows.Areas(
    directMap: 0x6000_0000_0000..<0x7000_0000_0000, heapPages: 0x7000_0000_0000..<0x7200_0000_0000,
    heapDescriptions: 0x7200_0000_0000..<0x7400_0000_0000, devices: 0x7400_0000_0000..<0x7800_0000_0000,
    stacks: 0x7800_0000_0000..<0x7f00_0000_0000)

  private func windows(_ next: () -> UInt64, ramEnd: UInt64) -> [(window: Range<UInt64>, area: Range<UInt64>)] {
    let made = KernelWindows(in: areas, ramEnd: ramEnd, random: next)
    return [
      (made.directMap, areas.directMap), (made.heapPages, areas.heapPages),
      (made.heapDescriptions, areas.heapDescriptions), (made.devices, areas.devices), (made.stacks, areas.stacks),
    ]
  }

  private static let ramEnds: [UInt64] = [
    0x80_0000, 0x1000_0000, 0x4000_0000, 0x1_1000_0000, 0x800_0000_0000, 0x1000_0000_0000, 0x4_0000_0000_0000, .max,
  ]

  @Test(arguments: ramEnds)
  func `a window is in its area and large enough`(ramEnd: UInt64) {
    var state: UInt64 = 7
    for round in 0..<3000 {
      let made = windows(
        {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return round == 0 ? 0 : round == 1 ? .max : state ^ state >> 29
        }, ramEnd: ramEnd)
      for (window, area) in made {
        #expect(window.lowerBound >= area.lowerBound && window.upperBound <= area.upperBound)
        #expect(window.lowerBound % 4096 == 0)
        if round == 0 { #expect(window.lowerBound == area.lowerBound) }
      }
      #expect(made[0].window.lowerBound % (1 << 30) == 0)
      #expect(UInt64(made[0].window.count) >= min(ramEnd, 1 << 44))
      #expect(made[1].window.count == 1 << 38 && made[2].window.count == 1 << 30)
      #expect(made[3].window.count == 1 << 40)
    }
  }

  @Test func `each place has its chance`() {
    var state: UInt64 = 7
    var ones = [UInt64](repeating: 0, count: 5)
    var zeros = ones
    for _ in 0..<2000 {
      let made = windows(
        {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return state ^ state >> 29
        }, ramEnd: 1 << 28)
      for index in 0..<5 {
        ones[index] |= made[index].window.lowerBound
        zeros[index] |= ~made[index].window.lowerBound
      }
    }
    let bits = zip(ones, zeros).map { ($0 & $1).nonzeroBitCount }
    #expect(bits == [14, 29, 29, 30, 31])
  }
}
