// sendfile(2), copy_file_range(2), preadv(2) and kin, limits on a file's length, and advice.

import Runtime

func checkCopying(_ fixture: Fixture) {
  let copy = call(.openat, fixture.directory, address("copied"), 0o102, 0o644)
  checkSendfile(fixture, copy)
  checkCopyRange(fixture, copy)
  checkPlacedVectors(fixture, copy)
  checkFileSize(fixture, copy)
  checkAdvice(fixture, copy)
  checkClosingRanges(fixture)
  checkSockets(fixture)
  _ = call(.close, copy)
}

private func checkSendfile(_ fixture: Fixture, _ copy: Int) {
  let file = fixture.file, offset = fixture.memory
  _ = call(.lseek, file, 0, 0)
  report("sendfile(10)", call(.sendfile, copy, file, 0, 10))
  report("  input at", call(.lseek, file, 0, 1))
  report("  output at", call(.lseek, copy, 0, 1))
  store(990, at: offset)
  report("sendfile(from 990, 100)", call(.sendfile, copy, file, offset, 100))
  report("  offset", word(at: offset))
  report("  input at", call(.lseek, file, 0, 1))
  report("sendfile(at the end)", call(.sendfile, copy, file, offset, 100))
  store(-1, at: offset)
  report("sendfile(from -1)", call(.sendfile, copy, file, offset, 100))
  report("sendfile(0)", call(.sendfile, copy, file, 0, 0))
  report("sendfile(-1)", call(.sendfile, copy, file, 0, -1))
  report("sendfile(/dev/null)", call(.sendfile, fixture.null, file, 0, 5))
  report("sendfile(from directory)", call(.sendfile, copy, fixture.directory, 0, 5))
  report("sendfile(to read-only)", call(.sendfile, file, copy, 0, 5))
  report("sendfile(bad, file)", call(.sendfile, Fixture.badDescriptor, file, 0, 5))
  report("sendfile(copy, bad)", call(.sendfile, copy, Fixture.badDescriptor, 0, 5))
  report("sendfile(bad offset)", call(.sendfile, copy, file, 8, 5))
  _ = call(.fcntl, copy, 4, 0o2000)
  report("sendfile(O_APPEND)", call(.sendfile, copy, file, 0, 5))
  report("copy_file_range(O_APPEND)", call(.copyFileRange, file, 0, copy, 0, 5, 0))
  _ = call(.fcntl, copy, 4, 0)
  report("pread64(copy)", call(.pread64, copy, fixture.memory, 20, 0))
  report("  is", holds: holds(fixture.memory, "abcdefghijcdefghijkl"))
}

private func checkCopyRange(_ fixture: Fixture, _ copy: Int) {
  let file = fixture.file, from = fixture.memory, to = fixture.memory + 8
  store(26, at: from)
  store(100, at: to)
  report("copy_file_range(26, 100, 26)", call(.copyFileRange, file, from, copy, to, 26, 0))
  report("  from", word(at: from))
  report("  to", word(at: to))
  report("pread64(copy, 100)", call(.pread64, copy, fixture.memory + 64, 30, 100))
  report("  is", holds: holds(fixture.memory + 64, "abcdefghijklmnopqrstuvwxyz"))
  store(2000, at: from)
  report("copy_file_range(beyond the end)", call(.copyFileRange, file, from, copy, to, 26, 0))
  store(-1, at: from)
  report("copy_file_range(-1)", call(.copyFileRange, file, from, copy, to, 26, 0))
  store(0, at: from)
  store(10, at: to)
  report("copy_file_range(overlapping)", call(.copyFileRange, copy, from, copy, to, 26, 0))
  report("copy_file_range(beside itself)", call(.copyFileRange, copy, from, copy, to, 10, 0))
  report("copy_file_range(flags)", call(.copyFileRange, file, from, copy, to, 26, 1))
  report("copy_file_range(to read-only)", call(.copyFileRange, copy, from, file, to, 26, 0))
  report("copy_file_range(directory)", call(.copyFileRange, fixture.directory, from, copy, to, 26, 0))
  report("copy_file_range(to directory)", call(.copyFileRange, file, from, fixture.directory, to, 26, 0))
  report("copy_file_range(/dev/null)", call(.copyFileRange, fixture.null, 0, copy, to, 26, 0))
  report("copy_file_range(bad)", call(.copyFileRange, Fixture.badDescriptor, 0, copy, to, 26, 0))
  report("copy_file_range(bad offset)", call(.copyFileRange, file, 8, copy, to, 26, 0))
  store(Int.max, at: to)
  report("copy_file_range(too far)", call(.copyFileRange, file, from, copy, to, 26, 0))
  report("copy_file_range(0)", call(.copyFileRange, file, 0, copy, 0, 0, 0))
}

