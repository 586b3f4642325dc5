// Which bytes of a structure a call stores: gaps between fields must hold nothing of the kernel's, and what is past the
// structure is the program's.

import Runtime

func checkPadding(_ fixture: Fixture) {
  let memory = fixture.memory
  reportStored("stat", fixture) { call(.fstat, fixture.file, $0) }
  reportStored("stat of a device", fixture) { call(.fstat, fixture.null, $0) }
  reportStored("uname", fixture) { call(.uname, $0) }
  reportStored("sysinfo", fixture) { call(.sysinfo, $0) }
  reportStored("prlimit64", fixture) { call(.prlimit64, 0, 3, 0, $0) }
  reportStored("getrlimit", fixture) { call(.getrlimit, 3, $0) }
  reportStored("rt_sigaction", fixture) { call(.rtSigaction, 10, 0, $0, 8) }
  reportStored("rt_sigprocmask", fixture) { call(.rtSigprocmask, 0, 0, $0, 8) }
  reportStored("sigaltstack", fixture) { call(.sigaltstack, 0, $0) }
  reportStored("clock_gettime", fixture) { call(.clockGettime, 0, $0) }
  reportStored("clock_getres", fixture) { call(.clockGetres, 0, $0) }
  reportStored("gettimeofday", fixture) { call(.gettimeofday, $0, $0 + 64) }
  reportStored("time", fixture) { call(.time, $0) }
  reportStored("getcwd", fixture, showsBytes: false) { call(.getcwd, $0, 512) }
  reportStored("readlink", fixture) { call(.readlinkat, fixture.directory, address("link"), $0, 512) }
  reportStored("readlink, cut", fixture) { call(.readlinkat, fixture.directory, address("link"), $0, 2) }
  reportStored("pread64 at the end", fixture) { call(.pread64, fixture.file, $0, 100, 990) }
  reportStored("getrandom", fixture) { call(.getrandom, $0, 256, 0) }
  reportStored("poll", fixture) {
    store32(fixture.null, at: $0)
    store32(0x7FFF, at: $0 + 4)
    return call(.poll, $0, 1, 0)
  }
  checkEntryPadding(fixture, memory)
}

/// Fills memory with one pattern and then with another, makes the call on each, and prints which bytes it has stored.
/// - Parameter showsBytes: whether to say where, and not only that the call succeeded.
@inline(never)
private func reportStored(
  _ what: StaticString, _ fixture: Fixture, showsBytes: Bool = true, _ attempt: (Int) -> Int
) {
  let first = fixture.memory, second = fixture.memory + 2048
  fill(first, byteCount: 1024, with: 0xA5)
  fill(second, byteCount: 1024, with: 0x5A)
  let result = attempt(first)
  reportSuccess(what, result)
  guard attempt(second) >= 0 || result < 0, showsBytes else { return }
  print("  stores", terminator: "")
  var offset = 0
  while offset < 1024 {
    let start = offset
    while offset < 1024, byte(at: first + offset) != 0xA5 || byte(at: second + offset) != 0x5A { offset += 1 }
    if offset > start {
      print(" ", terminator: "")
      print(start, terminator: "")
      print("..<", terminator: "")
      print(offset, terminator: "")
    }
    offset += 1
  }
  print("")
}

/// Between a name's end and the next entry a kernel stores zeros, or nothing.
private func checkEntryPadding(_ fixture: Fixture, _ memory: Int) {
  fill(memory, byteCount: 4096, with: 0xA5)
  _ = call(.lseek, fixture.directory, 0, 0)
  let count = call(.getdents64, fixture.directory, memory, 4096)
  var isClean = count > 0
  var entry = memory
  while entry < memory + count {
    // The entry's length is at 16, its name at 19 (getdents64(2)).
    let length = byte(at: entry + 16) | byte(at: entry + 17) << 8
    var place = entry + 19
    while byte(at: place) != 0 { place += 1 }
    while place < entry + length {
      isClean = isClean && (byte(at: place) == 0 || byte(at: place) == 0xA5)
      place += 1
    }
    entry += length
  }
  report("getdents64 stores nothing between entries", holds: isClean)
  var isUntouched = true
  for place in memory + max(count, 0)..<memory + 4096 { isUntouched = isUntouched && byte(at: place) == 0xA5 }
  report("getdents64 stores nothing past them", holds: isUntouched)
}
