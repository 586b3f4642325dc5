// The rules of mmap(2), munmap(2) and mprotect(2), one by one.

import KernelCore
import Shared
import Testing

/// An address space with nothing in it, and short ways to call it.
struct TestSpace {
  let table: FakePageTable
  let space: AddressSpace

  init(frameLimit: UInt = 1 << 20, regionLimit: Int = 65_530) {
    table = FakePageTable(frameLimit: frameLimit)
    space = AddressSpace(
      pageTable: table, layout: AddressSpaceLayout(stackRandom: 3, mappingRandom: 5), regionLimit: regionLimit)
  }

  func map(
    _ address: UInt = 0, _ byteCount: UInt = 4096, _ protection: ProtectionFlags = [.read, .write],
    _ flags: MappingFlags = [.private, .anonymous]
  ) throws(Errno) -> UInt {
    try space.mapAnonymous(at: address, byteCount: byteCount, protection: protection, flags: flags)
  }

  func fix(_ address: UInt, _ byteCount: UInt, _ protection: ProtectionFlags = [.read, .write]) throws(Errno) {
    _ = try map(address, byteCount, protection, [.private, .anonymous, .fixed])
  }

  func touch(_ address: UInt, _ access: MemoryAccess = .write) -> FaultResolution {
    space.resolveFault(at: address, access: access)
  }

  /// Stores a byte as the program would.
  func store(_ byte: UInt8, _ address: UInt) {
    #expect(touch(address) == .resolved)
    let bytes = [byte]
    #expect(table.write(RawSpan(_elements: bytes.span), at: address) == 1)
  }
}

@Suite struct AddressSpaceMappingTests {
  let here: UInt = 0x1000_0000

  @Test func `mappings go below one another, whole pages each`() throws {
    let test = TestSpace()
    let first = try test.map(0, 1)
    let second = try test.map(0, 4097, .read)
    #expect(first == test.space.layout.mappingTop - 4096)
    #expect(second == first - 8192)
    #expect(test.touch(first + 4095) == .resolved)
    #expect(test.touch(second + 8191, .read) == .resolved)
    #expect(test.table.mappedPageCount == 2)
  }

  @Test func `a hint is followed where it can be, and else is not an error`() throws {
    let test = TestSpace()
    #expect(try test.map(here + 17) == here)
    #expect(try test.map(here) != here)
    #expect(try test.map(0x1234) == UserSpace.start)
    #expect(try test.map(17) > here)
    for hint: UInt in [UserSpace.end, UserSpace.end - 4096 + 1, UInt.max, 0xc0_0000_0000_0000] {
      let address = try test.map(hint, 8192)
      #expect(address < test.space.layout.mappingTop)
    }
    // The stack's guard stays free.
    #expect(try test.map(test.space.layout.stack.lowerBound - 4096) < test.space.layout.mappingTop)
    #expect(try test.map(0xc0_0000_0000, 64 << 20, []) == 0xc0_0000_0000)
  }

  @Test func `a fixed mapping replaces what is there`() throws {
    let test = TestSpace()
    try test.fix(here, 3 * 4096)
    for index: UInt in 0..<3 { test.store(7, here + index * 4096) }
    try test.fix(here + 4096, 4096, .read)
    #expect(test.space.regionCount == 3)
    #expect(test.table.mappedPageCount == 2)
    #expect(test.touch(here + 4096, .read) == .resolved)
    #expect(test.table.byte(at: here + 4096) == 0)
    #expect(test.table.byte(at: here) == 7)
  }

