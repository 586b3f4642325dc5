// Changing the tree: making, linking, renaming and removing files, their length, permissions, owners and times.

import Runtime

func checkTree(_ fixture: Fixture) {
  checkMakingDirectories(fixture)
  checkLinking(fixture)
  checkRenaming(fixture)
  checkRemoving(fixture)
  checkWholePaths(fixture)
  checkTreePointers(fixture)
}

/// Makes an empty file in the directory.
private func make(_ name: CString, _ fixture: Fixture) {
  _ = call(.close, call(.openat, fixture.directory, name.address, 0o101, 0o644))
}

/// Mode and number of links of a file of the directory itself, as stat has them: permissions and type in octal's digits.
private func show(_ name: CString, _ fixture: Fixture) {
  let status = fixture.memory
  let result = call(.newfstatat, fixture.directory, name.address, status, 0x100)
  guard result == 0 else { return report("  newfstatat", result) }
  report("  mode", word32(at: status + 24))
  report("  size", word32(at: status + 24) & 0o170000 == 0o100000 ? word(at: status + 48) : 0)
  report("  links", word32(at: status + 24) & 0o170000 == 0o040000 ? 0 : word(at: status + 16))
}

private func checkMakingDirectories(_ fixture: Fixture) {
  /// Makes a directory and shows it.
  func mkdir(_ what: StaticString, _ name: CString, _ mode: Int = 0o755) {
    let result = call(.mkdirat, fixture.directory, name.address, mode)
    report(what, result)
    if result == 0 { show(name, fixture) }
  }
  _ = call(.umask, 0o027)
  mkdir("mkdirat(new)", "new", 0o777)
  mkdir("mkdirat(new) again", "new")
  mkdir("mkdirat(new/)", "new/")
  mkdir("mkdirat(second/)", "second/", 0o7777)
  mkdir("mkdirat(new/.)", "new/.")
  mkdir("mkdirat(new/..)", "new/..")
  mkdir("mkdirat(new/inner)", "new/inner")
  mkdir("mkdirat(missing/inner)", "missing/inner")
  mkdir("mkdirat(file)", "file")
  mkdir("mkdirat(file/inner)", "file/inner")
  mkdir("mkdirat(link)", "link")
  mkdir("mkdirat(dangling)", "dangling")
  mkdir("mkdirat(loop/inner)", "loop/inner")
  mkdir("mkdirat(\"\")", "")
  report("mkdirat(file's descriptor)", call(.mkdirat, fixture.file, address("x"), 0o755))
  report("mkdirat(bad)", call(.mkdirat, Fixture.badDescriptor, address("x"), 0o755))
  _ = call(.umask, 0o022)
}

private func checkLinking(_ fixture: Fixture) {
  let here = fixture.directory
  /// Links one name to another.
  func link(_ what: StaticString, _ old: CString, _ new: CString, flags: Int = 0) {
    report(what, call(.linkat, here, old.address, here, new.address, flags))
  }
  make("original", fixture)
  link("linkat(original, twin)", "original", "twin")
  show("twin", fixture)
  link("linkat(original, twin) again", "original", "twin")
  link("linkat(original, new)", "original", "new")
  link("linkat(original, missing/twin)", "original", "missing/twin")
  link("linkat(original, slash/)", "original", "slash/")
  link("linkat(original/, other)", "original/", "other")
  link("linkat(missing, other)", "missing", "other")
  link("linkat(missing, twin)", "missing", "twin")
  link("linkat(directory, other)", "directory", "other")
  link("linkat(directory, twin)", "directory", "twin")
  link("linkat(dangling, other)", "dangling", "soft")
  show("soft", fixture)
  link("linkat(dangling, other, FOLLOW)", "dangling", "other", flags: 0x400)
  link("linkat(bad flags)", "original", "other", flags: 1)
  link("linkat(\"\")", "", "other")

  /// Makes a symbolic link.
  func symlink(_ what: StaticString, _ target: CString, _ name: CString) {
    report(what, call(.symlinkat, target.address, here, name.address))
  }
  symlink("symlinkat(anywhere, arrow)", "anywhere", "arrow")
  symlink("symlinkat(anywhere, arrow) again", "anywhere", "arrow")
  symlink("symlinkat(\"\", empty)", "", "empty")
  symlink("symlinkat(anywhere, \"\")", "anywhere", "")
  symlink("symlinkat(anywhere, arrow2/)", "anywhere", "arrow2/")
  symlink("symlinkat(anywhere, missing/arrow)", "anywhere", "missing/arrow")
  symlink("symlinkat(anywhere, file/arrow)", "anywhere", "file/arrow")
  symlink("symlinkat(anywhere, new)", "anywhere", "new")
}

