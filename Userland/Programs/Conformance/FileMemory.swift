// Files as memory: mmap(2) of a file, msync(2), mincore(2), mlock(2), and the holes that fallocate(2) and lseek(2) know
// of.

import Runtime

/// `PROT_` and `MAP_` of `mmap(2)`, `O_` of `open(2)`.
private enum Flag {
  static var read: Int { 1 }
  static var readWrite: Int { 3 }
  static var shared: Int { 1 }
  static var privately: Int { 2 }
  static var sharedValidate: Int { 3 }
  static var create: Int { 0o102 }
  static var writeOnly: Int { 1 }
}

private let page = Fixture.pageSize

/// A file of its own for the checks here, empty.
private func openMapped(_ fixture: Fixture, _ flags: Int) -> Int {
  call(.openat, fixture.directory, address("mapped"), flags, 0o600)
}

func checkFileMapping(_ fixture: Fixture) {
  let file = openMapped(fixture, Flag.create)
  report("ftruncate(mapped, 3 pages)", call(.ftruncate, file, 3 * page))
  let shared = call(.mmap, 0, 4 * page, Flag.readWrite, Flag.shared, file, 0)
  let own = call(.mmap, 0, 4 * page, Flag.readWrite, Flag.privately, file, 0)
  reportSuccess("mmap(file, shared, writable)", shared)
  reportSuccess("mmap(file, private)", own)
  copy("hello", to: fixture.memory)
  report("pwrite(mapped)", call(.pwrite64, file, fixture.memory, 6, page))
  report("  shared mapping shows it", holds: holds(shared + page, "hello"))
  report("  private mapping shows it", holds: holds(own + page, "hello"))
  copy("there", to: shared + page)
  report("pread(mapped)", call(.pread64, file, fixture.memory + 100, 6, page))
  report("  what was stored into the mapping", holds: holds(fixture.memory + 100, "there"))
  copy("alone", to: own + page)
  _ = call(.pread64, file, fixture.memory + 100, 6, page)
  report("  not what was stored into the private one", holds: holds(fixture.memory + 100, "there"))
  report("read beyond the end through a mapping", call(.pwrite64, fixture.scratch, shared + 3 * page, 1, 0))
  fill(shared + 100, byteCount: 200, with: 7)
  report("ftruncate(mapped, 200)", call(.ftruncate, file, 200))
  report("  the mapping behind the last page", call(.pwrite64, fixture.scratch, shared + page, 1, 0))
  report("  the private one too", call(.pwrite64, fixture.scratch, own + page, 1, 0))
  report("  what is left", holds: byte(at: shared + 199) == 7 && byte(at: shared + 200) == 0)
  report("ftruncate(mapped, 2 pages)", call(.ftruncate, file, 2 * page))
  report("  zeros where it grew", holds: word(at: shared + page) == 0 && byte(at: shared + 200) == 0)
  report("  private zeros", holds: word(at: own + page) == 0)
  checkMappingCalls(shared, file, fixture)
  report("munmap", call(.munmap, shared, 4 * page))
  report("munmap", call(.munmap, own, 4 * page))
  report("close", call(.close, file))
  checkMappingErrors(fixture)
  report("unlink", call(.unlinkat, fixture.directory, address("mapped"), 0))
}

