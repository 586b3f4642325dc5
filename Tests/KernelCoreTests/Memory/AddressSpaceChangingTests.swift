// The rules of mremap(2), madvise(2), brk(2) and of mapped files, one by one.

import KernelCore
import Shared
import Testing

@Suite struct AddressSpaceChangingTests {
  let here: UInt = 0x1000_0000

  func remap(
    _ test: TestSpace, _ address: UInt, _ old: UInt, _ new: UInt, _ flags: RemappingFlags = [], to target: UInt = 0
  ) throws(Errno) -> UInt {
    try test.space.remap(at: address, byteCount: old, to: new, flags: flags, newAddress: target)
  }

  // MARK: mremap

  @Test func `a mapping shrinks and grows in place`() throws {
    let test = TestSpace()
    try test.fix(here, 4 * 4096)
    test.store(5, here)
    #expect(try remap(test, here, 4 * 4096, 4097) == here)
    #expect(test.touch(here + 2 * 4096) == .accessViolation(.notMapped))
    #expect(try remap(test, here, 2 * 4096, 8 * 4096) == here)
    #expect(test.touch(here + 7 * 4096) == .resolved)
    #expect(test.table.byte(at: here) == 5)
    #expect(test.space.regionCount == 1)
  }

  @Test func `a mapping that cannot grow in place moves with its contents, if it may`() throws {
    let test = TestSpace()
    try test.fix(here, 2 * 4096)
    try test.fix(here + 2 * 4096, 4096, .read)
    test.store(5, here + 4096)
    #expect(throws: Errno.noMemory) { try remap(test, here, 2 * 4096, 3 * 4096) }
    let moved = try remap(test, here, 2 * 4096, 3 * 4096, .mayMove)
    #expect(moved == test.space.layout.mappingTop - 3 * 4096)
    #expect(test.table.byte(at: moved + 4096) == 5)
    #expect(test.touch(moved + 2 * 4096) == .resolved)
    #expect(test.touch(here) == .accessViolation(.notMapped))
    #expect(test.table.violations == [])
  }

