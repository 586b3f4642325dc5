// mknod(2), statx(2), openat2(2), O_TMPFILE, renameat2(2)'s flags and other newer calls on the tree.

import Runtime

func checkNodes(_ fixture: Fixture) {
  checkMakingNodes(fixture)
  checkExtendedStatus(fixture)
  checkOpeningBeneath(fixture)
  checkTemporaryFiles(fixture)
  checkExchanging(fixture)
  checkOlderTimes(fixture)
  checkAttributes(fixture)
}

/// Mode and device of a file of the directory itself.
private func show(_ name: CString, _ fixture: Fixture) {
  let status = fixture.memory
  let result = call(.newfstatat, fixture.directory, name.address, status, 0x100)
  guard result == 0 else { return report("  newfstatat", result) }
  report("  mode", word32(at: status + 24))
  report("  device", word(at: status + 40))
  report("  links", word32(at: status + 24) & 0o170000 == 0o040000 ? 0 : word(at: status + 16))
}

private func checkMakingNodes(_ fixture: Fixture) {
  let here = fixture.directory
  func make(_ what: StaticString, _ name: CString, _ mode: Int, _ device: Int = 0) {
    let result = call(.mknodat, here, name.address, mode, device)
    report(what, result)
    if result == 0 { show(name, fixture) }
  }
  make("mknodat(FIFO)", "node.fifo", 0o010666)
  make("mknodat(FIFO) again", "node.fifo", 0o010666)
  make("mknodat(socket)", "node.socket", 0o140755)
  make("mknodat(null)", "node.null", 0o020666, 0x103)
  make("mknodat(large numbers)", "node.large", 0o020600, 0x1234_5678)
  make("mknodat(block)", "node.block", 0o060600, 0x700)
  make("mknodat(regular)", "node.regular", 0o100640)
  make("mknodat(no type)", "node.plain", 0o6755)
  make("mknodat(directory)", "node.directory", 0o040755)
  make("mknodat(link)", "node.link", 0o120777)
  make("mknodat(unknown type)", "node.unknown", 0o170000)
  make("mknodat(trailing slash)", "node.slash/", 0o100644)
  make("mknodat(missing)", "missing/node", 0o100644)
  make("mknodat(null path)", "", 0o100644)
  report("open(socket)", call(.openat, here, address("node.socket"), 0))
  report("openat(FIFO, O_PATH)", holds: call(.openat, here, address("node.fifo"), 0o10000000) >= 0)
  report("truncate(FIFO)", call(.openat, here, address("node.fifo"), 0o200000))
}

private func checkExtendedStatus(_ fixture: Fixture) {
  let status = fixture.memory, here = fixture.directory
  func statx(
    _ what: StaticString, _ directory: Int, _ path: Int, flags: Int = 0, mask: Int = 0x7ff, _ show: Bool = true
  ) {
    fill(status, byteCount: 256, with: 0xFF)
    let result = call(.statx, directory, path, flags, mask, status)
    report(what, result)
    guard result == 0, show else { return }
    report("  has what stat has", holds: word32(at: status) & 0x7ff == 0x7ff)
    report("  links", word32(at: status + 16))
    report("  user", word32(at: status + 20))
    report("  group", word32(at: status + 24))
    report("  mode", word32(at: status + 28) & 0xFFFF)
    report("  size", word(at: status + 40))
    report("  rdev", word(at: status + 128))
    report("  spare", word(at: status + 248))
    _ = call(.newfstatat, directory, path, status + 512, flags & 0x1100)
    report(
      "  is stat's",
      holds: word(at: status + 32) == word(at: status + 520)
        && word(at: status + 64) == word(at: status + 512 + 72)
        && word(at: status + 96) == word(at: status + 512 + 104)
        && word(at: status + 112) == word(at: status + 512 + 88)
        && word32(at: status + 80 - 8) == word32(at: status + 512 + 80))
  }
  statx("statx(file)", here, address("file"))
  statx("statx(link, NOFOLLOW)", here, address("link"), flags: 0x100)
  statx("statx(link)", here, address("link"))
  statx("statx(/dev/null)", here, address("/dev/null"))
  statx("statx(large)", here, address("node.large"))
  statx("statx(\"\", EMPTY_PATH)", fixture.file, address(""), flags: 0x1000)
  statx("statx(mask 0)", here, address("file"), mask: 0, false)
  statx("statx(force sync)", here, address("file"), flags: 0x2000)
  statx("statx(both syncs)", here, address("file"), flags: 0x6000)
  statx("statx(reserved mask)", here, address("file"), mask: 1 << 31)
  statx("statx(unknown flag)", here, address("file"), flags: 0x1)
  statx("statx(missing)", here, address("missing"))
  statx("statx(\"\")", here, address(""))
  statx("statx(bad)", Fixture.badDescriptor, address("file"))
  fixture.tryBadPointers("statx(path)", .input, byteCount: 2, crossing: false) {
    call(.statx, here, $0, 0, 0x7ff, status)
  }
  fixture.tryBadPointers("statx(buf)", .output, byteCount: 256) { call(.statx, here, address("file"), 0, 0x7ff, $0) }
}

