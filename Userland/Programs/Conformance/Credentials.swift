// Users, groups and capabilities: setuid(2) and its kin, and what permission bits then forbid.

import Runtime

/// The user and group that have no right of their own.
private let stranger = 65534

/// Makes effective IDs the stranger's, for as long as a body runs.
private func asStranger(_ body: () -> Void) {
  report("become a stranger", call(.setresgid, -1, stranger, -1) | call(.setresuid, -1, stranger, -1))
  body()
  report("become root again", call(.setresuid, -1, 0, -1) | call(.setresgid, -1, 0, -1))
}

func checkCredentials(_ fixture: Fixture) {
  report("setgroups(0)", call(.setgroups, 0, 0))
  checkIDs(fixture)
  checkGroups(fixture)
  checkCapabilities(fixture)
  checkPermissions(fixture)
  checkOwnership(fixture)
  checkInheritance(fixture)
}

/// Shows all IDs in one line each.
private func showIDs(_ fixture: Fixture) {
  let memory = fixture.memory
  report("  getresuid", call(.getresuid, memory, memory + 4, memory + 8))
  report("  real user", word32(at: memory))
  report("  effective user", word32(at: memory + 4))
  report("  saved user", word32(at: memory + 8))
  report("  getresgid", call(.getresgid, memory, memory + 4, memory + 8))
  report("  real group", word32(at: memory))
  report("  effective group", word32(at: memory + 4))
  report("  saved group", word32(at: memory + 8))
  report("  file-system user", call(.setfsuid, -1))
  report("  file-system group", call(.setfsgid, -1))
}

private func checkIDs(_ fixture: Fixture) {
  showIDs(fixture)
  report("getuid", call(.getuid))
  report("getegid", call(.getegid))
  report("setuid(-1)", call(.setuid, -1))
  report("setgid(-1)", call(.setgid, -1))
  report("setresgid(5, 6, 7)", call(.setresgid, 5, 6, 7))
  showIDs(fixture)
  report("setregid(-1, 8)", call(.setregid, -1, 8))
  showIDs(fixture)
  report("setregid(9, -1)", call(.setregid, 9, -1))
  showIDs(fixture)
  report("setgid(0)", call(.setgid, 0))
  report("setfsgid(12)", call(.setfsgid, 12))
  report("setfsgid(0)", call(.setfsgid, 0))
  report("setresuid(-1, 1000, -1)", call(.setresuid, -1, 1000, -1))
  showIDs(fixture)
  report("setuid(5) without the right", call(.setuid, 5))
  report("setgid(5) without the right", call(.setgid, 5))
  report("setreuid(5, -1) without the right", call(.setreuid, 5, -1))
  report("setreuid(-1, 5) without the right", call(.setreuid, -1, 5))
  report("setresuid(5, -1, -1) without the right", call(.setresuid, 5, -1, -1))
  report("setresgid(-1, 5, -1) without the right", call(.setresgid, -1, 5, -1))
  report("setregid(-1, 5) without the right", call(.setregid, -1, 5))
  report("setgroups without the right", call(.setgroups, 0, 0))
  report("chroot without the right", call(.chroot, address("/")))
  report("setfsuid(5) without the right", call(.setfsuid, 5))
  report("setfsuid(0) without the right", call(.setfsuid, 0))
  report("  file-system user", call(.setfsuid, -1))
  report("setresuid(-1, -1, -1)", call(.setresuid, -1, -1, -1))
  report("setreuid(-1, 0)", call(.setreuid, -1, 0))
  showIDs(fixture)
  report("setreuid(-1, 1000), then back", call(.setreuid, -1, 1000))
  report("setuid(0) of the real user", call(.setuid, 0))
  showIDs(fixture)
  report("setresuid(-1, 0, 0)", call(.setresuid, -1, 0, 0))
  showIDs(fixture)
  fixture.tryBadPointers("getresuid(ruid)", .output, byteCount: 4) {
    call(.getresuid, $0, fixture.memory, fixture.memory)
  }
}