  @Test func `a mapping moves to a fixed place over what is there`() throws {
    let test = TestSpace()
    try test.fix(here, 4 * 4096)
    try test.fix(0x2000_0000, 4 * 4096, .read)
    test.store(5, here)
    #expect(try remap(test, here, 4 * 4096, 2 * 4096, [.mayMove, .fixed], to: 0x2000_1000) == 0x2000_1000)
    #expect(test.table.byte(at: 0x2000_1000) == 5)
    #expect(test.touch(0x2000_2000) == .resolved)
    #expect(test.touch(0x2000_3000) == .accessViolation(.notPermitted))
    for page: UInt in 0..<4 { #expect(test.touch(here + page * 4096) == .accessViolation(.notMapped)) }
  }

  @Test func `when there is no memory for tables nothing has moved`() throws {
    let test = TestSpace()
    try test.fix(here, 4096)
    test.store(5, here)
    test.table.moveFails = true
    #expect(throws: Errno.noMemory) { try remap(test, here, 4096, 4096, [.mayMove, .fixed], to: 0x2000_0000) }
    #expect(test.table.byte(at: here) == 5)
    #expect(test.touch(here) == .resolved)
    #expect(test.touch(0x2000_0000) == .accessViolation(.notMapped))
  }

  @Test func `mremap's errors are Linux's`() throws {
    let test = TestSpace(frameLimit: 1000)
    try test.fix(here, 4 * 4096)
    try test.fix(here + 4 * 4096, 4096, .read)
    func error(
      _ address: UInt, _ old: UInt, _ new: UInt, _ flags: RemappingFlags = [], to target: UInt = 0
    ) -> Errno? {
      do {
        _ = try remap(test, address, old, new, flags, to: target)
        return nil
      } catch { return error }
    }
    #expect(error(here + 1, 4096, 8192) == .invalidArgument)
    #expect(error(here, 4096, 0) == .invalidArgument)
    #expect(error(here, 4096, .max) == .invalidArgument)
    #expect(error(here, .max, 4096) == .invalidArgument)
    #expect(error(here, 0, 4096, .mayMove) == .invalidArgument)
    #expect(error(here, 4096, 4096, .fixed, to: 0x2000_0000) == .invalidArgument)
    #expect(error(here, 4096, 4096, [.mayMove, .dontUnmap]) == .invalidArgument)
    #expect(error(here, 4096, 4096, RemappingFlags(rawValue: 8)) == .invalidArgument)
    #expect(error(here, 4096, 4096, [.mayMove, .fixed], to: 0x2000_0001) == .invalidArgument)
    #expect(error(here, 8192, 8192, [.mayMove, .fixed], to: here + 4096) == .invalidArgument)
    #expect(error(here, 4096, 4096, [.mayMove, .fixed], to: UserSpace.end) == .invalidArgument)
    #expect(error(here, 4096, 4096, [.mayMove, .fixed], to: 0x1000) == .notPermitted)
    #expect(error(0x5000_0000, 4096, 8192) == .badAddress)
    #expect(error(here + 3 * 4096, 8192, 4 * 4096, .mayMove) == .badAddress)
    #expect(error(here, 4096, 1002 * 4096, .mayMove) == .noMemory)
    #expect(error(here, 4096, UserSpace.end, .mayMove) == .noMemory)
    #expect(error(here, 4096, 1 << 63, .mayMove) == .noMemory)
  }

  // MARK: madvise

  @Test func `pages that are not needed read as zeros afterwards`() throws {
    for advice in [MemoryAdvice.dontNeed, .free, .dontNeedLocked] {
      let test = TestSpace()
      try test.fix(here, 2 * 4096)
      test.store(5, here)
      test.store(6, here + 4096)
      try test.space.advise(at: here, byteCount: 1, advice: advice.rawValue)
      #expect(test.table.mappedPageCount == 1)
      #expect(test.touch(here, .read) == .resolved)
      #expect(test.table.byte(at: here) == 0)
      #expect(test.table.byte(at: here + 4096) == 6)
    }
  }

  @Test func `every known advice is taken for memory of no file, but removal, and no unknown one`() throws {
    let test = TestSpace()
    try test.fix(here, 4096)
    for number in Int32(-2)...110 {
      let isKnown = MemoryAdvice(rawValue: number).map { $0 != .remove } ?? false
      if isKnown {
        #expect(throws: Never.self) { try test.space.advise(at: here, byteCount: 4096, advice: number) }
      } else {
        #expect(throws: Errno.invalidArgument) { try test.space.advise(at: here, byteCount: 4096, advice: number) }
      }
    }
  }

  @Test func `madvise's errors are Linux's`() throws {
    let test = TestSpace(frameLimit: 2)
    try test.fix(here, 4096)
    try test.fix(here + 8192, 4096)
    test.store(5, here)
    test.store(5, here + 8192)
    func error(_ address: UInt, _ byteCount: UInt, _ advice: MemoryAdvice = .dontNeed) -> Errno? {
      do {
        try test.space.advise(at: address, byteCount: byteCount, advice: advice.rawValue)
        return nil
      } catch { return error }
    }
    #expect(error(here + 1, 4096) == .invalidArgument)
    #expect(error(here, .max) == .invalidArgument)
    #expect(error(here, 1 << 63, .normal) == .noMemory)
    #expect(error(here, 4096 &- here) == .invalidArgument)
    #expect(error(here, 0) == nil)
    #expect(error(0x5000_0000, 4096, .normal) == .noMemory)
    #expect(error(0, 4096) == .noMemory)
    #expect(error(UserSpace.end, 4096) == .noMemory)
    #expect(test.table.mappedPageCount == 2)
    // A hole is told of after the rest is done.
    #expect(error(here, 3 * 4096) == .noMemory)
    #expect(test.table.mappedPageCount == 0)
    _ = try test.map(here, 3 * 4096, .read, [.private, .anonymous, .fixed, .noReserve])
    #expect(error(here, 4096, .populateWrite) == .invalidArgument)
    #expect(error(here, 8192, .populateRead) == nil)
    #expect(error(here, 3 * 4096, .populateRead) == .noMemory)
    #expect(test.table.violations == [])
  }

  // MARK: brk

  @Test func `the break moves to the byte, and back`() throws {
    let table = FakePageTable()
    let program = try load(TestELF.simple.bytes, into: table, randomness: LoadRandomness { 3 })
    let space = program.addressSpace
    let start = space.setBreak(to: 0)
    #expect(start == 0x406000 + 3 * 4096)
    #expect(space.resolveFault(at: start, access: .write) == .accessViolation(.notMapped))
    #expect(space.setBreak(to: start + 1) == start + 1)
    #expect(space.resolveFault(at: start + 4095, access: .write) == .resolved)
    #expect(space.resolveFault(at: start + 4096, access: .write) == .accessViolation(.notMapped))
    #expect(space.setBreak(to: start + 8193) == start + 8193)
    #expect(space.resolveFault(at: start + 8193, access: .write) == .resolved)
    let mapped = table.mappedPageCount
    #expect(space.setBreak(to: start + 4096) == start + 4096)
    #expect(table.mappedPageCount == mapped - 1)
    #expect(space.resolveFault(at: start + 4096, access: .write) == .accessViolation(.notMapped))
    #expect(space.setBreak(to: start) == start)
    #expect(space.resolveFault(at: start, access: .write) == .accessViolation(.notMapped))
  }

  @Test func `a break that cannot be is not moved`() throws {
    let table = FakePageTable(frameLimit: 1000)
    let program = try load(TestELF.simple.bytes, into: table)
    let space = program.addressSpace
    let start = space.setBreak(to: 0)
    for address: UInt in [
      start - 1, UserSpace.end, UserSpace.end + 1, UInt.max, UInt.max - 4095, 0xffff_8000_0000_0000,
    ] {
      #expect(space.setBreak(to: address) == start)
    }
    #expect(space.setBreak(to: start + 1001 * 4096) == start)
    _ = try space.mapAnonymous(
      at: start + 4 * 4096, byteCount: 4096, protection: .read, flags: [.private, .anonymous, .fixed])
    #expect(space.setBreak(to: start + 4 * 4096) == start)
    #expect(space.setBreak(to: start + 3 * 4096) == start + 3 * 4096)
    #expect(space.resolveFault(at: start + 3 * 4096 - 1, access: .write) == .resolved)
  }

  // MARK: Files

  func mapFile(
    _ test: TestSpace, _ file: FilePages, _ byteCount: UInt, offset: UInt64 = 0, _ protection: ProtectionFlags = .read,
    _ flags: MappingFlags = .private
  ) throws(Errno) -> UInt {
    try test.space.mapFile(
      MappableFile(.pages(file)), offset: offset, at: 0, byteCount: byteCount, protection: protection, flags: flags)
  }

  @Test func `a file's pages are read when touched, with zeros after its end and nothing past that`() throws {
    let test = TestSpace()
    let file = TestFile.make(length: 4096 + 100, in: test.table)
    let address = try mapFile(test, file, 3 * 4096, [.read, .write])
    #expect(test.table.mappedPageCount == 0)
    #expect(test.touch(address + 4096 + 50) == .resolved)
    #expect(test.table.byte(at: address + 4096 + 99) == TestFile.byte(4096 + 99))
    #expect(test.table.byte(at: address + 4096 + 100) == 0)
    #expect(test.touch(address + 2 * 4096, .read) == .busError)
    #expect(test.table.mappedPageCount == 1)
    // A private page that is dropped is the file's again.
    test.store(0xee, address)
    try test.space.advise(at: address, byteCount: 4096, advice: MemoryAdvice.dontNeed.rawValue)
    #expect(test.touch(address, .read) == .resolved)
    #expect(test.table.byte(at: address) == TestFile.byte(0))
  }

  @Test func `the parts of a split or moved file mapping still show their own bytes`() throws {
    let test = TestSpace()
    let file = TestFile.make(length: 64 << 10, in: test.table)
    let address = try mapFile(test, file, 8 * 4096, offset: 0x3000)
    try test.space.unmap(at: address + 4096, byteCount: 4096)
    try test.space.protect(at: address + 4 * 4096, byteCount: 4096, protection: [])
    let moved = try remap(test, address + 5 * 4096, 3 * 4096, 4 * 4096, [.mayMove, .fixed], to: 0x2000_0000)
    #expect(test.touch(address + 2 * 4096, .read) == .resolved)
    #expect(test.table.byte(at: address + 2 * 4096) == TestFile.byte(0x5000))
    #expect(test.touch(moved + 3 * 4096, .read) == .resolved)
    #expect(test.table.byte(at: moved + 3 * 4096) == TestFile.byte(0xb000))
  }

  @Test func `a hole that the file system has no room to fill is a bus error and keeps no page`() throws {
    let test = TestSpace()
    let file = FilePages(budget: BoundedBudget(limit: 4096, frames: test.table.fakeFrames))
    file.resize(to: 1 << 20)
    let address = try mapFile(test, file, 1 << 20)
    #expect(test.touch(address, .read) == .resolved)
    #expect(test.touch(address + 8192, .read) == .busError)
    #expect(test.table.mappedPageCount == 1)
    test.table.frameLimit = 1
    file.resize(to: 0)
    file.resize(to: 1 << 20)
    test.table.frameLimit = 0
    #expect(test.touch(address, .read) == .outOfMemory)
    #expect(test.table.mappedPageCount == 0)
  }

  @Test func `a shared file mapping can never be written`() throws {
    let test = TestSpace()
    let file = TestFile.make(length: 64 << 10, in: test.table)
    #expect(throws: Errno.permissionDenied) { try mapFile(test, file, 4096, [.read, .write], .shared) }
    let address = try mapFile(test, file, 4096, .read, .shared)
    #expect(throws: Errno.permissionDenied) {
      try test.space.protect(at: address, byteCount: 4096, protection: [.read, .write])
    }
    #expect(throws: Never.self) { try test.space.protect(at: address, byteCount: 4096, protection: []) }
  }

