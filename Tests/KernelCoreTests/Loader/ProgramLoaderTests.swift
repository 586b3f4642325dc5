import KernelCore
import Shared
import Testing

@Suite struct ProgramLoaderTests {
  /// Touches a byte as the program would, and returns it.
  func touch(_ program: LoadedProgram, _ address: UInt, _ access: MemoryAccess = .read) -> UInt8? {
    guard program.addressSpace.resolveFault(at: address, access: access) == .resolved else { return nil }
    return (program.addressSpace.pageTable as! FakePageTable).byte(at: address)
  }

  @Test func `segments are at their addresses with their contents and zeros behind them`() throws {
    let table = FakePageTable()
    let program = try load(TestELF.simple.bytes, into: table)
    #expect(program.entry == 0x401010)
    #expect(program.bias == 0)
    for offset in [0, 0x123, 0x7ff] {
      #expect(touch(program, 0x401000 + UInt(offset), .execute) == TestELF.filler(0x1000 + offset))
    }
    #expect(touch(program, 0x402e00, .write) == TestELF.filler(0x1e00))
    #expect(touch(program, 0x402eff, .write) == TestELF.filler(0x1eff))
    for address: UInt in [0x402f00, 0x402fff, 0x403000, 0x405000, 0x405eff] {
      #expect(touch(program, address, .write) == 0)
    }
    #expect(program.addressSpace.resolveFault(at: 0x406000, access: .read) == .accessViolation(.notMapped))
    #expect(program.addressSpace.resolveFault(at: 0x401000, access: .write) == .accessViolation(.notPermitted))
    #expect(program.addressSpace.resolveFault(at: 0x402e00, access: .execute) == .accessViolation(.notPermitted))
    #expect(table.violations == [])
  }

  @Test func `the bytes of a page around a segment without bss are the file's, as on Linux`() throws {
    let program = try load(TestELF.simple.bytes)
    #expect(touch(program, 0x401900) == TestELF.filler(0x1900))
    #expect(touch(program, 0x402d00) == TestELF.filler(0x1d00))
  }

  @Test func `a huge bss takes no memory until it is touched`() throws {
    var elf = TestELF.simple
    elf.segments[2].memoryByteCount = 64 << 20
    let table = FakePageTable(frameLimit: 20_000)
    let program = try load(elf.bytes, into: table)
    #expect(table.mappedPageCount < 10)
    #expect(touch(program, 0x402e00 + 64 << 20 - 0x1000, .write) == 0)
  }

  @Test func `an image larger than memory is refused`() {
    var elf = TestELF.simple
    elf.segments[2].memoryByteCount = 64 << 20
    #expect(throws: LoadError.noMemory) { try load(elf.bytes, into: FakePageTable(frameLimit: 10_000)) }
  }

  @Test(arguments: 0..<12) func `running out of frames while loading is an error and frees all`(limit: Int) {
    let table = FakePageTable(frameLimit: UInt(limit))
    do {
      _ = try load(TestELF.simple.bytes, into: table)
    } catch { #expect(error == .noMemory) }
    #expect(table.mappedPageCount == 0)
    #expect(table.violations == [])
  }

  @Test func `running out of regions while loading is an error`() {
    #expect(throws: LoadError.noMemory) { try load(TestELF.simple.bytes, regionLimit: 3) }
  }

  @Test func `segments that share a page get the later protection and both contents`() throws {
    var elf = TestELF.simple
    // The data begins in the text's last page, from another page of the file.
    elf.segments[2] = TestSegment(
      flags: 6, offset: 0x2900, address: 0x401900, fileByteCount: 0x100, memoryByteCount: 0x1000)
    elf.byteCount = 0x3000
    elf.entry = 0x401000
    let table = FakePageTable()
    let program = try load(elf.bytes, into: table)
    #expect(touch(program, 0x401000) == TestELF.filler(0x1000))
    #expect(touch(program, 0x4017ff) == TestELF.filler(0x17ff))
    #expect(touch(program, 0x401900, .write) == TestELF.filler(0x2900))
    #expect(touch(program, 0x4019ff, .write) == TestELF.filler(0x29ff))
    #expect(touch(program, 0x401a00, .write) == 0)
    #expect(touch(program, 0x402800, .write) == 0)
    #expect(table.violations == [])
  }

  @Test func `three segments may share one page`() throws {
    var elf = TestELF.simple
    elf.entry = 0x401000
    elf.segments = [
      TestSegment(flags: 4, offset: 0x1000, address: 0x401000, fileByteCount: 0x10, memoryByteCount: 0x10),
      TestSegment(flags: 6, offset: 0x1100, address: 0x401100, fileByteCount: 0, memoryByteCount: 0x10),
      TestSegment(flags: 5, offset: 0x200, address: 0x401200, fileByteCount: 0x10, memoryByteCount: 0x10),
    ]
    elf.entry = 0x401200
    let program = try load(elf.bytes)
    #expect(touch(program, 0x40100f) == TestELF.filler(0x100f))
    #expect(touch(program, 0x401100) == 0)
    #expect(touch(program, 0x401200, .execute) == TestELF.filler(0x200))
    #expect(program.addressSpace.resolveFault(at: 0x401100, access: .write) == .accessViolation(.notPermitted))
  }

  @Test func `a position-independent program moves, and keeps its alignment`() throws {
    var elf = TestELF.simple
    elf.type = 3
    elf.entry = 0x1010
    for index in elf.segments.indices { elf.segments[index].address -= 0x400000 }
    elf.segments[2].alignment = 0x20_0000
    var biases: Set<UInt> = []
    for random in [0, 0x123_4567, UInt64.max] {
      let program = try load(elf.bytes, randomness: .fixed(random))
      #expect(program.bias % 0x20_0000 == 0)
      #expect(program.entry == program.bias + 0x1010)
      #expect(touch(program, program.bias + 0x1000, .execute) == TestELF.filler(0x1000))
      biases.insert(program.bias)
    }
    #expect(biases.count == 3)
  }

  @Test func `the stack can be touched down to its end, and no further`() throws {
    let program = try load(TestELF.simple.bytes)
    let stack = program.addressSpace.layout.stack
    #expect(stack.upperBound - stack.lowerBound == 8 << 20)
    #expect(touch(program, stack.lowerBound, .write) == 0)
    #expect(
      program.addressSpace.resolveFault(at: stack.lowerBound - 1, access: .write) == .accessViolation(.notMapped))
    #expect(
      program.addressSpace.resolveFault(at: program.stackPointer, access: .execute) == .accessViolation(.notPermitted))
  }

  @Test func `everything goes back when the program's memory goes`() throws {
    let table = FakePageTable()
    do { _ = try load(TestELF.simple.bytes, into: table) }
    #expect(table.mappedPageCount == 0)
  }
}
