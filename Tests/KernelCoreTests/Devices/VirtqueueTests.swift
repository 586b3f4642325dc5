// A virtqueue's shape and its bookkeeping, against devices that do not play fair.

import KernelCore
import Testing

@Suite struct VirtqueueLayoutTests {
  @Test(arguments: [1, 2, 16, 32, 64] as [UInt16])
  func `the parts keep their alignment, do not overlap, and fit a frame`(_ size: UInt16) throws {
    let layout = try #require(VirtqueueLayout(wanted: size, deviceLimit: 1024))
    #expect(layout.size == size)
    #expect(layout.descriptor(size - 1) + 16 == layout.availableRing)
    #expect(layout.availableRing % 2 == 0)
    #expect(layout.availableEntry(size - 1) + 2 <= layout.usedRing)
    #expect(layout.usedRing % 4 == 0)
    #expect(layout.usedEntry(size - 1) + 8 <= layout.byteCount)
    #expect(layout.byteCount <= 4096)
  }

  @Test func `the size is the largest power of two that both sides allow`() {
    #expect(VirtqueueLayout(wanted: 16, deviceLimit: 128)?.size == 16)
    #expect(VirtqueueLayout(wanted: 16, deviceLimit: 15)?.size == 8)
    #expect(VirtqueueLayout(wanted: 1000, deviceLimit: .max)?.size == VirtqueueLayout.largestSize)
    #expect(VirtqueueLayout(wanted: 16, deviceLimit: 1)?.size == 1)
  }

  @Test func `a queue that the device does not have has no layout`() {
    #expect(VirtqueueLayout(wanted: 16, deviceLimit: 0) == nil)
  }

  @Test func `indices beyond the size come round again`() throws {
    let layout = try #require(VirtqueueLayout(wanted: 8, deviceLimit: 8))
    #expect(layout.availableEntry(8) == layout.availableEntry(0))
    #expect(layout.usedEntry(65535) == layout.usedEntry(7))
  }
}

@Suite struct VirtqueueLedgerTests {
  @Test func `a buffer is lent once and comes back once`() throws {
    var ledger = VirtqueueLedger()
    let isLent1 = ledger.lend(3)
    #expect(isLent1)
    let isLent2 = ledger.lend(3)
    #expect(!isLent2)
    #expect(ledger.lentCount == 1)
    #expect(try ledger.usedCount(deviceIndex: 0) == 0)
    #expect(try ledger.usedCount(deviceIndex: 1) == 1)
    ledger.takeBack(try ledger.buffer(named: 3))
    #expect(ledger.lentCount == 0)
    #expect(throws: VirtioProblem.brokenQueue) { try ledger.buffer(named: 3) }
    let isLent3 = ledger.lend(3)
    #expect(isLent3)
  }

  @Test func `a device that used more than it had is found out`() {
    var ledger = VirtqueueLedger()
    _ = ledger.lend(0)
    #expect(throws: VirtioProblem.brokenQueue) { try ledger.usedCount(deviceIndex: 2) }
    #expect(throws: VirtioProblem.brokenQueue) { try ledger.usedCount(deviceIndex: 0xFFFF) }
  }

  @Test(arguments: [1, 63, 64, 65, 0x1_0000, 0xFFFF_FFFF] as [UInt32])
  func `a device that names a buffer it does not have is found out`(_ number: UInt32) {
    var ledger = VirtqueueLedger()
    _ = ledger.lend(0)
    #expect(throws: VirtioProblem.brokenQueue) { try ledger.buffer(named: number) }
  }

  @Test func `a buffer out of range is not lent`() {
    var ledger = VirtqueueLedger()
    let isLent4 = ledger.lend(VirtqueueLayout.largestSize)
    #expect(!isLent4)
    let isLent5 = ledger.lend(.max)
    #expect(!isLent5)
    #expect(ledger.lentCount == 0)
  }

  @Test func `indices go on past 65535`() throws {
    var ledger = VirtqueueLedger()
    for round in 0..<70_000 {
      let isLent6 = ledger.lend(5)
      #expect(isLent6)
      let deviceIndex = UInt16(truncatingIfNeeded: round + 1)
      #expect(ledger.nextAvailable == deviceIndex)
      guard try ledger.usedCount(deviceIndex: deviceIndex) == 1 else {
        Issue.record("round \(round)")
        return
      }
      ledger.takeBack(try ledger.buffer(named: 5))
    }
    #expect(ledger.nextUsed == 70_000 % 65_536)
  }
}
