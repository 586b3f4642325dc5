// clock_gettime(2), nanosleep(2) and getrandom(2): what is never the same twice.

import Runtime

func checkClocks(_ fixture: Fixture) {
  let time = fixture.memory
  report("clock_gettime(CLOCK_REALTIME)", call(.clockGettime, 0, time))
  report("  is a time of this century", holds: word(at: time) > 1_000_000_000)
  report("  nanoseconds are below a second", holds: word(at: time + 8) >= 0 && word(at: time + 8) < 1_000_000_000)
  report("clock_gettime(CLOCK_MONOTONIC)", call(.clockGettime, 1, time))
  report("  nanoseconds are below a second", holds: word(at: time + 8) >= 0 && word(at: time + 8) < 1_000_000_000)
  var last = nanoseconds(at: time)
  var wentBack = false
  for _ in 0..<1000 {
    _ = call(.clockGettime, 1, time)
    let now = nanoseconds(at: time)
    if now < last { wentBack = true }
    last = now
  }
  report("  never steps back", holds: !wentBack)
  report("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", call(.clockGettime, 2, time))
  report("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", call(.clockGettime, 3, time))
  report("clock_gettime(CLOCK_MONOTONIC_RAW)", call(.clockGettime, 4, time))
  report("clock_gettime(CLOCK_REALTIME_COARSE)", call(.clockGettime, 5, time))
  report("clock_gettime(CLOCK_MONOTONIC_COARSE)", call(.clockGettime, 6, time))
  report("clock_gettime(CLOCK_BOOTTIME)", call(.clockGettime, 7, time))
  report("clock_gettime(10)", call(.clockGettime, 10, time))
  report("clock_gettime(100)", call(.clockGettime, 100, time))
  report("clock_gettime(2^31 - 1)", call(.clockGettime, 0x7FFF_FFFF, time))
  fixture.tryBadPointers("clock_gettime(time)", .output, byteCount: 16) { call(.clockGettime, 1, $0) }
}

/// The nanoseconds of a `struct timespec`.
private func nanoseconds(at time: Int) -> Int { word(at: time) * 1_000_000_000 + word(at: time + 8) }

func checkSleeping(_ fixture: Fixture) {
  let request = fixture.memory, time = fixture.memory + 64
  /// Sleeps so long and prints how that went.
  func sleep(_ what: StaticString, _ seconds: Int, _ nanoseconds: Int, remaining: Int = 0) {
    store(seconds, at: request)
    store(nanoseconds, at: request + 8)
    report(what, call(.nanosleep, request, remaining))
  }
  _ = call(.clockGettime, 1, time)
  let before = nanoseconds(at: time)
  sleep("nanosleep(3 ms)", 0, 3_000_000)
  _ = call(.clockGettime, 1, time)
  report("  took that long", holds: nanoseconds(at: time) - before >= 3_000_000)
  sleep("nanosleep(0)", 0, 0)
  sleep("nanosleep(a second of nanoseconds)", 0, 1_000_000_000)
  sleep("nanosleep(-1 ns)", 0, -1)
  sleep("nanosleep(-1 s)", -1, 0)
  // What is left to sleep is stored only when a signal interrupts.
  sleep("nanosleep(1 ms, remainder unmapped)", 0, 1_000_000, remaining: fixture.unmappedPage)
  fixture.tryBadPointers("nanosleep(request)", .input, byteCount: 16, crossing: false) { call(.nanosleep, $0, 0) }
  report("nanosleep(request into unmapped)", call(.nanosleep, fixture.unmappedPage - 8, 0))
}

func checkRandom(_ fixture: Fixture) {
  let memory = fixture.memory
  fill(memory, byteCount: 64, with: 0)
  report("getrandom(16)", call(.getrandom, memory, 16, 0))
  report("getrandom(16, GRND_NONBLOCK)", call(.getrandom, memory + 16, 16, 1))
  report("  differs", holds: word(at: memory) != word(at: memory + 16))
  report("  stays within", holds: word(at: memory + 32) == 0)
  report("getrandom(256)", call(.getrandom, memory, 256, 0))
  report("getrandom(0)", call(.getrandom, memory, 0, 0))
  report("getrandom(GRND_RANDOM and GRND_INSECURE)", call(.getrandom, memory, 16, 6))
  report("getrandom(unknown flags)", call(.getrandom, memory, 16, 8))
  fixture.tryBadPointers("getrandom(buffer)", .output, byteCount: 16) { call(.getrandom, $0, 16, 0) }
}
