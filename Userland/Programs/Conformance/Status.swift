// fstat(2) and newfstatat, which is fstatat(2): what kind of file, how long, and which errors.

import Runtime

/// Where fields stand in x86-64 Linux's `struct stat` (`asm/stat.h`), and how long it is.
private enum StatLayout {
  static var linkCount: Int { 16 }
  static var mode: Int { 24 }
  static var size: Int { 48 }
  static var blockSize: Int { 56 }
  static var byteCount: Int { 144 }
}

func checkStatus(_ fixture: Fixture) {
  let status = fixture.memory

  /// Prints what a call stored: the file's type in octal's upper digits, and its length.
  func show(_ what: StaticString, size: Bool, _ result: Int) {
    report(what, result)
    guard result == 0 else { return }
    report("  type", (word32(at: status + StatLayout.mode) & 0o170000) >> 12)
    if size { report("  size", word(at: status + StatLayout.size)) }
    report(
      "  has links and a block size",
      holds: word(at: status + StatLayout.linkCount) > 0
        && word(at: status + StatLayout.blockSize) > 0)
  }
  show("fstat(file)", size: true, call(.fstat, fixture.file, status))
  show("fstat(scratch)", size: true, call(.fstat, fixture.scratch, status))
  show("fstat(directory)", size: false, call(.fstat, fixture.directory, status))
  show("fstat(/dev/null)", size: true, call(.fstat, fixture.null, status))
  report("fstat(bad)", call(.fstat, Fixture.badDescriptor, status))
  report("fstat(-1)", call(.fstat, -1, status))
  fixture.tryBadPointers("fstat(status)", .output, byteCount: StatLayout.byteCount) { call(.fstat, fixture.file, $0) }

  let here = fixture.directory
  let noFollow = 0x100, emptyPath = 0x1000
  show("newfstatat(file)", size: true, call(.newfstatat, here, address("file"), status, 0))
  show("newfstatat(link)", size: true, call(.newfstatat, here, address("link"), status, 0))
  show("newfstatat(link, NOFOLLOW)", size: true, call(.newfstatat, here, address("link"), status, noFollow))
  show(
    "newfstatat(file, \"\", EMPTY_PATH)", size: true, call(.newfstatat, fixture.file, address(""), status, emptyPath))
  show("newfstatat(directory)", size: false, call(.newfstatat, here, address("directory"), status, 0))
  report("newfstatat(\"\")", call(.newfstatat, here, address(""), status, 0))
  report("newfstatat(missing)", call(.newfstatat, here, address("missing"), status, 0))
  report("newfstatat(dangling)", call(.newfstatat, here, address("dangling"), status, 0))
  report("newfstatat(loop)", call(.newfstatat, here, address("loop"), status, 0))
  report("newfstatat(file/inner)", call(.newfstatat, here, address("file/inner"), status, 0))
  report("newfstatat(bad flags)", call(.newfstatat, here, address("file"), status, 0x1))
  report("newfstatat(bad, file)", call(.newfstatat, Fixture.badDescriptor, address("file"), status, 0))
  report("newfstatat(file, file)", call(.newfstatat, fixture.file, address("file"), status, 0))
  fixture.tryBadPointers("newfstatat(path)", .input, byteCount: 2, crossing: false) {
    call(.newfstatat, here, $0, status, 0)
  }
  fixture.tryBadPointers("newfstatat(status)", .output, byteCount: StatLayout.byteCount) {
    call(.newfstatat, here, address("file"), $0, 0)
  }
}
