// All that files can have: bytes, places far apart, names, descriptors.

import Runtime
import Shared

private let creating = 0o102

/// Writes to a file until nothing more fits, empties it, and writes again.
func takeFiles() {
  for _ in 0..<2 {
    // Emptied by O_TRUNC.
    let file = call(.open, ("/tmp/large" as CString).address, creating | 0o1000, 0o644)
    let source = call(.mmap, 0, 16 * page, Flag.readWrite, Flag.anonymous, -1, 0)
    guard !isError(file), !isError(source) else { return report("files", isError(file) ? file : source, count: 0) }
    var count = 0
    var answer = 0
    repeat {
      answer = call(.write, file, source, 16 * page)
      if answer > 0 { count += 1 }
    } while answer > 0
    report("files", answer, count: count)
    _ = call(.close, file)
    _ = call(.munmap, source, 16 * page)
  }
}

/// Writes single bytes to a file at places that lie further apart each time.
func takeSparse() {
  let file = call(.open, ("/tmp/sparse" as CString).address, creating, 0o644)
  guard !isError(file) else { return report("sparse", file, count: 0) }
  var count = 0
  var answer = 0
  for index in 0..<1_000_000 {
    answer = call(.pwrite64, file, ("x" as CString).address, 1, index << 30)
    guard answer > 0 else { break }
    count += 1
  }
  report("sparse", answer, count: count)
}

/// Makes files with long names until there is no room for one more.
func takeNames() {
  let place = call(.mmap, 0, page, Flag.readWrite, Flag.anonymous, -1, 0)
  guard !isError(place) else { return report("names", place, count: 0) }
  // "/tmp/", 250 letters of which the first are a number, and a zero.
  store("/tmp/", at: place)
  for offset in 5..<255 { store(byte: 0x61, at: place + offset) }
  var count = 0
  var answer = 0
  repeat {
    var number = count
    for digit in 0..<8 {
      store(byte: UInt8(truncatingIfNeeded: 0x30 + number % 10), at: place + 5 + digit)
      number /= 10
    }
    answer = call(.open, place, creating, 0o644)
    if !isError(answer) {
      _ = call(.close, answer)
      count += 1
    }
  } while !isError(answer)
  report("names", answer, count: count)
}

/// Opens a file until there is no descriptor left, raises the limit to the most that there may be, and goes on.
func takeDescriptors() {
  for limit in stride(from: 1024, through: 4096, by: 3072) {
    var count = 0
    var answer = 0
    repeat {
      answer = call(.open, ("/dev/null" as CString).address, 0)
      if !isError(answer) { count += 1 }
    } while !isError(answer)
    report("descriptors", answer, count: count)
    guard limit < 4096 else { return }
    let place = call(.mmap, 0, page, Flag.readWrite, Flag.anonymous, -1, 0)
    guard !isError(place) else { return report("raising the limit", place, count: 0) }
    store(word: 4096, at: place)
    store(word: 4096, at: place + 8)
    // RLIMIT_NOFILE
    report("raising the limit", call(.prlimit64, 0, 7, place, 0), count: 0)
  }
}
