// Memory that is locked: what counts, what it is kept from, and what becomes of it.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct LockingTests {
  let here: UInt = 0x1000_0000

  @Test func `what is locked is brought in and counted, also where it is split, until it is unlocked or gone`() throws {
    let test = TestSpace()
    try test.fix(here, 8 * 4096)
    try test.space.lock(at: here + 4096 + 1, byteCount: 2 * 4096, populating: true)
    #expect(test.space.lockedByteCount() == 3 * 4096)
    #expect(test.table.mappedPageCount == 3)
    #expect(test.space.regionCount == 3)
    try test.space.unlock(at: here + 2 * 4096, byteCount: 1)
    #expect(test.space.lockedByteCount() == 2 * 4096)
    #expect(test.space.lockedByteCount(in: here..<here + 2 * 4096) == 4096)
    try test.space.unmap(at: here, byteCount: 2 * 4096)
    #expect(test.space.lockedByteCount() == 4096)
    test.space.unlockAll()
    #expect(test.space.lockedByteCount() == 0)
    #expect(test.space.regionCount == 1)
  }

  @Test func `no advice drops what is locked, but the one that is for it`() throws {
    let test = TestSpace()
    try test.fix(here, 2 * 4096)
    test.store(5, here)
    try test.space.lock(at: here, byteCount: 4096, populating: true)
    for advice in [MemoryAdvice.dontNeed, .free, .cold, .pageOut, .remove] {
      #expect(throws: Errno.invalidArgument) {
        try test.space.advise(at: here, byteCount: 2 * 4096, advice: advice.rawValue)
      }
    }
    #expect(throws: Errno.resourceBusy) { try test.space.synchronize(at: here, byteCount: 1, flags: .invalidate) }
    #expect(test.table.byte(at: here) == 5)
    try test.space.advise(at: here, byteCount: 4096, advice: MemoryAdvice.dontNeedLocked.rawValue)
    #expect(test.table.mappedPageCount == 0)
  }

  @Test func `what is mapped later is locked where that was asked for, and a child's memory is not`() throws {
    let test = TestSpace()
    test.space.lockAll(.future)
    try test.fix(here, 2 * 4096)
    #expect(test.space.lockedByteCount() == 2 * 4096)
    #expect(test.table.mappedPageCount == 2)
    test.space.lockAll([.future, .whenTouched])
    try test.fix(here + 0x10000, 4096)
    #expect(test.space.lockedByteCount() == 3 * 4096)
    #expect(test.table.mappedPageCount == 2)
    let child = try test.space.duplicate(into: FakePageTable(over: test.table.fakeFrames))
    #expect(child.lockedByteCount() == 0)
    #expect(child.lockingOfNewRegions == [])
    test.space.unlockAll()
    try test.fix(here + 0x20000, 4096)
    #expect(test.space.lockedByteCount() == 0)
  }

  @Test func `shared memory is mapped a second time by moving none of it, and holes are punched through it`() throws {
    let test = TestSpace()
    let first = try test.map(0, 2 * 4096, [.read, .write], [.shared, .anonymous])
    let second = try test.space.remap(at: first, byteCount: 0, to: 2 * 4096, flags: .mayMove, newAddress: 0)
    #expect(test.touch(first) == .resolved)
    test.table.storeAsProgram(7, at: first)
    #expect(test.touch(second, .read) == .resolved)
    #expect(test.table.byte(at: second) == 7)
    try test.space.advise(at: second, byteCount: 4096, advice: MemoryAdvice.remove.rawValue)
    #expect(test.touch(first, .read) == .resolved)
    #expect(test.table.byte(at: first) == 0)
    let own = try test.map(0, 4096)
    #expect(throws: Errno.invalidArgument) {
      try test.space.remap(at: own, byteCount: 0, to: 4096, flags: .mayMove, newAddress: 0)
    }
    #expect(throws: Errno.invalidArgument) {
      try test.space.advise(at: own, byteCount: 4096, advice: MemoryAdvice.remove.rawValue)
    }
  }
}