private func checkGroups(_ fixture: Fixture) {
  let list = fixture.memory
  let groups: InlineArray<4, Int> = [7, 3, 70_000, 3]
  for index in groups.indices { store32(groups[index], at: list + index * 4) }
  report("setgroups(4)", call(.setgroups, 4, list))
  fill(list, byteCount: 32, with: 0)
  report("getgroups(0)", call(.getgroups, 0, 0))
  report("getgroups(3)", call(.getgroups, 3, list))
  report("getgroups(8)", call(.getgroups, 8, list))
  for index in 0..<4 { report("  group", word32(at: list + index * 4)) }
  report("getgroups(-1)", call(.getgroups, -1, list))
  report("getgroups(bad)", call(.getgroups, 8, 8))
  report("setgroups(65537)", call(.setgroups, 65537, list))
  report("setgroups(bad)", call(.setgroups, 4, 8))
  store32(-1, at: list)
  report("setgroups(-1 in it)", call(.setgroups, 1, list))
  report("setgroups(0)", call(.setgroups, 0, 0))
  report("getgroups(8)", call(.getgroups, 8, list))
}

private func checkCapabilities(_ fixture: Fixture) {
  let header = fixture.memory, data = fixture.memory + 64
  store32(0x2008_0522, at: header)
  store32(0, at: header + 4)
  report("capget", call(.capget, header, data))
  report("  root may change owners", holds: word32(at: data) & 1 == 1)
  report("  effective is permitted", holds: word32(at: data) == word32(at: data + 4))
  report("  inheritable", word32(at: data + 8))
  store32(1, at: header)
  report("capget(unknown version)", call(.capget, header, data))
  report("  version", word32(at: header))
  store32(1, at: header)
  report("capget(unknown version, null)", call(.capget, header, 0))
  report("capget(null)", call(.capget, header, 0))
  report("capget(header null)", call(.capget, 0, data))
  store32(-1, at: header + 4)
  report("capget(-1)", call(.capget, header, data))
  store32(0x7FFF_FFFF, at: header + 4)
  report("capget(nobody)", call(.capget, header, data))
  report("capset(nobody)", call(.capset, header, data))
  store32(0, at: header + 4)
  report("capget", call(.capget, header, data))
  asStranger {
    report("capget as a stranger", call(.capget, header, data))
    report("  effective", word32(at: data))
    report("  may change owners again", holds: word32(at: data + 4) & 1 == 1)
    report("capset(permitted made effective)", capsetEffective(header, data))
    report("  chown by capability", call(.fchownat, fixture.directory, address("scratch"), 0, 0, 0))
  }
  report("capget", call(.capget, header, data))
  store32(-1, at: data + 16)
  store32(-1, at: data + 12)
  report("capset(unknown bits)", call(.capset, header, data))
  store32(0x1998_0330, at: header)
  report("capget(version 1)", call(.capget, header, data))
  report("capset(null)", call(.capset, header, 0))
}

private func capsetEffective(_ header: Int, _ data: Int) -> Int {
  store32(word32(at: data + 4), at: data)
  store32(word32(at: data + 16), at: data + 12)
  return call(.capset, header, data)
}

