// Finding devices by what a command line or a capability claims.

import KernelCore
import Testing

@Suite struct VirtioMMIORegionTests {
  private func regions(_ commandLine: String) -> [VirtioMMIORegion] {
    let bytes = Array(commandLine.utf8)
    var position = 0
    var found: [VirtioMMIORegion] = []
    while let region = VirtioMMIORegion.next(in: bytes.span, from: &position) { found.append(region) }
    return found
  }

  @Test func `the words that QEMU appends are found, in order`() {
    #expect(
      regions("log=debug virtio_mmio.device=512@0xfeb00e00:12 x  virtio_mmio.device=512@0xfeb00c00:11")
        == [
          VirtioMMIORegion(address: 0xFEB0_0E00, byteCount: 512),
          VirtioMMIORegion(address: 0xFEB0_0C00, byteCount: 512),
        ])
  }

  @Test func `sizes and addresses may be written as Linux allows`() {
    #expect(
      regions("virtio_mmio.device=4K@0xD0000000:5:7") == [VirtioMMIORegion(address: 0xD000_0000, byteCount: 4096)])
    #expect(regions("virtio_mmio.device=0x200@4096") == [VirtioMMIORegion(address: 4096, byteCount: 512)])
  }

  @Test(arguments: [
    "", " ", "virtio_mmio.device=", "virtio_mmio.device=512", "virtio_mmio.device=512@", "virtio_mmio.device=@0x1000:1",
    "virtio_mmio.device=512@0x:1", "virtio_mmio.device=512@0x1000x:1", "virtio_mmio.device=511@0x1000:1",
    "virtio_mmio.device=512@0x1001:1", "virtio_mmio.device=512@0:1", "virtio_mmio.device=512@0x10000000000:1",
    "virtio_mmio.device=512@0xffffffffffffffffffff:1", "virtio_mmio.device=99999999999999999999999@0x1000:1",
    "virtio_mmio.device=18446744073709551615K@0x1000:1", "virtio_mmio.device=2097152@0x1000:1",
    "xvirtio_mmio.device=512@0x1000:1",
  ])
  func `words that are not sound are passed over`(_ commandLine: String) {
    #expect(regions(commandLine).isEmpty)
    #expect(regions(commandLine + " virtio_mmio.device=512@0x1000:1").count == 1)
  }
}

@Suite struct VirtioPCICapabilityTests {
  @Test func `a capability is decoded from its words`() throws {
    let capability = try #require(
      VirtioPCICapability(word0: 0x0110_4009, word1: 4, offset: 0x1000, byteCount: 0x38))
    #expect(capability.kind == .common)
    #expect(capability.bar == 4)
    #expect(capability.holds(0x38, ofRegion: 0x1038))
    #expect(!capability.holds(0x39, ofRegion: 0x4000))
    #expect(!capability.holds(0x38, ofRegion: 0x1037))
  }

  @Test(
    arguments: [
      (0x0110_4005, 4, 0, 0x38), (0x010C_4009, 4, 0, 0x38), (0x0010_4009, 4, 0, 0x38), (0x0510_4009, 4, 0, 0x38),
      (0x0110_4009, 6, 0, 0x38), (0x0110_4009, 0xFF, 0, 0x38), (0x0110_4009, 4, 0xFFFF_FFFF, 2),
    ] as [(UInt32, UInt32, UInt32, UInt32)])
  func `what is not virtio's, not known or out of range is refused`(
    _ word0: UInt32, _ word1: UInt32, _ offset: UInt32, _ byteCount: UInt32
  ) {
    #expect(VirtioPCICapability(word0: word0, word1: word1, offset: offset, byteCount: byteCount) == nil)
  }
}
