import KernelCore
import Testing

/// No file, however broken, may stop the kernel: these runs end, or the test process dies of a trap.
@Suite struct ELFMutationTests {
  /// Values at which arithmetic goes wrong if it can.
  static let extremes: [UInt64] = [
    0, 1, 55, 56, 57, 0xfff, 0x1000, 0x1001, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 32,
    0x3800_0000_0000, 0x3fff_ffff_f000, 0x4000_0000_0000, 0x7fff_ffff_ffff, 1 << 63, (1 << 63) - 1, .max, .max - 0xfff,
    .max - 55,
  ]

  func mutated(_ original: [UInt8], by generator: inout SeededGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      // Mostly in the headers, where it matters.
      let offset = Int.random(in: 0..<min(64 + 56 * 4, bytes.count), using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[offset] = UInt8.random(in: .min ... .max, using: &generator)
      case 1: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2:
        let value = Self.extremes.randomElement(using: &generator)!
        for index in 0..<8 where offset & ~7 + index < bytes.count {
          bytes[offset & ~7 + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
        }
      default: bytes.removeLast(Int.random(in: 0..<max(1, bytes.count / 4), using: &generator))
      }
      if bytes.isEmpty { return bytes }
    }
    return bytes
  }

  @Test(arguments: 1...4, [false, true])
  func `mutated files are refused or load, and leave nothing behind`(seed: Int, isInterpreter: Bool) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var elf = TestELF.simple
    elf.segments.append(
      TestSegment(type: 4, flags: 4, offset: 0x1000, address: 0, fileByteCount: 0x100, memoryByteCount: 0x100))
    if seed % 2 == 0 { elf.type = 3 }
    let original = elf.bytes
    let dynamic = TestELF.dynamic("/ld.so").bytes
    var loaded = 0
    for _ in 0..<2500 {
      let bytes = mutated(original, by: &generator)
      let table = FakePageTable(frameLimit: 4096)
      let random = generator.next()
      let hasLoaded = withImmortal(isInterpreter ? dynamic : bytes) { file in
        let program = try? load(
          file, into: table, randomness: .fixed(random), interpreters: isInterpreter ? ["/ld.so": bytes] : [:])
        guard let program else { return false }
        for offset: UInt in [0, 0x1000, 0xffff] {
          _ = program.addressSpace.resolveFault(at: program.entry &+ offset, access: .execute)
        }
        return true
      }
      if hasLoaded { loaded += 1 }
      // One macro a round costs as much as the round, so only failures pay.
      if !table.violations.isEmpty || table.mappedPageCount != 0 {
        Issue.record("violations \(table.violations), \(table.mappedPageCount) pages left")
      }
    }
    // Else the mutations are so wild that nothing past the first checks is ever reached.
    #expect(loaded > 50)
  }
}