private func checkMappingCalls(_ shared: Int, _ file: Int, _ fixture: Fixture) {
  let vector = fixture.memory + 5000
  report("msync(MS_SYNC)", call(.msync, shared, page, 4))
  report("msync(MS_ASYNC and MS_SYNC)", call(.msync, shared, page, 5))
  report("msync(unknown)", call(.msync, shared, page, 8))
  report("msync(not aligned)", call(.msync, shared + 1, page, 4))
  report("msync(not mapped)", call(.msync, fixture.unmappedPage, page, 4))
  report("msync(no bytes)", call(.msync, fixture.unmappedPage, 0, 4))
  report("msync(-1 bytes)", call(.msync, shared, -1, 4))
  report("mincore", call(.mincore, shared, page, vector))
  report("  resident", byte(at: vector) & 1)
  report("mincore(not aligned)", call(.mincore, shared + 1, page, vector))
  report("mincore(not mapped)", call(.mincore, fixture.unmappedPage, page, vector))
  report("mincore(bad vector)", call(.mincore, shared, page, fixture.unmappedPage))
  report("mincore(no bytes)", call(.mincore, shared, 0, vector))
  report("mlock", call(.mlock, fixture.memory, 3 * page))
  report("mlock(not aligned)", call(.mlock, fixture.memory + 1, 10))
  report("mlock(not mapped)", call(.mlock, fixture.unmappedPage, page))
  report("mlock(wraps)", call(.mlock, fixture.memory, -1))
  report("mlock2(on fault)", call(.mlock2, fixture.memory, page, 1))
  report("mlock2(unknown)", call(.mlock2, fixture.memory, page, 2))
  report("munlock", call(.munlock, fixture.memory, 3 * page))
  report("munlock(not mapped)", call(.munlock, fixture.unmappedPage, page))
  report("mlockall(0)", call(.mlockall, 0))
  report("mlockall(unknown)", call(.mlockall, 8))
  report("mlockall(on fault alone)", call(.mlockall, 4))
  report("munlockall", call(.munlockall))
}

private func checkMappingErrors(_ fixture: Fixture) {
  let writeOnly = openMapped(fixture, Flag.writeOnly)
  let readOnly = openMapped(fixture, 0)
  let both = openMapped(fixture, 2)
  report("mmap(no bytes, shared, write-only file)", call(.mmap, 0, 0, Flag.readWrite, Flag.shared, writeOnly, 0))
  report("mmap(shared, write-only file)", call(.mmap, 0, page, Flag.readWrite, Flag.shared, writeOnly, 0))
  report("mmap(private, write-only file)", call(.mmap, 0, page, Flag.read, Flag.privately, writeOnly, 0))
  report("mmap(shared and writable, read-only file)", call(.mmap, 0, page, Flag.readWrite, Flag.shared, readOnly, 0))
  report("mmap(no type, read-only file)", call(.mmap, 0, page, Flag.readWrite, 0, readOnly, 0))
  report("mmap(no type, write-only file)", call(.mmap, 0, page, Flag.read, 0, writeOnly, 0))
  reportSuccess("mmap(shared, validated)", call(.mmap, 0, page, Flag.readWrite, Flag.sharedValidate, both, 0))
  report(
    "mmap(shared, validated, unknown flag)",
    call(.mmap, 0, page, Flag.readWrite, Flag.sharedValidate | 0x8000_0000, both, 0))
  report("mmap(directory)", call(.mmap, 0, page, Flag.read, Flag.privately, fixture.directory, 0))
  report("mmap(/dev/null)", call(.mmap, 0, page, Flag.read, Flag.privately, fixture.null, 0))
  report("mmap(file, offset beyond all)", call(.mmap, 0, page, Flag.read, Flag.privately, both, -page))
  let protected = call(.mmap, 0, page, Flag.read, Flag.shared, readOnly, 0)
  report("mprotect(shared of a read-only file, writable)", call(.mprotect, protected, page, Flag.readWrite))
  let allowed = call(.mmap, 0, page, Flag.read, Flag.shared, both, 0)
  report("mprotect(shared of a writable file, writable)", call(.mprotect, allowed, page, Flag.readWrite))
  fill(allowed, byteCount: 1, with: 0x41)
  report("  and it is stored", call(.pread64, both, fixture.memory, 1, 0))
  report("  as", byte(at: fixture.memory))
  for flags in [Flag.privately, Flag.shared] {
    let zeros = call(.mmap, 0, page, Flag.readWrite, flags, fixture.zero, 0)
    reportSuccess("mmap(/dev/zero)", zeros)
    report("  is zero", holds: word(at: zeros) == 0)
    fill(zeros, byteCount: 8, with: 1)
    report("munmap", call(.munmap, zeros, page))
  }
  for file in [writeOnly, readOnly, both] { report("close", call(.close, file)) }
}

