// read(2) and pread64: what comes, from where, and into what.

import Runtime

func checkReading(_ fixture: Fixture) {
  let file = fixture.file, memory = fixture.memory
  report("read(file, 5)", call(.read, file, memory, 5))
  report("  is abcde", holds: holds(memory, "abcde"))
  report("read(file, 3)", call(.read, file, memory, 3))
  report("  is fgh", holds: holds(memory, "fgh"))
  report("read(file, 0)", call(.read, file, memory, 0))
  report("read(file, to the end)", call(.read, file, memory, 4096))
  report("read(file, at the end)", call(.read, file, memory, 4096))
  report("read(directory)", call(.read, fixture.directory, memory, 10))
  report("read(bad)", call(.read, Fixture.badDescriptor, memory, 10))
  report("read(-1)", call(.read, -1, memory, 10))
  report("read(/dev/null)", call(.read, fixture.null, memory, 10))
  fill(memory, byteCount: 16, with: 0x78)
  report("read(/dev/zero, 8)", call(.read, fixture.zero, memory, 8))
  report("  is zero", holds: word(at: memory) == 0 && byte(at: memory + 8) == 0x78)
  let writeOnly = call(.openat, fixture.directory, address("scratch"), 1)
  report("read(write-only)", call(.read, writeOnly, memory, 10))
  report("read(file, -1 bytes)", call(.read, file, memory, -1))
  _ = call(.lseek, file, 0, 0)
  fixture.tryBadPointers("read(file)", .output, byteCount: 100, crossing: false) { call(.read, file, $0, 100) }
  fixture.tryBadPointers("read(file) of 0 bytes", .output, byteCount: 0, crossing: false) { call(.read, file, $0, 0) }
  fixture.tryBadPointers("read(/dev/null)", .output, byteCount: 100, crossing: false) {
    call(.read, fixture.null, $0, 100)
  }
  fixture.tryBadPointers("read(/dev/zero)", .output, byteCount: 100, crossing: false) {
    call(.read, fixture.zero, $0, 100)
  }
  // What fits before the edge comes, and the position is behind it.
  report("read(file, 100) with 50 before unmapped", call(.read, file, fixture.unmappedPage - 50, 100))
  report("  position", call(.lseek, file, 0, 1))

  report("pread64(file, 5 at 3)", call(.pread64, file, memory, 5, 3))
  report("  is defgh", holds: holds(memory, "defgh"))
  report("  position", call(.lseek, file, 0, 1))
  report("pread64(file, 100 at 950)", call(.pread64, file, memory, 100, 950))
  report("pread64(file, at 1000)", call(.pread64, file, memory, 100, 1000))
  report("pread64(file, at 2^40)", call(.pread64, file, memory, 100, 1 << 40))
  report("pread64(file, at -1)", call(.pread64, file, memory, 100, -1))
  report("pread64(file, at the largest offset)", call(.pread64, file, memory, 100, Int.max))
  report("pread64(standard output)", call(.pread64, 1, memory, 10, 0))
  report("pread64(directory)", call(.pread64, fixture.directory, memory, 10, 0))
  report("pread64(write-only)", call(.pread64, writeOnly, memory, 10, 0))
  report("pread64(bad)", call(.pread64, Fixture.badDescriptor, memory, 10, 0))
  fixture.tryBadPointers("pread64(file)", .output, byteCount: 100) { call(.pread64, file, $0, 100, 0) }
  _ = call(.close, writeOnly)
}