  @Test func `a fixed mapping that must not replace does not`() throws {
    let test = TestSpace()
    try test.fix(here, 4096)
    #expect(throws: Errno.fileExists) {
      try test.map(here - 4096, 8192, .read, [.private, .anonymous, .fixedNoReplace])
    }
    #expect(try test.map(here + 4096, 4096, .read, [.private, .anonymous, .fixedNoReplace]) == here + 4096)
  }

  @Test func `mmap's errors are Linux's`() throws {
    let test = TestSpace()
    #expect(throws: Errno.invalidArgument) { try test.map(0, 0) }
    #expect(throws: Errno.noMemory) { try test.map(0, .max) }
    #expect(throws: Errno.noMemory) { try test.map(0, .max - 4095) }
    #expect(throws: Errno.noMemory) { try test.map(0, UserSpace.end, [], [.private, .anonymous, .noReserve]) }
    #expect(throws: Errno.invalidArgument) { try test.fix(here + 1, 4096) }
    #expect(throws: Errno.notPermitted) { try test.fix(0, 4096) }
    #expect(throws: Errno.notPermitted) { try test.fix(0xf000, 4096) }
    for address: UInt in [UserSpace.end, UserSpace.end - 4096, 0x7fff_ffff_f000, 0xffff_8000_0000_0000, .max - 4095] {
      #expect(throws: Errno.noMemory) { try test.fix(address, 8192) }
    }
    for type: MappingFlags in [[], .sharedValidate, MappingFlags(rawValue: 4), MappingFlags(rawValue: 15)] {
      #expect(throws: Errno.invalidArgument) { try test.map(0, 4096, .read, type.union(.anonymous)) }
    }
    #expect(throws: Errno.permissionDenied) { try test.map(0, 4096, [.read, .write, .execute]) }
    #expect(throws: Errno.permissionDenied) { try test.map(0, 4096, [.write, .execute]) }
    #expect(throws: Errno.noMemory) { try test.map(0, 2 << 20, .read, [.private, .anonymous, .hugePages]) }
    #expect(test.space.regionCount == 0)
  }

  @Test func `flags that change nothing here are accepted`() throws {
    let test = TestSpace()
    for flags: MappingFlags in [.growsDown, .stack, .noReserve, .locked, MappingFlags(rawValue: 0x1000_0000)] {
      #expect(throws: Never.self) { try test.map(0, 4096, .read, flags.union([.private, .anonymous])) }
    }
    #expect(throws: Never.self) { try test.map(0, 4096, .read, [.shared, .anonymous]) }
  }

  @Test func `the first 2 GiB can be asked for`() throws {
    let test = TestSpace()
    let address = try test.map(0, 8192, .read, [.private, .anonymous, .below2GiB])
    #expect(address == 0x8000_0000 - 8192)
  }

  @Test func `populated pages are there before they are touched`() throws {
    let test = TestSpace()
    let address = try test.map(0, 8 * 4096, [.read, .write], [.private, .anonymous, .populate])
    #expect(test.table.mappedPageCount == 8)
    #expect(test.table.byte(at: address + 7 * 4096) == 0)
  }

  @Test func `one request for more than there is fails, unless it takes none or says so`() throws {
    let test = TestSpace(frameLimit: 100)
    #expect(throws: Errno.noMemory) { try test.map(0, 101 * 4096) }
    #expect(throws: Never.self) { try test.map(0, 512 << 20, []) }
    #expect(throws: Never.self) { try test.map(0, 512 << 20, .read, [.private, .anonymous, .noReserve]) }
    let big = try test.map(0, 512 << 20, [])
    #expect(throws: Errno.noMemory) { try test.space.protect(at: big, byteCount: 101 * 4096, protection: .read) }
    #expect(throws: Never.self) { try test.space.protect(at: big, byteCount: 100 * 4096, protection: .read) }
    // Two that fit each are both promised; whoever touches too much is told so.
    let first = try test.map(0, 100 * 4096)
    let second = try test.map(0, 100 * 4096)
    for index: UInt in 0..<100 { #expect(test.touch(first + index * 4096) == .resolved) }
    #expect(test.touch(second) == .outOfMemory)
    #expect(throws: Errno.noMemory) { try test.map() }
  }

  @Test func `unmapping frees, splits and does not mind holes`() throws {
    let test = TestSpace()
    try test.fix(here, 5 * 4096)
    for index: UInt in 0..<5 { test.store(1, here + index * 4096) }
    try test.space.unmap(at: here + 4096, byteCount: 1)
    try test.space.unmap(at: here + 3 * 4096, byteCount: 4096)
    #expect(test.space.regionCount == 3)
    #expect(test.table.mappedPageCount == 3)
    #expect(test.touch(here + 4096) == .accessViolation(.notMapped))
    try test.space.unmap(at: 0, byteCount: UserSpace.end)
    #expect(test.space.regionCount == 0)
    #expect(test.table.mappedPageCount == 0)
    #expect(test.table.violations == [])
    for (address, byteCount) in [
      (here + 1, 4096), (here, 0), (UserSpace.end, 1), (UserSpace.end - 4096, 4097), (0, .max), (here, .max - 4095),
      (.max - 4095, 4096),
    ] as [(UInt, UInt)] {
      #expect(throws: Errno.invalidArgument) { try test.space.unmap(at: address, byteCount: byteCount) }
    }
  }

  @Test func `protection changes page by page and keeps contents`() throws {
    let test = TestSpace()
    try test.fix(here, 3 * 4096)
    for index: UInt in 0..<3 { test.store(9, here + index * 4096) }
    try test.space.protect(at: here + 4096, byteCount: 1, protection: [])
    #expect(test.touch(here + 4096, .read) == .accessViolation(.notPermitted))
    #expect(test.table.pages[here + 4096]?.protection == [])
    try test.space.protect(at: here + 4096, byteCount: 4096, protection: [.read, .execute])
    #expect(test.touch(here + 4096, .execute) == .resolved)
    #expect(test.touch(here + 4096, .write) == .accessViolation(.notPermitted))
    #expect(test.table.byte(at: here + 4096) == 9)
    #expect(test.space.regionCount == 3)
  }

  @Test func `mprotect's errors are Linux's`() throws {
    let test = TestSpace()
    try test.fix(here, 4096)
    func error(_ address: UInt, _ byteCount: UInt, _ protection: ProtectionFlags) -> Errno? {
      do {
        try test.space.protect(at: address, byteCount: byteCount, protection: protection)
        return nil
      } catch { return error }
    }
    #expect(error(here + 1, 4096, .read) == .invalidArgument)
    #expect(error(here, 0, .read) == nil)
    #expect(error(here, 8192, .read) == .noMemory)
    // What lies in front of the hole has changed.
    #expect(test.touch(here) == .accessViolation(.notPermitted))
    #expect(error(here - 4096, 8192, .read) == .noMemory)
    #expect(error(here, .max, .read) == .noMemory)
    #expect(error(0, 4096, .read) == .noMemory)
    #expect(error(UserSpace.end, 4096, .read) == .noMemory)
    #expect(error(here, 4096, ProtectionFlags(rawValue: 0x10)) == .invalidArgument)
    #expect(error(here, 4096, ProtectionFlags(rawValue: 1 << 63)) == .invalidArgument)
    #expect(error(here, 4096, [.read, .growsDown, .growsUp]) == .invalidArgument)
    #expect(error(here, 4096, [.read, .growsDown]) == .invalidArgument)
    #expect(error(here, 4096, [.read, .semaphore]) == nil)
    #expect(error(here, 4096, [.write, .execute]) == .permissionDenied)
  }

  @Test func `the limit on regions holds for every way to make one`() throws {
    let test = TestSpace(regionLimit: 4)
    try test.fix(here, 16 * 4096)
    try test.space.unmap(at: here + 4 * 4096, byteCount: 4096)
    try test.space.unmap(at: here + 8 * 4096, byteCount: 4096)
    #expect(throws: Errno.noMemory) { try test.space.protect(at: here + 4096, byteCount: 4096, protection: .read) }
    try test.space.unmap(at: here + 12 * 4096, byteCount: 4096)
    #expect(throws: Errno.noMemory) { try test.space.unmap(at: here + 4096, byteCount: 4096) }
    #expect(throws: Errno.noMemory) { try test.map(0x2000_0000) }
    #expect(throws: Errno.noMemory) {
      try test.space.remap(at: here, byteCount: 4096, to: 8192, flags: .mayMove, newAddress: 0)
    }
    #expect(test.space.regionCount == 4)
  }
}
