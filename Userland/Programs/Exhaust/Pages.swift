// All memory there is: as pages, as regions, as page tables.

import Runtime
import Shared

let page = 4096
let mebibyte = 1 << 20

/// Maps memory and has it backed at once, until there is no more: first far too much, then by the mebibyte and the page.
func takeMemory() {
  report(
    "more than there is", call(.mmap, 0, 64 << 30, Flag.readWrite, Flag.anonymous | Flag.populate, -1, 0), count: 0)
  var count = 0
  var answer = 0
  let lengths: [2 of Int] = [mebibyte, page]
  for index in lengths.indices {
    repeat {
      answer = call(.mmap, 0, lengths[index], Flag.readWrite, Flag.anonymous | Flag.populate, -1, 0)
      if !isError(answer) { count += 1 }
    } while !isError(answer)
  }
  report("memory", answer, count: count)
}

/// Touches memory that was promised without a look at how much there is, until nobody can keep the promise.
func touchMemory() {
  let length = 64 << 30
  let start = call(.mmap, 0, length, Flag.readWrite, Flag.anonymous | Flag.noReserve, -1, 0)
  guard !isError(start) else { return report("touch", start, count: 0) }
  for place in stride(from: start, to: start + length, by: page) { store(byte: 1, at: place) }
  report("touch", 0, count: 1)
}

/// Moves the break up, and has the kernel store to what is new.
func takeBreak() {
  let zero = call(.open, ("/dev/zero" as CString).address, 0)
  var end = call(.brk, 0)
  var count = 0
  while true {
    guard call(.brk, end + mebibyte) == end + mebibyte else { return report("break", -12, count: count) }
    let answer = call(.read, zero, end, mebibyte)
    guard answer == mebibyte else { return report("break", answer < 0 ? answer : -14, count: count) }
    end += mebibyte
    count += 1
  }
}

/// Protects every other page of a large mapping otherwise, so that each is a region.
func takeRegions() {
  let length = 1 << 30
  let start = call(.mmap, 0, length, 0, Flag.anonymous | Flag.noReserve, -1, 0)
  guard !isError(start) else { return report("regions", start, count: 0) }
  var count = 0
  var answer = 0
  while count < length / page / 2, !isError(answer) {
    answer = call(.mprotect, start + 2 * count * page, page, 1)
    if !isError(answer) { count += 1 }
  }
  report("regions", answer, count: count)
  // What takes no region more can still be done.
  report("unmapping them", call(.munmap, start, length), count: count)
}

/// Maps and unmaps one page at each of many places that lie so far apart that each wants tables of its own.
func takeTables() {
  var count = 0
  var answer = 0
  for index in 0..<100_000 {
    let place = 0x1000_0000_0000 + index << 21
    answer = call(.mmap, place, page, Flag.readWrite, Flag.anonymous | Flag.fixed | Flag.populate, -1, 0)
    guard !isError(answer) else { break }
    answer = call(.munmap, place, page)
    guard !isError(answer) else { break }
    count += 1
  }
  report("tables", answer, count: count)
}

/// Moves one page through many places that lie so far apart that each wants tables of its own.
func takeMoves() {
  let first = 0x1000_0000_0000
  var place = call(.mmap, first, page, Flag.readWrite, Flag.anonymous | Flag.fixed | Flag.populate, -1, 0)
  guard !isError(place) else { return report("moves", place, count: 0) }
  var count = 0
  for index in 1..<100_000 {
    // MREMAP_MAYMOVE and MREMAP_FIXED.
    let answer = call(.mremap, place, page, page, 3, first + index << 21)
    guard !isError(answer) else { return report("moves", answer, count: count) }
    place = answer
    count += 1
  }
  report("moves", 0, count: count)
}

/// Takes all memory twice, and looks each time whether it is of zeros, though the first time it was filled. In between it
/// was the kernel's to give to others: what files and descriptors hold is put there.
func takeZeros() {
  let start = 0x1000_0000_0000
  for _ in 0..<2 {
    var end = start
    while !isError(
      call(.mmap, end, page, Flag.readWrite, Flag.anonymous | Flag.fixed | Flag.populate, -1, 0))
    { end += page }
    var isZero = true
    for place in stride(from: start, to: end, by: 8) {
      isZero = isZero && word(at: place) == 0
      store(word: place, at: place)
    }
    report(isZero ? "zeros" : "what another had", 0, count: (end - start) / page)
    _ = call(.munmap, start, end - start)
    // Objects on the kernel's heap, in frames that were the program's.
    for _ in 0..<200 { _ = call(.open, ("/dev/null" as CString).address, 0) }
    for descriptor in 3..<1024 { _ = call(.close, descriptor) }
  }
}