private func checkRenaming(_ fixture: Fixture) {
  let here = fixture.directory
  /// Renames within the directory.
  func rename(_ what: StaticString, _ old: CString, _ new: CString, flags: Int = 0) {
    report(what, call(.renameat2, here, old.address, here, new.address, flags))
  }
  make("one", fixture)
  make("two", fixture)
  rename("renameat2(one, three)", "one", "three")
  rename("renameat2(one, three) again", "one", "three")
  rename("renameat2(three, two)", "three", "two")
  rename("renameat2(two, two)", "two", "two")
  rename("renameat2(two, twin, NOREPLACE)", "two", "twin", flags: 1)
  rename("renameat2(two, four, NOREPLACE)", "two", "four", flags: 1)
  rename("renameat2(four, twin, bad flags)", "four", "twin", flags: 8)
  rename("renameat2(four, twin, NOREPLACE|EXCHANGE)", "four", "twin", flags: 3)
  rename("renameat2(original, twin)", "original", "twin")
  show("original", fixture)
  rename("renameat2(four, new)", "four", "new")
  rename("renameat2(new, four)", "new", "four")
  rename("renameat2(new, second)", "new", "second")
  show("second", fixture)
  rename("renameat2(second, directory)", "second", "directory")
  rename("renameat2(second, second/inner/self)", "second", "second/inner/self")
  rename("renameat2(second/inner, second)", "second/inner", "second")
  rename("renameat2(four/, five)", "four/", "five")
  rename("renameat2(four, five/)", "four", "five/")
  rename("renameat2(second/, sixth/)", "second/", "sixth/")
  rename("renameat2(sixth/., seventh)", "sixth/.", "seventh")
  rename("renameat2(sixth/.., seventh)", "sixth/..", "seventh")
  rename("renameat2(four, missing/five)", "four", "missing/five")
  rename("renameat2(missing/four, five)", "missing/four", "five")
  rename("renameat2(file/four, five)", "file/four", "five")
  rename("renameat2(arrow, bolt)", "arrow", "bolt")
  rename("renameat2(\"\", five)", "", "five")
  rename("renameat2(four, \"\")", "four", "")
  report("renameat(four, sixth/four)", call(.renameat, here, address("four"), here, address("sixth/four")))
  report("renameat(bad)", call(.renameat, Fixture.badDescriptor, address("four"), here, address("five")))
}

private func checkRemoving(_ fixture: Fixture) {
  /// Removes a name of the directory.
  func unlink(_ what: StaticString, _ name: CString, flags: Int = 0) {
    report(what, call(.unlinkat, fixture.directory, name.address, flags))
  }
  let removeDirectory = 0x200
  unlink("unlinkat(sixth)", "sixth")
  unlink("unlinkat(sixth, REMOVEDIR)", "sixth", flags: removeDirectory)
  unlink("unlinkat(sixth/four/)", "sixth/four/")
  unlink("unlinkat(sixth/four, REMOVEDIR)", "sixth/four", flags: removeDirectory)
  unlink("unlinkat(sixth/four)", "sixth/four")
  unlink("unlinkat(sixth/four) again", "sixth/four")
  unlink("unlinkat(sixth/inner/., REMOVEDIR)", "sixth/inner/.", flags: removeDirectory)
  unlink("unlinkat(sixth/inner/.., REMOVEDIR)", "sixth/inner/..", flags: removeDirectory)
  unlink("unlinkat(sixth/inner/, REMOVEDIR)", "sixth/inner/", flags: removeDirectory)
  unlink("unlinkat(sixth, REMOVEDIR) when empty", "sixth", flags: removeDirectory)
  unlink("unlinkat(soft)", "soft")
  unlink("unlinkat(bolt)", "bolt")
  unlink("unlinkat(twin)", "twin")
  unlink("unlinkat(.)", ".")
  unlink("unlinkat(..)", "..")
  unlink("unlinkat(/)", "/")
  unlink("unlinkat(/, REMOVEDIR)", "/", flags: removeDirectory)
  unlink("unlinkat(\"\")", "")
  unlink("unlinkat(file/inner)", "file/inner")
  unlink("unlinkat(bad flags)", "original", flags: 1)
  report("unlinkat(bad)", call(.unlinkat, Fixture.badDescriptor, address("original"), 0))

  // A file that is open lives on without a name.
  let open = call(.openat, fixture.directory, address("original"), 2)
  unlink("unlinkat(original) while open", "original")
  report("write to it", call(.write, open, address("abc"), 3))
  report("fstat of it", call(.fstat, open, fixture.memory))
  report("  links", word(at: fixture.memory + 16))
  report("linkat of it", call(.linkat, open, address(""), fixture.directory, address("again"), 0x1000))
  _ = call(.close, open)
}