private func checkOpeningBeneath(_ fixture: Fixture) {
  let how = fixture.memory, here = fixture.directory
  let noSymbolicLinks = 4, beneath = 8, inRoot = 16
  func open(
    _ what: StaticString, _ path: CString, _ flags: Int = 0, mode: Int = 0, _ resolve: Int = 0, size: Int = 24,
    more: Int = 0, from directory: Int? = nil
  ) {
    store(flags, at: how)
    store(mode, at: how + 8)
    store(resolve, at: how + 16)
    store(more, at: how + 24)
    let result = call(.openat2, directory ?? here, path.address, how, size)
    reportSuccess(what, result)
    if result >= 0 { _ = call(.close, result) }
  }
  let inner = call(.openat, here, address("directory"), 0o200000)
  _ = call(.symlinkat, address("/file"), here, address("directory/absolute"))
  _ = call(.symlinkat, address("../file"), here, address("directory/up"))
  _ = call(.symlinkat, address("inner"), here, address("directory/near"))
  open("openat2(file)", "file")
  open("openat2(file, 16 bytes)", "file", size: 16)
  open("openat2(file, 0 bytes)", "file", size: 0)
  open("openat2(file, 32 bytes)", "file", size: 32)
  open("openat2(file, 32 bytes, not zero)", "file", size: 32, more: 1)
  open("openat2(file, 4104 bytes)", "file", size: 4104)
  open("openat2(file, mode)", "file", mode: 0o644)
  open("openat2(file, unknown flag)", "file", 0o20)
  open("openat2(file, wide flag)", "file", 1 << 40)
  open("openat2(made, O_CREAT)", "made2", 0o102, mode: 0o600)
  open("openat2(made, O_CREAT, wide mode)", "made2", 0o102, mode: 0o10000)
  open("openat2(file, O_PATH|O_RDWR)", "file", 0o10000002)
  open("openat2(file, unknown resolve)", "file", 0, 0x40)
  open("openat2(link, NO_SYMLINKS)", "link", 0, noSymbolicLinks)
  open("openat2(link, NO_SYMLINKS, O_PATH|O_NOFOLLOW)", "link", 0o10400000, noSymbolicLinks)
  open("openat2(file, NO_SYMLINKS)", "file", 0, noSymbolicLinks)
  open("openat2(file, NO_XDEV|NO_MAGICLINKS)", "file", 0, 3)
  open("openat2(both)", "file", 0, beneath | inRoot)
  for resolve in stride(from: beneath, through: inRoot, by: inRoot - beneath) {
    open("openat2(inner)", "inner", 0, resolve, from: inner)
    open("openat2(.)", ".", 0, resolve, from: inner)
    open("openat2(..)", "..", 0, resolve, from: inner)
    open("openat2(../file)", "../file", 0, resolve, from: inner)
    open("openat2(../directory/inner)", "../directory/inner", 0, resolve, from: inner)
    open("openat2(/inner)", "/inner", 0, resolve, from: inner)
    open("openat2(/)", "/", 0, resolve, from: inner)
    open("openat2(absolute)", "absolute", 0, resolve, from: inner)
    open("openat2(up)", "up", 0, resolve, from: inner)
    open("openat2(near)", "near", 0, resolve, from: inner)
    open("openat2(bad)", "/inner", 0, resolve, from: Fixture.badDescriptor)
  }
  open("openat2(CACHED, O_CREAT)", "file", 0o100, 0x20)
  fixture.tryBadPointers("openat2(how)", .input, byteCount: 24) { call(.openat2, here, address("file"), $0, 24) }
  _ = call(.close, inner)
}

private func checkTemporaryFiles(_ fixture: Fixture) {
  let here = fixture.directory, temporary = 0o20200000
  let file = call(.openat, here, address("."), temporary | 2, 0o640)
  report("openat(O_TMPFILE)", holds: file >= 0)
  _ = call(.fstat, file, fixture.memory)
  report("  mode", word32(at: fixture.memory + 24))
  report("  links", word(at: fixture.memory + 16))
  report("write", call(.write, file, address("abc"), 3))
  report("linkat(EMPTY_PATH)", call(.linkat, file, address(""), here, address("named"), 0x1000))
  show("named", fixture)
  report("linkat(EMPTY_PATH) again", call(.linkat, file, address(""), here, address("named"), 0x1000))
  let exclusive = call(.openat, here, address("."), temporary | 0o200 | 2, 0o640)
  report("openat(O_TMPFILE|O_EXCL)", holds: exclusive >= 0)
  report("linkat(EMPTY_PATH)", call(.linkat, exclusive, address(""), here, address("never"), 0x1000))
  report("openat(O_TMPFILE, read-only)", call(.openat, here, address("."), temporary, 0o640))
  report("openat(O_TMPFILE, file)", call(.openat, here, address("file"), temporary | 2, 0o640))
  report("openat(O_TMPFILE, missing)", call(.openat, here, address("missing"), temporary | 2, 0o640))
  report("openat(O_TMPFILE|O_CREAT)", call(.openat, here, address("."), temporary | 0o102, 0o640))
  _ = call(.close, file)
  _ = call(.close, exclusive)
}

