// prlimit64, and numbers that are of no call.

import Runtime

func checkLimits(_ fixture: Fixture) {
  let limit = fixture.memory
  let stack = 3, openFiles = 7
  report("prlimit64(RLIMIT_STACK, ask)", call(.prlimit64, 0, stack, 0, limit))
  report(
    "  soft is no more than hard", holds: UInt(bitPattern: word(at: limit)) <= UInt(bitPattern: word(at: limit + 8)))
  report("prlimit64(RLIMIT_NOFILE, ask)", call(.prlimit64, 0, openFiles, 0, limit))
  report("  is at least 64", holds: word(at: limit) >= 64 || word(at: limit) == -1)
  report("prlimit64(nothing)", call(.prlimit64, 0, stack, 0, 0))
  report("prlimit64(own number)", call(.prlimit64, call(.getpid), stack, 0, limit))
  report("prlimit64(unknown resource)", call(.prlimit64, 0, 16, 0, limit))
  report("prlimit64(-1)", call(.prlimit64, 0, -1, 0, limit))
  report("prlimit64(nobody)", call(.prlimit64, 0x7FFF_FFFF, stack, 0, limit))
  store(5, at: limit)
  store(4, at: limit + 8)
  report("prlimit64(soft above hard)", call(.prlimit64, 0, openFiles, limit, 0))
  fixture.tryBadPointers("prlimit64(new)", .input, byteCount: 16) {
    $0 == 0 ? 0 : call(.prlimit64, 0, openFiles, $0, 0)
  }
  fixture.tryBadPointers("prlimit64(old)", .output, byteCount: 16) { $0 == 0 ? 0 : call(.prlimit64, 0, stack, 0, $0) }
}

func checkUnknownNumbers() {
  // Linux keeps 387 to 423 free on x86-64, and is far from 500. From 1024 up is another door.
  report("call 400", rawSystemCall(400))
  report("call 500", rawSystemCall(500))
  report("call 1000", rawSystemCall(1000))
  report("call 1023", rawSystemCall(1023))
}