/// Writes two `struct iovec` into memory.
private func storeVector(_ first: (Int, Int), _ second: (Int, Int), at vector: Int) {
  store(first.0, at: vector)
  store(first.1, at: vector + 8)
  store(second.0, at: vector + 16)
  store(second.1, at: vector + 24)
}

private func checkPlacedVectors(_ fixture: Fixture, _ copy: Int) {
  let vector = fixture.memory + 8192, memory = fixture.memory, file = fixture.file
  _ = call(.lseek, file, 5, 0)
  storeVector((memory, 3), (memory + 100, 4), at: vector)
  report("preadv(26)", call(.preadv, file, vector, 2, 26, 0))
  report("  is abc", holds: holds(memory, "abc"))
  report("  and defg", holds: holds(memory + 100, "defg"))
  report("preadv(26, high)", call(.preadv, file, vector, 2, 26, 1))
  report("preadv(-1)", call(.preadv, file, vector, 2, -1, 0))
  report("  position", call(.lseek, file, 0, 1))
  report("preadv2(-1)", call(.preadv2, file, vector, 2, -1, 0, 0))
  report("  position", call(.lseek, file, 0, 1))
  report("preadv2(-2)", call(.preadv2, file, vector, 2, -2, 0, 0))
  report("preadv2(flags)", call(.preadv2, file, vector, 2, 0, 0, 0x7))
  report("preadv2(unknown flags)", call(.preadv2, file, vector, 2, 0, 0, 0x4000))
  report("preadv(beyond the end)", call(.preadv, file, vector, 2, 5000, 0))
  report("preadv(bad)", call(.preadv, Fixture.badDescriptor, vector, 2, 0, 0))
  report("preadv(bad, -1)", call(.preadv, Fixture.badDescriptor, vector, 2, -1, 0))
  _ = call(.ftruncate, copy, 0)
  _ = call(.lseek, copy, 0, 0)
  storeVector((address("one "), 4), (address("two"), 3), at: vector)
  report("pwritev(3)", call(.pwritev, copy, vector, 2, 3, 0))
  report("pwritev2(-1)", call(.pwritev2, copy, vector, 2, -1, 0, 0))
  report("pwritev2(0, append)", call(.pwritev2, copy, vector, 2, 0, 0, 0x10))
  report("  size", call(.lseek, copy, 0, 2))
  report("pwritev2(-1, append)", call(.pwritev2, copy, vector, 2, -1, 0, 0x10))
  report("  position", call(.lseek, copy, 0, 1))
  report("pwritev2(append and not)", call(.pwritev2, copy, vector, 2, 0, 0, 0x30))
  _ = call(.fcntl, copy, 4, 0o2000)
  report("pwritev2(0, not append)", call(.pwritev2, copy, vector, 2, 0, 0, 0x20))
  report("pwritev(0) of an appended file", call(.pwritev, copy, vector, 2, 0, 0))
  report("  size", call(.lseek, copy, 0, 2))
  _ = call(.fcntl, copy, 4, 0)
  report("pwritev2(unknown flags)", call(.pwritev2, copy, vector, 2, 0, 0, 0x4000))
  // Ranges are checked before they are cut.
  storeVector((memory, 0x7FFF_FFFF_FFFF_FFF0), (memory, 100), at: vector)
  report("writev(too long, 100)", call(.writev, copy, vector, 2))
  report("readv(too long, 100)", call(.readv, file, vector, 2))
  storeVector((memory, 0x7FFF_FFFF_FFFF_FFF0), (memory, -1), at: vector)
  report("writev(too long, -1)", call(.writev, copy, vector, 2))
  storeVector((memory, 4), (memory, 0x7FFF_F000), at: vector)
  report("readv(4, as long as a transfer)", holds: call(.preadv, file, vector, 2, 900, 0) > 0)
  report("write(kernel half)", call(.write, copy, -4096, 8))
  report("read(too long)", call(.read, file, memory, 0x7FFF_FFFF_FFFF_F000))
  report("pwrite64(beyond all offsets)", call(.pwrite64, copy, memory, 8, Int.max - 3))
}

