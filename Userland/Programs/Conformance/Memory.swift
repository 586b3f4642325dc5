// mmap(2), munmap(2), mprotect(2) and brk(2).

import Runtime

/// `PROT_` and `MAP_` of `mmap(2)`.
private enum Flag {
  static var read: Int { 1 }
  static var readWrite: Int { 3 }
  static var shared: Int { 0x01 }
  static var privately: Int { 0x02 }
  static var fixed: Int { 0x10 }
  static var anonymous: Int { 0x20 }
  static var fixedNoReplace: Int { 0x10_0000 }
}

/// Whether the kernel can read a byte of memory there, and whether it can write one.
private func printAccess(_ what: StaticString, _ address: Int, _ fixture: Fixture) {
  print(what, terminator: "")
  let reads = call(.pwrite64, fixture.scratch, address, 1, 0) == 1
  let writes = call(.pread64, fixture.zero, address, 1, 0) == 1
  print(reads ? (writes ? ": read and write" : ": read only") : (writes ? ": write only" : ": no access"))
}

func checkMapping(_ fixture: Fixture) {
  let page = Fixture.pageSize
  let usual = Flag.privately | Flag.anonymous
  let address = call(.mmap, 0, 2 * page, Flag.readWrite, usual, -1, 0)
  reportSuccess("mmap(2 pages)", address)
  report("  is page-aligned", holds: address % page == 0)
  report("  is zero", holds: word(at: address) == 0 && word(at: address + 2 * page - 8) == 0)
  printAccess("  access", address, fixture)
  report("munmap(2 pages)", call(.munmap, address, 2 * page))
  reportSuccess("mmap(1 byte)", call(.mmap, 0, 1, Flag.readWrite, usual, -1, 0))
  report("mmap(0 bytes)", call(.mmap, 0, 0, Flag.readWrite, usual, -1, 0))
  report("mmap(neither private nor shared)", call(.mmap, 0, page, Flag.readWrite, Flag.anonymous, -1, 0))
  report("mmap(2^62 bytes)", call(.mmap, 0, 1 << 62, Flag.readWrite, usual, -1, 0))
  report("mmap(-1 bytes)", call(.mmap, 0, -1, Flag.readWrite, usual, -1, 0))
  report("mmap(-4096 bytes)", call(.mmap, 0, -4096, Flag.readWrite, usual, -1, 0))
  report("mmap(no file)", call(.mmap, 0, page, Flag.readWrite, Flag.privately, -1, 0))
  report("mmap(bad file)", call(.mmap, 0, page, Flag.read, Flag.privately, Fixture.badDescriptor, 0))
  report("mmap(offset 1)", call(.mmap, 0, page, Flag.readWrite, usual, -1, 1))
  reportSuccess("mmap(at a hint of 1)", call(.mmap, 1, page, Flag.readWrite, usual, -1, 0))
  reportSuccess(
    "mmap(hint in the kernel half)",
    call(.mmap, Int(bitPattern: 0xFFFF_8000_0000_0000), page, Flag.readWrite, usual, -1, 0))

  let place = 0x2000_0000_0000
  let fixed = usual | Flag.fixed
  report("mmap(fixed)", holds: call(.mmap, place, 3 * page, Flag.readWrite, fixed, -1, 0) == place)
  fill(place, byteCount: 3 * page, with: 0x61)
  report(
    "mmap(fixed, over the middle)", holds: call(.mmap, place + page, page, Flag.read, fixed, -1, 0) == place + page)
  report("  middle is zero", holds: word(at: place + page) == 0 && word(at: place + 2 * page - 8) == 0)
  report("  neighbours are not", holds: byte(at: place + page - 1) == 0x61 && byte(at: place + 2 * page) == 0x61)
  printAccess("  middle's access", place + page, fixture)
  report("mmap(fixed, not page-aligned)", call(.mmap, place + 1, page, Flag.readWrite, fixed, -1, 0))
  report(
    "mmap(fixed, kernel half)",
    call(.mmap, Int(bitPattern: 0xFFFF_8000_0000_0000), page, Flag.readWrite, fixed, -1, 0))
  report("mmap(fixed, past user half)", call(.mmap, 0x0000_8000_0000_0000, page, Flag.readWrite, fixed, -1, 0))
  report("mmap(fixed, into kernel half)", call(.mmap, 0x7FFF_FFFF_F000, 2 * page, Flag.readWrite, fixed, -1, 0))
  report(
    "mmap(no replacing, over something)",
    call(.mmap, place, page, Flag.readWrite, usual | Flag.fixedNoReplace, -1, 0))
  let free = place + 16 * page
  report(
    "mmap(no replacing, over nothing)",
    holds: call(.mmap, free, page, Flag.readWrite, usual | Flag.fixedNoReplace, -1, 0) == free)
  report("munmap(all)", call(.munmap, place, 17 * page))
}