private func checkExchanging(_ fixture: Fixture) {
  let here = fixture.directory
  let noReplace = 1, exchange = 2, whiteout = 4
  func rename(_ what: StaticString, _ old: CString, _ new: CString, _ flags: Int) {
    report(what, call(.renameat2, here, old.address, here, new.address, flags))
  }
  _ = call(.mkdirat, here, address("one"), 0o755)
  _ = call(.mkdirat, here, address("two"), 0o755)
  _ = call(.mkdirat, here, address("one/deep"), 0o700)
  _ = call(.close, call(.openat, here, address("two/shallow"), 0o101, 0o600))
  rename("exchange(one/deep, two/shallow)", "one/deep", "two/shallow", exchange)
  show("one/deep", fixture)
  show("two/shallow", fixture)
  let inner = call(.openat, here, address("two/shallow/.."), 0o10000000)
  _ = call(.fstat, inner, fixture.memory)
  let parent = word(at: fixture.memory + 8)
  report("  links of two", word(at: fixture.memory + 16))
  _ = call(.newfstatat, here, address("two"), fixture.memory, 0)
  report("  .. leads to two", holds: parent == word(at: fixture.memory + 8))
  _ = call(.newfstatat, here, address("one"), fixture.memory, 0)
  report("  links of one", word(at: fixture.memory + 16))
  _ = call(.close, inner)
  rename("exchange(one, two)", "one", "two", exchange)
  show("two/deep", fixture)
  rename("exchange(one, itself)", "one", "one", exchange)
  rename("exchange(one, what it holds)", "one", "one/shallow", exchange)
  rename("exchange(what it holds, one)", "one/shallow", "one", exchange)
  rename("exchange(one, missing)", "one", "missing", exchange)
  rename("exchange(missing, one)", "missing", "one", exchange)
  rename("exchange(two/deep, one/)", "two/deep", "one/", exchange)
  rename("exchange(one, two/deep/)", "one", "two/deep/", exchange)
  rename("exchange(two/deep/, one)", "two/deep/", "one", exchange)
  rename("exchange and no replace", "one", "two", exchange | noReplace)
  rename("exchange and whiteout", "one", "two", exchange | whiteout)
  rename("unknown flag", "one", "two", 8)
  rename("whiteout(two/deep, two/moved)", "two/deep", "two/moved", whiteout)
  show("two/deep", fixture)
  show("two/moved", fixture)
  rename("whiteout and no replace, there", "two/moved", "two/deep", whiteout | noReplace)
  rename("whiteout(missing)", "missing", "two/x", whiteout)
}

/// utime(2), utimes and futimesat, which utimensat(2) replaces.
private func checkOlderTimes(_ fixture: Fixture) {
  let times = fixture.memory + 1024, here = fixture.directory
  func show() {
    _ = call(.newfstatat, here, address("named"), fixture.memory, 0)
    report("  accessed", word(at: fixture.memory + 72))
    report("  and nanoseconds", word(at: fixture.memory + 80))
    report("  modified", word(at: fixture.memory + 88))
    report("  and nanoseconds", word(at: fixture.memory + 96))
  }
  store(1000, at: times)
  store(2000, at: times + 8)
  report("utime", call(.utime, fixture.path(of: "named"), times))
  show()
  report("utime(missing)", call(.utime, fixture.path(of: "missing"), times))
  store(3000, at: times)
  store(7, at: times + 8)
  store(4000, at: times + 16)
  store(999_999, at: times + 24)
  report("utimes", call(.utimes, fixture.path(of: "named"), times))
  show()
  report("futimesat", call(.futimesat, here, address("named"), times))
  store(1_000_000, at: times + 24)
  report("utimes(too many microseconds)", call(.utimes, fixture.path(of: "named"), times))
  store(-1, at: times + 24)
  report("futimesat(negative)", call(.futimesat, here, address("named"), times))
  report("futimesat(null)", call(.futimesat, here, address("named"), 0))
  report("futimesat(descriptor, null)", call(.futimesat, fixture.file, 0, 0))
  report("futimesat(bad)", call(.futimesat, Fixture.badDescriptor, address("named"), 0))
  report("utime(bad times)", call(.utime, fixture.path(of: "named"), 8))
  report("utimes(bad path)", call(.utimes, 8, times))
  report("fchmodat2(named)", call(.fchmodat2, here, address("named"), 0o600, 0))
  report("fchmodat2(link, NOFOLLOW)", call(.fchmodat2, here, address("link"), 0o600, 0x100))
  report("fchmodat2(named, NOFOLLOW)", call(.fchmodat2, here, address("named"), 0o644, 0x100))
  report("fchmodat2(file, EMPTY_PATH)", call(.fchmodat2, fixture.file, address(""), 0o644, 0x1000))
  report("fchmodat2(unknown flag)", call(.fchmodat2, here, address("named"), 0o600, 0x200))
}

