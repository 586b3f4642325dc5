// write(2) and pwrite64: what goes, to where, and out of what.

import Runtime

func checkWriting(_ fixture: Fixture) {
  let scratch = fixture.scratch, memory = fixture.memory
  copy("0123456789", to: memory)
  report("write(scratch, 10)", call(.write, scratch, memory, 10))
  report("write(scratch, 0)", call(.write, scratch, memory, 0))
  report("write(read-only)", call(.write, fixture.file, memory, 10))
  report("write(directory)", call(.write, fixture.directory, memory, 10))
  report("write(bad)", call(.write, Fixture.badDescriptor, memory, 10))
  report("write(-1)", call(.write, -1, memory, 10))
  report("write(/dev/null)", call(.write, fixture.null, memory, 10))
  report("write(/dev/zero)", call(.write, fixture.zero, memory, 10))
  report("write(scratch, -1 bytes)", call(.write, scratch, memory, -1))
  fixture.tryBadPointers("write(scratch)", .input, byteCount: 100, crossing: false) { call(.write, scratch, $0, 100) }
  fixture.tryBadPointers("write(scratch) of 0 bytes", .input, byteCount: 0, crossing: false) {
    call(.write, scratch, $0, 0)
  }
  // Nothing is read there: only what cannot be a user's address is refused.
  fixture.tryBadPointers("write(/dev/null)", .input, byteCount: 100, crossing: false) {
    call(.write, fixture.null, $0, 100)
  }
  report("  position", call(.lseek, scratch, 0, 1))
  fill(fixture.unmappedPage - 50, byteCount: 50, with: 0x7A)
  report("write(scratch, 100) with 50 before unmapped", call(.write, scratch, fixture.unmappedPage - 50, 100))
  report("  position", call(.lseek, scratch, 0, 1))

  report("pwrite64(scratch, 3 at 2)", call(.pwrite64, scratch, address("xyz"), 3, 2))
  report("pread64(scratch, 12 at 0)", call(.pread64, scratch, memory, 12, 0))
  report("  is 01xyz56789zz", holds: holds(memory, "01xyz56789zz"))
  report("pwrite64(scratch, 3 at 200)", call(.pwrite64, scratch, address("end"), 3, 200))
  report("  end", call(.lseek, scratch, 0, 2))
  fill(memory, byteCount: 16, with: 0x78)
  report("pread64(scratch, the hole)", call(.pread64, scratch, memory, 8, 100))
  report("  is zero", holds: word(at: memory) == 0 && byte(at: memory + 8) == 0x78)
  report("pwrite64(scratch, at -1)", call(.pwrite64, scratch, memory, 3, -1))
  report("pwrite64(read-only)", call(.pwrite64, fixture.file, memory, 3, 0))
  report("pwrite64(standard output)", call(.pwrite64, 1, memory, 3, 0))
  report("pwrite64(bad)", call(.pwrite64, Fixture.badDescriptor, memory, 3, 0))
  fixture.tryBadPointers("pwrite64(scratch)", .input, byteCount: 100, crossing: false) {
    call(.pwrite64, scratch, $0, 100, 0)
  }

  let appending = call(.openat, fixture.directory, address("scratch"), 0o2001)
  report("write(appending)", call(.write, appending, address("more"), 4))
  report("  position", call(.lseek, appending, 0, 1))
  _ = call(.close, appending)
}