/// What a stranger may do with root's files.
private func checkPermissions(_ fixture: Fixture) {
  let here = fixture.directory
  let readOnly = 0, writeOnly = 1, readWrite = 2
  func open(_ what: StaticString, _ name: CString, _ flags: Int, _ mode: Int = 0o644) {
    let result = call(.openat, here, name.address, flags, mode)
    reportSuccess(what, result)
    if result >= 0 { _ = call(.close, result) }
  }
  _ = call(.close, call(.openat, here, address("secret"), 0o101, 0o600))
  _ = call(.close, call(.openat, here, address("public"), 0o101, 0o644))
  _ = call(.fchmodat, here, address("public"), 0o646)
  _ = call(.mkdirat, here, address("closed"), 0o700)
  _ = call(.close, call(.openat, here, address("closed/inner"), 0o101, 0o666))
  _ = call(.mkdirat, here, address("shared"), 0o777)
  _ = call(.fchmodat, here, address("shared"), 0o1777)
  _ = call(.close, call(.openat, here, address("shared/roots"), 0o101, 0o666))
  report("access(secret, W_OK) as root", call(.faccessat, here, address("secret"), 2))
  report("access(secret, X_OK) as root", call(.faccessat, here, address("secret"), 1))
  report("access(executable, X_OK) as root", call(.faccessat, here, address("executable"), 1))
  asStranger {
    open("open(secret, read)", "secret", readOnly)
    open("open(secret, O_PATH)", "secret", 0o10000000)
    open("open(public, read)", "public", readOnly)
    open("open(public, read and write)", "public", readWrite)
    open("open(file, write)", "file", writeOnly)
    open("open(file, O_TRUNC)", "file", 0o1000)
    open("open(public, O_NOATIME)", "public", 0o1000000)
    open("open(new, O_CREAT)", "fresh", 0o101)
    open("open(file, O_CREAT)", "file", 0o100)
    open("open(file, O_CREAT|O_EXCL)", "file", 0o300)
    open("open(closed)", "closed", readOnly)
    open("open(closed/inner)", "closed/inner", readOnly)
    open("open(closed/missing)", "closed/missing", readOnly)
    open("open(closed/..)", "closed/..", readOnly)
    open("open(closed/.)", "closed/.", readOnly)
    report("stat(closed/inner)", call(.newfstatat, here, address("closed/inner"), fixture.memory, 0))
    report("stat(closed)", call(.newfstatat, here, address("closed"), fixture.memory, 0))
    report("mkdirat(fresh)", call(.mkdirat, here, address("fresh"), 0o755))
    report("mkdirat(file)", call(.mkdirat, here, address("file"), 0o755))
    report("symlinkat(fresh)", call(.symlinkat, address("x"), here, address("fresh")))
    report("linkat(public, fresh)", call(.linkat, here, address("file"), here, address("fresh"), 0))
    report("unlinkat(public)", call(.unlinkat, here, address("public"), 0))
    report("unlinkat(missing)", call(.unlinkat, here, address("missing"), 0))
    report("unlinkat(closed, directory)", call(.unlinkat, here, address("closed"), 0x200))
    report("unlinkat(file, as a directory)", call(.unlinkat, here, address("file"), 0x200))
    report("unlinkat(directory, as a file)", call(.unlinkat, here, address("directory"), 0))
    report("renameat(public, fresh)", call(.renameat, here, address("public"), here, address("fresh")))
    report("unlinkat(shared/roots)", call(.unlinkat, here, address("shared/roots"), 0))
    report("renameat(shared/roots)", call(.renameat, here, address("shared/roots"), here, address("shared/x")))
    open("open(shared/own, O_CREAT)", "shared/own", 0o101)
    report(
      "renameat(shared/own over root's)", call(.renameat, here, address("shared/own"), here, address("shared/roots")))
    report("renameat(shared/own)", call(.renameat, here, address("shared/own"), here, address("shared/mine")))
    report("unlinkat(shared/mine)", call(.unlinkat, here, address("shared/mine"), 0))
    report("access(secret) of the real user", call(.faccessat, here, address("secret"), 4))
    report("faccessat2(secret, AT_EACCESS)", call(.faccessat2, here, address("secret"), 4, 0x200))
    report("faccessat2(file, AT_EACCESS)", call(.faccessat2, here, address("file"), 4, 0x200))
    report("faccessat2(closed/inner, AT_EACCESS)", call(.faccessat2, here, address("closed/inner"), 0, 0x200))
    let closed = call(.openat, here, address("closed"), 0o10000000)
    report("fchdir(closed)", call(.fchdir, closed))
    _ = call(.close, closed)
  }
  let closed = call(.openat, here, address("closed"), 0o200000)
  asStranger {
    report("openat(closed, inner)", call(.openat, closed, address("inner"), 0))
    report("fstat(closed)", call(.fstat, closed, fixture.memory))
    report("openat(closed, \"\")", call(.openat, closed, address("."), 0o10000000))
  }
  _ = call(.close, closed)
}