private func checkFileSize(_ fixture: Fixture, _ copy: Int) {
  let limit = fixture.memory, memory = fixture.memory + 64, fileSize = 1
  // SIGXFSZ is ignored here, so that the error can be seen.
  let action = fixture.memory + 4096
  fill(action, byteCount: 32, with: 0)
  store(1, at: action)
  report("rt_sigaction(SIGXFSZ, SIG_IGN)", call(.rtSigaction, 25, action, 0, 8))
  _ = call(.ftruncate, copy, 0)
  _ = call(.lseek, copy, 0, 0)
  store(100, at: limit)
  store(-1, at: limit + 8)
  report("setrlimit(RLIMIT_FSIZE, 100)", call(.setrlimit, fileSize, limit))
  report("write(60)", call(.write, copy, memory, 60))
  report("write(60) again", call(.write, copy, memory, 60))
  report("write(1) at the limit", call(.write, copy, memory, 1))
  report("write(0) at the limit", call(.write, copy, memory, 0))
  report("pwrite64(at 90)", call(.pwrite64, copy, memory, 60, 90))
  report("pwrite64(at 200)", call(.pwrite64, copy, memory, 60, 200))
  let vector = fixture.memory + 8192
  storeVector((memory, 30), (memory, 30), at: vector)
  report("pwritev(at 60)", call(.pwritev, copy, vector, 2, 60, 0))
  report("pwritev(at 100)", call(.pwritev, copy, vector, 2, 100, 0))
  report("ftruncate(100)", call(.ftruncate, copy, 100))
  report("ftruncate(101)", call(.ftruncate, copy, 101))
  report("truncate(101)", call(.truncate, fixture.path(of: "copied"), 101))
  report("ftruncate(10)", call(.ftruncate, copy, 10))
  report("write(/dev/null)", call(.write, fixture.null, memory, 1000))
  _ = call(.lseek, copy, 95, 0)
  _ = call(.lseek, fixture.file, 0, 0)
  report("sendfile(10)", call(.sendfile, copy, fixture.file, 0, 10))
  report("sendfile(10) at the limit", call(.sendfile, copy, fixture.file, 0, 10))
  store(-1, at: limit)
  report("setrlimit(RLIMIT_FSIZE, infinity)", call(.setrlimit, fileSize, limit))
  report("ftruncate(101)", call(.ftruncate, copy, 101))
  store(0, at: action)
  report("rt_sigaction(SIGXFSZ, SIG_DFL)", call(.rtSigaction, 25, action, 0, 8))
  report("setrlimit(null)", call(.setrlimit, fileSize, 0))
  report("setrlimit(unknown)", call(.setrlimit, 16, limit))
  // A hard limit that was lowered can be raised again only with a capability, which root does not have everywhere.
  let files = 7
  report("getrlimit(RLIMIT_NOFILE)", call(.getrlimit, files, limit))
  let hard = word(at: limit + 8)
  store(64, at: limit)
  store(128, at: limit + 8)
  report("setrlimit(RLIMIT_NOFILE, 64, 128)", call(.setrlimit, files, limit))
  report("dup2(to 63)", call(.dup2, copy, 63))
  report("dup2(to 64)", call(.dup2, copy, 64))
  report("fcntl(F_DUPFD, 64)", call(.fcntl, copy, 0, 64))
  report("fcntl(F_DUPFD, 63)", call(.fcntl, copy, 0, 63))
  report("close(63)", call(.close, 63))
  report("become a stranger", call(.setresuid, -1, 65534, -1))
  store(hard, at: limit + 8)
  report("setrlimit(RLIMIT_NOFILE, raised)", call(.setrlimit, files, limit))
  store(100, at: limit + 8)
  report("setrlimit(RLIMIT_NOFILE, lowered)", call(.setrlimit, files, limit))
  report("become root again", call(.setresuid, -1, 0, -1))
}

private func checkAdvice(_ fixture: Fixture, _ copy: Int) {
  let bad = Fixture.badDescriptor, place = call(.openat, fixture.directory, address("file"), 0o10000000)
  for advice in 0...6 { report("fadvise64", call(.fadvise64, copy, 0, 100, advice)) }
  report("fadvise64(-1)", call(.fadvise64, copy, 0, -1, 0))
  report("fadvise64(offset -1)", call(.fadvise64, copy, -1, 0, 0))
  report("fadvise64(bad)", call(.fadvise64, bad, 0, 0, 0))
  report("fadvise64(O_PATH)", call(.fadvise64, place, 0, 0, 0))
  report("fadvise64(/dev/null)", call(.fadvise64, fixture.null, 0, 0, 0))
  report("readahead(file)", call(.readahead, fixture.file, 0, 100))
  report("readahead(directory)", call(.readahead, fixture.directory, 0, 100))
  report("readahead(/dev/null)", call(.readahead, fixture.null, 0, 100))
  report("readahead(bad)", call(.readahead, bad, 0, 100))
  report("sync_file_range", call(.syncFileRange, copy, 0, 0, 7))
  report("sync_file_range(8)", call(.syncFileRange, copy, 0, 0, 8))
  report("sync_file_range(-1)", call(.syncFileRange, copy, -1, 0, 1))
  report("sync_file_range(0, -1)", call(.syncFileRange, copy, 0, -1, 1))
  report("sync_file_range(/dev/null)", call(.syncFileRange, fixture.null, 0, 0, 1))
  report("sync_file_range(directory)", call(.syncFileRange, fixture.directory, 0, 0, 1))
  report("sync_file_range(bad)", call(.syncFileRange, bad, 0, 0, 1))
  report("sync_file_range(O_PATH)", call(.syncFileRange, place, 0, 0, 1))
  report("syncfs", call(.syncfs, copy))
  report("syncfs(bad)", call(.syncfs, bad))
  report("syncfs(O_PATH)", call(.syncfs, place))
  _ = call(.close, place)
}