/// The calls that take no directory, with whole paths.
private func checkWholePaths(_ fixture: Fixture) {
  func path(_ name: CString) -> Int { fixture.path(of: name) }
  report("mkdir(whole)", call(.mkdir, path("whole"), 0o700))
  report("mkdir(whole) again", call(.mkdir, path("whole"), 0o700))
  reportSuccess("creat(whole/file)", call(.creat, path("whole/file"), 0o640))
  show("whole/file", fixture)
  report("creat(whole)", call(.creat, path("whole"), 0o640))
  report("symlink(whole/arrow)", call(.symlink, address("file"), path("whole/arrow")))
  report("truncate(whole/file, 100)", call(.truncate, path("whole/file"), 100))
  report("truncate(whole/arrow, 50)", call(.truncate, path("whole/arrow"), 50))
  show("whole/file", fixture)
  report("truncate(whole, 0)", call(.truncate, path("whole"), 0))
  report("truncate(/dev/null, 0)", call(.truncate, address("/dev/null"), 0))
  report("truncate(whole/file, -1)", call(.truncate, path("whole/file"), -1))
  report("truncate(missing, 0)", call(.truncate, path("missing"), 0))
  report("chmod(whole/arrow, 4711)", call(.chmod, path("whole/arrow"), 0o4711))
  show("whole/file", fixture)
  report("chmod(whole/file, all bits)", call(.chmod, path("whole/file"), -1))
  show("whole/file", fixture)
  report("chmod(missing)", call(.chmod, path("missing"), 0o700))
  report("fchmodat(whole/file)", call(.fchmodat, fixture.directory, address("whole/file"), 0o640))
  report("rmdir(whole)", call(.rmdir, path("whole")))
  report("unlink(whole/arrow)", call(.unlink, path("whole/arrow")))
  report("unlink(whole)", call(.unlink, path("whole")))
  report("rmdir(whole/file)", call(.rmdir, path("whole/file")))
  checkOpenOnes(fixture, call(.open, path("whole/file"), 2))
  report("unlink(whole/file)", call(.unlink, path("whole/file")))
  report("rmdir(whole) when empty", call(.rmdir, path("whole")))
  report("rmdir(missing)", call(.rmdir, path("missing")))
  report("statfs(missing)", call(.statfs, path("missing"), fixture.memory))
  report("statfs(file)", call(.statfs, path("file"), fixture.memory))
  report("  has blocks, and longest names of", word(at: fixture.memory + 64))
  report("fstatfs(file)", call(.fstatfs, fixture.file, fixture.memory))
  report("fstatfs(bad)", call(.fstatfs, Fixture.badDescriptor, fixture.memory))
  report("sync", call(.sync))
}

/// The calls on a file that is open.
private func checkOpenOnes(_ fixture: Fixture, _ file: Int) {
  let bad = Fixture.badDescriptor
  report("ftruncate(4097)", call(.ftruncate, file, 4097))
  show("whole/file", fixture)
  report("ftruncate(-1)", call(.ftruncate, file, -1))
  report("ftruncate(read-only)", call(.ftruncate, fixture.file, 0))
  report("ftruncate(directory)", call(.ftruncate, fixture.directory, 0))
  report("ftruncate(/dev/null)", call(.ftruncate, fixture.null, 0))
  report("ftruncate(bad)", call(.ftruncate, bad, 0))
  report("ftruncate(bad, -1)", call(.ftruncate, bad, -1))
  report("fchmod(600)", call(.fchmod, file, 0o600))
  show("whole/file", fixture)
  report("fchmod(bad)", call(.fchmod, bad, 0o600))
  report("fsync", call(.fsync, file))
  report("fdatasync", call(.fdatasync, file))
  report("fsync(directory)", call(.fsync, fixture.directory))
  report("fsync(/dev/null)", call(.fsync, fixture.null))
  report("fsync(bad)", call(.fsync, bad))
  let place = call(.openat, fixture.directory, address("whole"), 0o10000000)
  report("fsync(O_PATH)", call(.fsync, place))
  report("fchmod(O_PATH)", call(.fchmod, place, 0o700))
  report("ftruncate(O_PATH)", call(.ftruncate, place, 0))
  report("fchdir(file)", call(.fchdir, file))
  report("fchdir(bad)", call(.fchdir, bad))
  checkTimes(fixture, file)
  _ = call(.close, place)
  _ = call(.close, file)
}

