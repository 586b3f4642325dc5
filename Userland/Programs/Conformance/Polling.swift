// poll(2) on what is always ready.

import Runtime

/// Writes a `struct pollfd` into memory.
private func store(descriptor: Int, events: Int, at place: Int) {
  store32(descriptor, at: place)
  store32(events, at: place + 4)
}

func checkPolling(_ fixture: Fixture) {
  let entry = fixture.memory
  let readable = 0x1, writable = 0x4
  /// Asks about one descriptor and prints the answer, and the events if there are any.
  func poll(_ what: StaticString, _ descriptor: Int, _ events: Int) {
    store(descriptor: descriptor, events: events, at: entry)
    report(what, call(.poll, entry, 1, 0))
    report("  events", word32(at: entry + 4) >> 16)
  }
  poll("poll(file, POLLIN)", fixture.file, readable)
  poll("poll(file, POLLIN|POLLOUT)", fixture.file, readable | writable)
  poll("poll(/dev/null, POLLIN|POLLOUT)", fixture.null, readable | writable)
  poll("poll(file, nothing)", fixture.file, 0)
  poll("poll(bad)", Fixture.badDescriptor, readable)
  poll("poll(-1)", -1, readable)
  report("poll(nobody, 0 ms)", call(.poll, 0, 0, 0))
  report("poll(nobody, 2 ms)", call(.poll, 0, 0, 2))
  store(descriptor: fixture.file, events: readable, at: entry)
  store(descriptor: -5, events: readable, at: entry + 8)
  store(descriptor: Fixture.badDescriptor, events: readable, at: entry + 16)
  report("poll(file, -5 and bad)", call(.poll, entry, 3, -1))
  report("poll(2^31 - 1 of them)", call(.poll, entry, 0x7FFF_FFFF, 0))
  fixture.tryBadPointers("poll(entries)", .input, byteCount: 8) { call(.poll, $0, 1, 0) }
}