func checkUnmapping(_ fixture: Fixture) {
  let page = Fixture.pageSize
  let start = Fixture.map(byteCount: 5 * page, protection: Flag.readWrite)
  for index in 0..<5 { fill(start + index * page, byteCount: 1, with: 0x61 + UInt8(index)) }
  report("munmap(middle of 5 pages)", call(.munmap, start + 2 * page, page))
  printAccess("  page 0", start, fixture)
  printAccess("  page 1", start + page, fixture)
  printAccess("  page 2", start + 2 * page, fixture)
  printAccess("  page 3", start + 3 * page, fixture)
  report("munmap(middle) again", call(.munmap, start + 2 * page, page))
  report("munmap(first)", call(.munmap, start, page))
  report("munmap(1 byte of the last)", call(.munmap, start + 4 * page, 1))
  printAccess("  page 0", start, fixture)
  printAccess("  page 1", start + page, fixture)
  printAccess("  page 3", start + 3 * page, fixture)
  printAccess("  page 4", start + 4 * page, fixture)
  report("munmap(across holes)", call(.munmap, start, 5 * page))
  printAccess("  page 1", start + page, fixture)
  report("munmap(0 bytes)", call(.munmap, start, 0))
  report("munmap(not page-aligned)", call(.munmap, start + 1, page))
  report("munmap(kernel half)", call(.munmap, Int(bitPattern: 0xFFFF_8000_0000_0000), page))
  report("munmap(into kernel half)", call(.munmap, 0x7FFF_FFFF_F000, 2 * page))
  report("munmap(-4096 bytes)", call(.munmap, start, -4096))
  report("munmap(-1 bytes)", call(.munmap, start, -1))
}

func checkProtection(_ fixture: Fixture) {
  let page = Fixture.pageSize
  let start = Fixture.map(byteCount: 4 * page, protection: Flag.readWrite)
  fill(start + page, byteCount: 1, with: 0x61)
  report("mprotect(page 1, read)", call(.mprotect, start + page, page, Flag.read))
  printAccess("  page 0", start, fixture)
  printAccess("  page 1", start + page, fixture)
  printAccess("  page 2", start + 2 * page, fixture)
  report("mprotect(page 1, nothing)", call(.mprotect, start + page, page, 0))
  printAccess("  page 1", start + page, fixture)
  report("mprotect(all, read and write)", call(.mprotect, start, 4 * page, Flag.readWrite))
  printAccess("  page 1", start + page, fixture)
  report("  keeps what was there", holds: byte(at: start + page) == 0 || byte(at: start + page) == 0x61)
  report("mprotect(0 bytes)", call(.mprotect, start, 0, Flag.read))
  report("mprotect(1 byte)", call(.mprotect, start + 3 * page, 1, Flag.read))
  printAccess("  page 3", start + 3 * page, fixture)
  report("mprotect(not page-aligned)", call(.mprotect, start + 1, page, Flag.read))
  report("mprotect(unmapped)", call(.mprotect, fixture.unmappedPage, page, Flag.read))
  report("mprotect(kernel half)", call(.mprotect, Int(bitPattern: 0xFFFF_8000_0000_0000), page, Flag.read))
  report("mprotect(-4096 bytes)", call(.mprotect, start, -4096, Flag.read))
  report("mprotect(unknown protection)", call(.mprotect, start, page, 0x1000))
  _ = call(.munmap, start + 2 * page, page)
  report("mprotect(across a hole)", call(.mprotect, start + page, 3 * page, Flag.read))
  printAccess("  page 1", start + page, fixture)
  _ = call(.munmap, start, 4 * page)
}

func checkBreak(_ fixture: Fixture) {
  let page = Fixture.pageSize
  let start = call(.brk, 0)
  reportSuccess("brk(0)", start)
  report("brk(2 pages more)", holds: call(.brk, start + 2 * page) == start + 2 * page)
  report("  is zero", holds: word(at: start + 2 * page - 8) == 0)
  fill(start, byteCount: 2 * page, with: 0x61)
  report("brk(below its start) changes nothing", holds: call(.brk, 1) == start + 2 * page)
  report(
    "brk(kernel half) changes nothing",
    holds: call(.brk, Int(bitPattern: 0xFFFF_8000_0000_0000)) == start + 2 * page)
  report("brk(back)", holds: call(.brk, start) == start)
  report("brk(2 pages more) again", holds: call(.brk, start + 2 * page) == start + 2 * page)
  report("  is zero again", holds: word(at: start + page) == 0 && word(at: start + 2 * page - 8) == 0)
  report("brk(100 bytes more)", holds: call(.brk, start + 2 * page + 100) == start + 2 * page + 100)
  report("brk(0) is the same", holds: call(.brk, 0) == start + 2 * page + 100)
  _ = call(.brk, start)
}
