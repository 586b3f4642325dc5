// readv(2) and writev(2): several pieces of memory in one call.

import Runtime

/// Writes an array of `struct iovec`, an address and a length each, into memory.
private func store(_ first: (Int, Int), _ second: (Int, Int), at vector: Int) {
  store(first.0, at: vector)
  store(first.1, at: vector + 8)
  store(second.0, at: vector + 16)
  store(second.1, at: vector + 24)
}

func checkVectors(_ fixture: Fixture) {
  let vector = fixture.memory + 8192, memory = fixture.memory
  checkReadingVectors(fixture, vector: vector, memory: memory)
  checkWritingVectors(fixture, vector: vector, memory: memory)
}

private func checkReadingVectors(_ fixture: Fixture, vector: Int, memory: Int) {
  let file = fixture.file
  _ = call(.lseek, file, 0, 0)
  store((memory, 3), (memory + 100, 4), at: vector)
  report("readv(file, 3 and 4)", call(.readv, file, vector, 2))
  report("  is abc", holds: holds(memory, "abc"))
  report("  and defg", holds: holds(memory + 100, "defg"))
  report("readv(file, no piece)", call(.readv, file, vector, 0))
  report("readv(file, -1 pieces)", call(.readv, file, vector, -1))
  report("readv(file, 1025 pieces)", call(.readv, file, vector, 1025))
  report("readv(bad)", call(.readv, Fixture.badDescriptor, vector, 2))
  report("readv(directory)", call(.readv, fixture.directory, vector, 2))
  store((memory, 0), (memory + 100, 0), at: vector)
  report("readv(file, 0 and 0)", call(.readv, file, vector, 2))
  store((memory, 3), (memory + 100, -1), at: vector)
  report("readv(file, 3 and -1)", call(.readv, file, vector, 2))
  store((memory, 3), (fixture.unmappedPage, 4), at: vector)
  report("readv(file, 3 and unmapped)", call(.readv, file, vector, 2))
  store((fixture.unmappedPage, 3), (memory, 4), at: vector)
  report("readv(file, unmapped and 4)", call(.readv, file, vector, 2))
  store((memory, 3), (Int(bitPattern: 0xFFFF_8000_0000_0000), 4), at: vector)
  report("readv(file, 3 and kernel half)", call(.readv, file, vector, 2))
  report("  position", call(.lseek, file, 0, 1))
  fixture.tryBadPointers("readv(vector)", .input, byteCount: 32) { call(.readv, file, $0, 2) }
}

private func checkWritingVectors(_ fixture: Fixture, vector: Int, memory: Int) {
  let scratch = fixture.scratch
  _ = call(.lseek, scratch, 0, 0)
  store((address("one "), 4), (address("two"), 3), at: vector)
  report("writev(scratch, 4 and 3)", call(.writev, scratch, vector, 2))
  report("pread64(scratch, 7 at 0)", call(.pread64, scratch, memory, 7, 0))
  report("  is one two", holds: holds(memory, "one two"))
  report("writev(scratch, no piece)", call(.writev, scratch, vector, 0))
  report("writev(scratch, -1 pieces)", call(.writev, scratch, vector, -1))
  report("writev(scratch, 1025 pieces)", call(.writev, scratch, vector, 1025))
  report("writev(read-only)", call(.writev, fixture.file, vector, 2))
  report("writev(bad)", call(.writev, Fixture.badDescriptor, vector, 2))
  store((memory, 3), (memory, -1), at: vector)
  report("writev(scratch, 3 and -1)", call(.writev, scratch, vector, 2))
  store((memory, 3), (fixture.unmappedPage, 4), at: vector)
  report("writev(scratch, 3 and unmapped)", call(.writev, scratch, vector, 2))
  store((fixture.unmappedPage, 3), (memory, 4), at: vector)
  report("writev(scratch, unmapped and 4)", call(.writev, scratch, vector, 2))
  fixture.tryBadPointers("writev(vector)", .input, byteCount: 32) { call(.writev, scratch, $0, 2) }
}