  @Test func `what lies before the first region that refuses is protected`() throws {
    let test = TestSpace()
    let file = TestFile.make(length: 64 << 10, in: test.table)
    try test.fix(0x1000_0000, 3 * 4096, .read)
    _ = try test.space.mapFile(
      MappableFile(.pages(file)), offset: 0, at: 0x1000_1000, byteCount: 4096, protection: .read,
      flags: [.shared, .fixed])
    #expect(throws: Errno.permissionDenied) {
      try test.space.protect(at: 0x1000_0000, byteCount: 3 * 4096, protection: [.read, .write])
    }
    #expect(test.space.region(containing: 0x1000_0000)?.protection == [.read, .write])
    #expect(test.space.region(containing: 0x1000_1000)?.protection == .read)
    #expect(test.space.region(containing: 0x1000_2000)?.protection == .read)
  }

  @Test func `a fixed new place is looked at before the old one`() throws {
    let test = TestSpace()
    func remap(_ newAddress: UInt, flags: RemappingFlags = [.mayMove, .fixed]) -> Errno? {
      errno { () throws(Errno) in
        _ = try test.space.remap(
          at: 0x1000_0000, byteCount: 4096, to: 4096, flags: flags, newAddress: newAddress)
      }
    }
    // Nothing is mapped at the old one.
    for place: UInt in [1, 0x1000_0000, UserSpace.end] { #expect(remap(place) == .invalidArgument) }
    #expect(remap(0x2000_0000) == .badAddress)
    #expect(remap(1, flags: .mayMove) == .badAddress)
  }

  @Test func `a file mapping's errors are Linux's`() throws {
    let test = TestSpace()
    let file = TestFile.make(length: 64 << 10, in: test.table)
    #expect(throws: Errno.invalidArgument) { try mapFile(test, file, 4096, offset: 1) }
    #expect(throws: Errno.invalidArgument) { try mapFile(test, file, 0) }
    #expect(throws: Errno.invalidArgument) { try mapFile(test, file, 4096, .read, []) }
    #expect(throws: Errno.overflow) { try mapFile(test, file, 4096, offset: .max - 4095) }
    #expect(throws: Errno.overflow) { try mapFile(test, file, 4096, offset: 1 << 63) }
    #expect(throws: Errno.permissionDenied) { try mapFile(test, file, 4096, [.read, .write, .execute]) }
    #expect(test.space.regionCount == 0)
  }

  @Test func `an address space leaves nothing mapped behind`() throws {
    let table: FakePageTable
    do {
      let test = TestSpace()
      table = test.table
      try test.fix(here, 64 * 4096)
      for page: UInt in 0..<64 { test.store(1, here + page * 4096) }
      #expect(test.space.mappedPageCount == 64)
    }
    #expect(table.mappedPageCount == 0)
  }
}