/// utimensat(2): what is set, kept and refused.
private func checkTimes(_ fixture: Fixture, _ file: Int) {
  let times = fixture.memory + 1024
  let kept = 0x3FFF_FFFE, now = 0x3FFF_FFFF
  /// Sets both times of the open file and shows its status' seconds.
  func set(_ what: StaticString, _ accessed: (Int, Int), _ modified: (Int, Int)) {
    store(accessed.0, at: times)
    store(accessed.1, at: times + 8)
    store(modified.0, at: times + 16)
    store(modified.1, at: times + 24)
    report(what, call(.utimensat, file, 0, times, 0))
  }
  func showTimes() {
    _ = call(.fstat, file, fixture.memory)
    report("  accessed", word(at: fixture.memory + 72))
    report("  and nanoseconds", word(at: fixture.memory + 80))
    report("  modified", word(at: fixture.memory + 88))
    report("  and nanoseconds", word(at: fixture.memory + 96))
  }
  set("utimensat(both)", (1_000_000, 5), (2_000_000, 999_999_999))
  showTimes()
  set("utimensat(modified)", (7, kept), (3_000_000, 0))
  showTimes()
  set("utimensat(accessed)", (4_000_000, 1), (7, kept))
  showTimes()
  set("utimensat(neither)", (7, kept), (7, kept))
  showTimes()
  set("utimensat(now)", (7, now), (5_000_000, 0))
  _ = call(.fstat, file, fixture.memory)
  report("  accessed now", holds: word(at: fixture.memory + 72) > 1_600_000_000)
  report("utimensat(null)", call(.utimensat, file, 0, 0, 0))
  report("utimensat(bad)", call(.utimensat, Fixture.badDescriptor, 0, 0, 0))
  report("utimensat(missing)", call(.utimensat, fixture.directory, address("missing"), 0, 0))
  report("utimensat(dangling, NOFOLLOW)", call(.utimensat, fixture.directory, address("dangling"), 0, 0x100))
  report("utimensat(dangling)", call(.utimensat, fixture.directory, address("dangling"), 0, 0))
  report("utimensat(\"\")", call(.utimensat, fixture.directory, address(""), 0, 0))
  fixture.tryBadPointers("utimensat(times)", .input, byteCount: 32, crossing: true) {
    $0 == 0 ? -14 : call(.utimensat, file, 0, $0, 0)
  }
}

private func checkTreePointers(_ fixture: Fixture) {
  let here = fixture.directory
  /// Every kind of bad path.
  func path(_ what: StaticString, _ attempt: (Int) -> Int) {
    fixture.tryBadPointers(what, .input, byteCount: 2, crossing: false, attempt)
  }
  path("mkdir(path)") { call(.mkdir, $0, 0o755) }
  path("rmdir(path)") { call(.rmdir, $0) }
  path("unlink(path)") { call(.unlink, $0) }
  path("creat(path)") { call(.creat, $0, 0o644) }
  path("rename(old)") { call(.renameat, here, $0, here, address("x")) }
  path("rename(new)") { call(.renameat, here, address("file"), here, $0) }
  path("link(old)") { call(.linkat, here, $0, here, address("x"), 0) }
  path("link(new)") { call(.linkat, here, address("file"), here, $0, 0) }
  path("symlink(target)") { call(.symlinkat, $0, here, address("x")) }
  path("symlink(path)") { call(.symlinkat, address("x"), here, $0) }
  path("truncate(path)") { call(.truncate, $0, 0) }
  path("chmod(path)") { call(.chmod, $0, 0o644) }
  path("statfs(path)") { call(.statfs, $0, fixture.memory) }
  fixture.tryBadPointers("statfs(buf)", .output, byteCount: 120) { call(.statfs, address("/"), $0) }
}