private func checkAttributes(_ fixture: Fixture) {
  let memory = fixture.memory
  let file = call(.openat, fixture.directory, address("named"), 2)
  func set(_ what: StaticString, _ name: CString, _ value: CString, _ size: Int, _ flags: Int = 0) {
    report(what, call(.fsetxattr, file, name.address, value.address, size, flags))
  }
  set("fsetxattr(user.one)", "user.one", "value", 5)
  set("fsetxattr(user.one, CREATE)", "user.one", "value", 5, 1)
  set("fsetxattr(user.two, REPLACE)", "user.two", "value", 5, 2)
  set("fsetxattr(user.one, REPLACE)", "user.one", "longer value", 12, 2)
  set("fsetxattr(unknown flags)", "user.one", "value", 5, 4)
  set("fsetxattr(no namespace)", "one", "value", 5)
  set("fsetxattr(unknown namespace)", "other.one", "value", 5)
  set("fsetxattr(user.)", "user.", "value", 5)
  set("fsetxattr(empty name)", "", "value", 5)
  set("fsetxattr(too long)", "user.one", "value", 65537)
  report("fgetxattr(user.one, 0)", call(.fgetxattr, file, address("user.one"), 0, 0))
  report("fgetxattr(user.one, 100)", call(.fgetxattr, file, address("user.one"), memory, 100))
  report("  is", holds: holds(memory, "longer value"))
  report("fgetxattr(user.one, 5)", call(.fgetxattr, file, address("user.one"), memory, 5))
  report("fgetxattr(user.two)", call(.fgetxattr, file, address("user.two"), memory, 100))
  report("fgetxattr(other.one)", call(.fgetxattr, file, address("other.one"), memory, 100))
  report("flistxattr(0)", call(.flistxattr, file, 0, 0))
  report("flistxattr(100)", call(.flistxattr, file, memory, 100))
  report("  is", holds: holds(memory, "user.one"))
  report("flistxattr(3)", call(.flistxattr, file, memory, 3))
  set("fsetxattr(user.empty)", "user.empty", "", 0)
  report("fgetxattr(user.empty)", call(.fgetxattr, file, address("user.empty"), memory, 100))
  report("fremovexattr(user.empty)", call(.fremovexattr, file, address("user.empty")))
  report("fremovexattr(user.empty) again", call(.fremovexattr, file, address("user.empty")))
  report("getxattr(path)", call(.getxattr, fixture.path(of: "named"), address("user.one"), memory, 100))
  report("lgetxattr(link)", call(.lgetxattr, fixture.path(of: "link"), address("user.one"), memory, 100))
  report("lsetxattr(link)", call(.lsetxattr, fixture.path(of: "link"), address("user.one"), memory, 1))
  report("setxattr(directory)", call(.setxattr, fixture.path(of: "one"), address("user.d"), memory, 4))
  report("listxattr(directory)", call(.listxattr, fixture.path(of: "one"), memory, 100))
  report("llistxattr(link)", call(.llistxattr, fixture.path(of: "link"), memory, 100))
  report("removexattr(directory)", call(.removexattr, fixture.path(of: "one"), address("user.d")))
  report("lremovexattr(missing)", call(.lremovexattr, fixture.path(of: "missing"), address("user.d")))
  report("fsetxattr(FIFO)", call(.setxattr, fixture.path(of: "node.fifo"), address("user.d"), memory, 4))
  report("fgetxattr(FIFO)", call(.getxattr, fixture.path(of: "node.fifo"), address("user.d"), memory, 4))
  report("fgetxattr(bad)", call(.fgetxattr, Fixture.badDescriptor, address("user.d"), memory, 4))
  report("fremovexattr(user.one)", call(.fremovexattr, file, address("user.one")))
  fixture.tryBadPointers("fsetxattr(value)", .input, byteCount: 16) {
    $0 == 0 ? 0 : call(.fsetxattr, file, address("user.b"), $0, 16, 0)
  }
  _ = call(.close, file)
}