private func checkClosingRanges(_ fixture: Fixture) {
  for descriptor in 40...45 { _ = call(.dup2, fixture.null, descriptor) }
  report("close_range(41, 42)", call(.closeRange, 41, 42, 0))
  report("fcntl(40)", call(.fcntl, 40, 1))
  report("fcntl(41)", call(.fcntl, 41, 1))
  report("fcntl(43)", call(.fcntl, 43, 1))
  report("close_range(43, 44, CLOEXEC)", call(.closeRange, 43, 44, 4))
  report("fcntl(43)", call(.fcntl, 43, 1))
  report("fcntl(45)", call(.fcntl, 45, 1))
  report("close_range(40, max)", call(.closeRange, 40, 0xFFFF_FFFF, 2))
  report("fcntl(40)", call(.fcntl, 40, 1))
  report("fcntl(45)", call(.fcntl, 45, 1))
  report("close_range(5, 4)", call(.closeRange, 5, 4, 0))
  report("close_range(unknown flags)", call(.closeRange, 40, 41, 1))
  // The old form of a listing: the record's length stands before the name, the type at its end.
  let memory = fixture.memory
  let listed = call(.openat, fixture.directory, address("directory"), 0o200000)
  let count = call(.getdents, listed, memory, 4096)
  report("getdents", holds: count > 0)
  var offset = 0
  var entries = 0
  var directories = 0
  while offset < count {
    let length = word32(at: memory + offset + 16) & 0xFFFF
    entries += 1
    if byte(at: memory + offset + length - 1) == 4 { directories += 1 }
    offset += length
  }
  report("  entries", entries)
  report("  directories", directories)
  report("getdents(end)", call(.getdents, listed, memory, 4096))
  report("getdents(file)", call(.getdents, fixture.file, memory, 4096))
  report("getdents(bad)", call(.getdents, Fixture.badDescriptor, memory, 4096))
  _ = call(.lseek, listed, 0, 0)
  report("getdents(10)", call(.getdents, listed, memory, 10))
  _ = call(.close, listed)
}

private func checkSockets(_ fixture: Fixture) {
  let file = fixture.file, memory = fixture.memory, bad = Fixture.badDescriptor
  store32(16, at: memory + 512)
  report("socket(unknown family)", call(.socket, 200, 1, 0))
  report("socket(bad type)", call(.socket, 200, 1 << 12, 0))
  report("getsockname(file)", call(.getsockname, file, memory, memory + 512))
  report("getpeername(file)", call(.getpeername, file, memory, memory + 512))
  report("getpeername(bad)", call(.getpeername, bad, memory, memory + 512))
  report("listen(file)", call(.listen, file, 1))
  report("shutdown(file)", call(.shutdown, file, 1))
  report("shutdown(bad)", call(.shutdown, bad, 1))
  report("bind(file)", call(.bind, file, memory, 16))
  report("connect(file)", call(.connect, file, memory, 16))
  report("accept(file)", call(.accept, file, 0, 0))
  report("accept4(file)", call(.accept4, file, 0, 0, 0))
  report("sendto(file)", call(.sendto, file, memory, 4, 0, 0, 0))
  report("recvfrom(file)", call(.recvfrom, file, memory, 4, 0, 0, 0))
  report("setsockopt(file)", call(.setsockopt, file, 1, 2, memory, 4))
  report("getsockopt(file)", call(.getsockopt, file, 1, 3, memory, memory + 512))
  report("sendmsg(bad)", call(.sendmsg, bad, memory, 0))
  report("recvmsg(file)", call(.recvmsg, file, memory + 1024, 0))
}