/// Who may change what stands beside a file.
private func checkOwnership(_ fixture: Fixture) {
  let here = fixture.directory, times = fixture.memory + 1024
  func mode(_ name: CString) {
    report("  stat", call(.newfstatat, here, name.address, fixture.memory, 0x100))
    report("  mode", word32(at: fixture.memory + 24))
    report("  owner", word32(at: fixture.memory + 28))
    report("  group", word32(at: fixture.memory + 32))
  }
  asStranger {
    report("fchmodat(file)", call(.fchmodat, here, address("file"), 0o777))
    report("fchownat(file)", call(.fchownat, here, address("file"), stranger, -1, 0))
    report("fchownat(file, nothing)", call(.fchownat, here, address("file"), -1, -1, 0))
    report("utimensat(file, now)", call(.utimensat, here, address("file"), 0, 0))
    report("utimensat(public, now)", call(.utimensat, here, address("public"), 0, 0))
    storeTimes(0x3FFF_FFFF, 0x3FFF_FFFF, at: times)
    report("utimensat(public, both now)", call(.utimensat, here, address("public"), times, 0))
    storeTimes(0x3FFF_FFFF, 0x3FFF_FFFE, at: times)
    report("utimensat(public, one now)", call(.utimensat, here, address("public"), times, 0))
    storeTimes(5, 5, at: times)
    report("utimensat(public, set)", call(.utimensat, here, address("public"), times, 0))
    report("openat(shared/own)", holds: call(.openat, here, address("shared/own"), 0o101, 0o666) >= 0)
    report("utimensat(shared/own, set)", call(.utimensat, here, address("shared/own"), times, 0))
    report("fchmodat(shared/own, 6777)", call(.fchmodat, here, address("shared/own"), 0o6777))
    mode("shared/own")
    report("fchownat(own, to root)", call(.fchownat, here, address("shared/own"), 0, -1, 0))
    report("fchownat(own, to itself)", call(.fchownat, here, address("shared/own"), stranger, stranger, 0))
    mode("shared/own")
    report("fchownat(own, to a group)", call(.fchownat, here, address("shared/own"), -1, 5, 0))
    report("fchmodat(shared/own, 6777)", call(.fchmodat, here, address("shared/own"), 0o6777))
  }
  report("fchownat(own, nothing) as root", call(.fchownat, here, address("shared/own"), -1, -1, 0))
  mode("shared/own")
  report("fchmodat(shared/own, 6777)", call(.fchmodat, here, address("shared/own"), 0o6777))
  let file = call(.openat, here, address("shared/own"), 2)
  report("write as root", call(.write, file, address("x"), 1))
  mode("shared/own")
  asStranger {
    report("write of nothing", call(.write, file, address("x"), 0))
    mode("shared/own")
    report("write as a stranger", call(.write, file, address("x"), 1))
    mode("shared/own")
    report("fchmodat(shared/own, 6767)", call(.fchmodat, here, address("shared/own"), 0o6767))
    report("ftruncate as a stranger", call(.ftruncate, file, 0))
    mode("shared/own")
  }
  report("fchownat(own, to another group)", call(.fchownat, here, address("shared/own"), -1, 5, 0))
  asStranger {
    report("fchmodat(shared/own, 2755) of another group", call(.fchmodat, here, address("shared/own"), 0o2755))
    mode("shared/own")
  }
  _ = call(.close, file)
  report("unlinkat(shared/own)", call(.unlinkat, here, address("shared/own"), 0))
}

/// Stores two times of utimensat(2): the nanoseconds are what matters.
private func storeTimes(_ accessed: Int, _ modified: Int, at times: Int) {
  store(1, at: times)
  store(accessed, at: times + 8)
  store(1, at: times + 16)
  store(modified, at: times + 24)
}

/// What is new in a set-group-ID directory.
private func checkInheritance(_ fixture: Fixture) {
  let here = fixture.directory
  func mode(_ name: CString) {
    report("  stat", call(.newfstatat, here, name.address, fixture.memory, 0x100))
    report("  mode", word32(at: fixture.memory + 24))
    report("  owner", word32(at: fixture.memory + 28))
    report("  group", word32(at: fixture.memory + 32))
  }
  report("mkdirat(team)", call(.mkdirat, here, address("team"), 0o777))
  report("fchownat(team)", call(.fchownat, here, address("team"), 7, 70, 0))
  report("fchmodat(team, 2777)", call(.fchmodat, here, address("team"), 0o2777))
  _ = call(.close, call(.openat, here, address("team/file"), 0o101, 0o2775))
  mode("team/file")
  report("mkdirat(team/inner)", call(.mkdirat, here, address("team/inner"), 0o755))
  mode("team/inner")
  asStranger {
    _ = call(.close, call(.openat, here, address("team/theirs"), 0o101, 0o2775))
    mode("team/theirs")
    report("mkdirat(team/deep)", call(.mkdirat, here, address("team/deep"), 0o755))
    mode("team/deep")
    report("symlinkat(team/link)", call(.symlinkat, address("x"), here, address("team/link")))
    mode("team/link")
  }
}