func checkHoles(_ fixture: Fixture) {
  let file = openMapped(fixture, Flag.create)
  let data = 3, hole = 4
  copy("x", to: fixture.memory)
  report("ftruncate(10 pages)", call(.ftruncate, file, 10 * page))
  report("pwrite(page 4)", call(.pwrite64, file, fixture.memory, 1, 4 * page + 7))
  report("SEEK_DATA(0)", call(.lseek, file, 0, data))
  report("SEEK_HOLE(0)", call(.lseek, file, 0, hole))
  report("SEEK_DATA(page 4 + 9)", call(.lseek, file, 4 * page + 9, data))
  report("SEEK_HOLE(page 4)", call(.lseek, file, 4 * page, hole))
  report("SEEK_DATA(page 5)", call(.lseek, file, 5 * page, data))
  report("SEEK_HOLE(page 9 + 1)", call(.lseek, file, 9 * page + 1, hole))
  report("SEEK_DATA(end)", call(.lseek, file, 10 * page, data))
  report("SEEK_HOLE(end)", call(.lseek, file, 10 * page, hole))
  report("SEEK_HOLE(-1)", call(.lseek, file, -1, hole))
  report("  the position", call(.lseek, file, 0, 1))
  // What is only allocated may count as data or as a hole (lseek(2)), so holes are looked for before.
  report("fallocate(punch)", call(.fallocate, file, 3, 4 * page + 7, 1))
  report("  zero", holds: readsZero(file, 4 * page + 7, fixture))
  report("fallocate(punch a page)", call(.fallocate, file, 3, 4 * page, page))
  report("  SEEK_DATA", call(.lseek, file, 4 * page, data))
  report("  SEEK_HOLE", call(.lseek, file, 0, hole))
  report("fallocate(2 pages)", call(.fallocate, file, 0, 0, 2 * page))
  report("  blocks", blocks(of: file, fixture))
  report("fallocate(behind the end)", call(.fallocate, file, 0, 10 * page, 100))
  report("  length", call(.lseek, file, 0, 2))
  report("fallocate(behind the end, keep size)", call(.fallocate, file, 1, 11 * page, 100))
  report("  length", call(.lseek, file, 0, 2))
  report("fallocate(punch without keep size)", call(.fallocate, file, 2, 0, page))
  report("fallocate(unknown)", call(.fallocate, file, 0x1000, 0, page))
  report("fallocate(no bytes)", call(.fallocate, file, 0, 0, 0))
  report("fallocate(offset -1)", call(.fallocate, file, 0, -1, page))
  report("fallocate(beyond all)", call(.fallocate, file, 0, Int.max, page))
  report("fallocate(read-only)", call(.fallocate, fixture.file, 0, 0, page))
  report("fallocate(bad)", call(.fallocate, Fixture.badDescriptor, 0, 0, page))
  report("fallocate(directory)", call(.fallocate, fixture.directory, 0, 0, page))
  report("fallocate(/dev/null)", call(.fallocate, fixture.null, 0, 0, page))
  report("close", call(.close, file))
  report("unlink", call(.unlinkat, fixture.directory, address("mapped"), 0))
}

/// `st_blocks`.
private func blocks(of file: Int, _ fixture: Fixture) -> Int {
  _ = call(.fstat, file, fixture.memory + 1000)
  return word(at: fixture.memory + 1000 + 64)
}

private func readsZero(_ file: Int, _ offset: Int, _ fixture: Fixture) -> Bool {
  fill(fixture.memory, byteCount: 1, with: 9)
  return call(.pread64, file, fixture.memory, 1, offset) == 1 && byte(at: fixture.memory) == 0
}
