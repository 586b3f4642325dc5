import KernelCore
import Shared
import Testing

/// What the kernel remembers for a program takes the kernel's own memory, and Swift traps where that ends.
@Suite struct ScarcityTests {
  let here: UInt = 0x1000_0000

  @Test func `when memory is short there are no more regions than the reserve is for`() throws {
    let test = TestSpace()
    // Every other page, so that each is a region.
    for index in 0..<5000 as Range<UInt> { try test.fix(here + index * 0x2000, 4096) }
    let free = here + 6000 * 0x2000
    #expect(test.touch(here) == .resolved)
    // Nothing is left beside the reserve.
    test.table.frameLimit = UInt(test.table.pages.count) + 63
    #expect(throws: Errno.noMemory) { try test.fix(free, 4096) }
    #expect(throws: Errno.noMemory) { try remap(test, here, to: free, .fixed) }
    try test.space.protect(at: here, byteCount: 4096, protection: .read)
    try test.space.unmap(at: here + 0x2000, byteCount: 4096)
    #expect(test.space.regionCount == 4999)
    test.table.frameLimit += 1
    try test.fix(free, 4096)
    #expect(test.space.regionCount == 5000)
  }

  @Test func `when memory is short the usual number of regions can be had`() throws {
    let test = TestSpace()
    test.table.frameLimit = 63
    for index in 0..<4090 as Range<UInt> { try test.fix(here + index * 0x2000, 4096) }
    #expect(test.space.regionCount == 4090)
    #expect(throws: Errno.noMemory) {
      for index in 4090..<4100 as Range<UInt> { try test.fix(here + index * 0x2000, 4096) }
    }
    #expect(test.space.regionCount <= 4096)
  }

  private func remap(
    _ test: TestSpace, _ address: UInt, to target: UInt, _ flags: RemappingFlags
  ) throws(Errno) -> UInt {
    try test.space.remap(
      at: address, byteCount: 4096, to: 4096, flags: flags.union(.mayMove), newAddress: target)
  }
}
