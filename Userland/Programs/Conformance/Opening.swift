// open(2), openat(2), close(2): paths, flags and what is wrong with them.

import Runtime

func checkOpening(_ fixture: Fixture) {
  /// Opens a file of the directory by its whole path, with flags, and prints how that went.
  func open(_ what: StaticString, _ name: CString, _ flags: Int, mode: Int = 0) {
    let descriptor = call(.open, fixture.path(of: name), flags, mode)
    reportSuccess(what, descriptor)
    if descriptor >= 0 { _ = call(.close, descriptor) }
  }
  open("open(file, O_RDONLY)", "file", 0)
  open("open(file, O_RDWR)", "file", 2)
  open("open(link, O_RDONLY)", "link", 0)
  open("open(link, O_NOFOLLOW)", "link", 0o400000)
  open("open(dangling)", "dangling", 0)
  open("open(loop)", "loop", 0)
  open("open(missing)", "missing", 0)
  open("open(directory, O_RDONLY)", "directory", 0)
  open("open(directory, O_WRONLY)", "directory", 1)
  open("open(directory, O_RDWR)", "directory", 2)
  open("open(directory/inner)", "directory/inner", 0)
  open("open(directory/../file)", "directory/../file", 0)
  open("open(directory/./inner)", "directory/./inner", 0)
  open("open(directory//inner)", "directory//inner", 0)
  open("open(missing/../file)", "missing/../file", 0)
  open("open(file/)", "file/", 0)
  open("open(directory/)", "directory/", 0)
  open("open(file/inner)", "file/inner", 0)
  open("open(file, O_DIRECTORY)", "file", 0o200000)
  open("open(file, O_CREAT|O_EXCL)", "file", 0o301, mode: 0o644)
  open("open(created, O_CREAT|O_EXCL|O_WRONLY)", "created", 0o301, mode: 0o644)
  open("open(created, O_CREAT|O_EXCL|O_WRONLY) again", "created", 0o301, mode: 0o644)
  open("open(created, O_TRUNC|O_WRONLY)", "created", 0o1001)
  open("open(missing/created, O_CREAT|O_WRONLY)", "missing/created", 0o101, mode: 0o644)
  open("open(directory, O_CREAT|O_WRONLY)", "directory", 0o101, mode: 0o644)

  // Twenty numbers given out in a row are twenty numbers: the lowest free one each time.
  let first = call(.open, fixture.path(of: "file"), 0)
  let second = call(.open, fixture.path(of: "file"), 0)
  _ = call(.close, first)
  report("open gives the lowest free number", holds: call(.open, fixture.path(of: "file"), 0) == first)
  _ = call(.close, first)
  _ = call(.close, second)

  report("open(\"\")", call(.open, address(""), 0))
  checkLongNames(fixture)
  fixture.tryBadPointers("open(path)", .input, byteCount: 2, crossing: false) { call(.open, $0, 0) }
  // A path that runs into an unmapped page before its NUL.
  fill(fixture.unmappedPage - 4, byteCount: 4, with: 0x61)
  report("open(path without NUL before unmapped)", call(.open, fixture.unmappedPage - 4, 0))
  checkOpeningAt(fixture)
}

private func checkLongNames(_ fixture: Fixture) {
  let name = fixture.memory + 40000
  fill(name, byteCount: 255, with: 0x61)
  fill(name + 255, byteCount: 1, with: 0)
  report("open(name of 255 bytes)", call(.openat, fixture.directory, name, 0))
  fill(name + 255, byteCount: 1, with: 0x61)
  fill(name + 256, byteCount: 1, with: 0)
  report("open(name of 256 bytes)", call(.openat, fixture.directory, name, 0))
  // PATH_MAX counts the NUL: 4095 bytes are the longest path.
  fill(name, byteCount: 4095, with: 0x2F)
  fill(name + 4095, byteCount: 1, with: 0)
  reportSuccess("open(4095 slashes)", call(.open, name, 0))
  fill(name + 4095, byteCount: 1, with: 0x2F)
  fill(name + 4096, byteCount: 1, with: 0)
  report("open(4096 slashes)", call(.open, name, 0))
}

private func checkOpeningAt(_ fixture: Fixture) {
  let file = address("file")
  reportSuccess("openat(directory, file)", call(.openat, fixture.directory, file, 0))
  reportSuccess("openat(AT_FDCWD, /dev/null)", call(.openat, Fixture.currentDirectory, address("/dev/null"), 0))
  reportSuccess("openat(bad, /dev/null)", call(.openat, Fixture.badDescriptor, address("/dev/null"), 0))
  report("openat(bad, file)", call(.openat, Fixture.badDescriptor, file, 0))
  report("openat(-1, file)", call(.openat, -1, file, 0))
  report("openat(file, file)", call(.openat, fixture.file, file, 0))
  report("openat(directory, missing)", call(.openat, fixture.directory, address("missing"), 0))
  report("openat(directory, \"\")", call(.openat, fixture.directory, address(""), 0))
  fixture.tryBadPointers("openat(path)", .input, byteCount: 2, crossing: false) {
    call(.openat, fixture.directory, $0, 0)
  }
}

func checkClosing(_ fixture: Fixture) {
  let descriptor = call(.openat, fixture.directory, address("file"), 0)
  report("close(file)", call(.close, descriptor))
  report("close(file) again", call(.close, descriptor))
  report("read(closed)", call(.read, descriptor, fixture.memory, 1))
  report("close(-1)", call(.close, -1))
  report("close(bad)", call(.close, Fixture.badDescriptor))
  report("close(2^31 - 1)", call(.close, 0x7FFF_FFFF))
}
