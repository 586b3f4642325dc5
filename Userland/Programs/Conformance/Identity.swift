// Who a program is, and where: getpid(2) and its kin, uname(2), and the thread's own state.

import Runtime

func checkIdentity(_ fixture: Fixture) {
  let process = call(.getpid)
  report("getpid is positive", holds: process > 0)
  report("gettid is getpid", holds: call(.gettid) == process)
  report("getuid is geteuid", holds: call(.getuid) >= 0 && call(.getuid) == call(.geteuid))
  report("getgid is getegid", holds: call(.getgid) >= 0 && call(.getgid) == call(.getegid))

  let names = fixture.memory
  report("uname", call(.uname, names))
  // Six fields of 65 bytes, each ending in a NUL: sysname, nodename, release, version, machine, domainname.
  report(
    "  fields are not empty",
    holds: byte(at: names) != 0 && byte(at: names + 65) != 0
      && byte(at: names + 130) != 0 && byte(at: names + 195) != 0)
  report("  machine is x86_64", holds: holds(names + 4 * 65, "x86_64") && byte(at: names + 4 * 65 + 6) == 0)
  fixture.tryBadPointers("uname(names)", .output, byteCount: 390) { call(.uname, $0) }
}

func checkThread(_ fixture: Fixture) {
  let memory = fixture.memory
  let setFS = 0x1002, getFS = 0x1003
  report("arch_prctl(ARCH_SET_FS, memory)", call(.archPrctl, setFS, memory))
  report("arch_prctl(ARCH_GET_FS)", call(.archPrctl, getFS, memory + 8))
  report("  is what was set", holds: word(at: memory + 8) == memory)
  report("arch_prctl(ARCH_SET_FS, kernel half)", call(.archPrctl, setFS, Int(bitPattern: 0xFFFF_8000_0000_0000)))
  report("arch_prctl(ARCH_SET_FS, non-canonical)", call(.archPrctl, setFS, Int(bitPattern: 0x8000_0000_0000_0000)))
  report("arch_prctl(ARCH_SET_FS, past user half)", call(.archPrctl, setFS, 0x0000_8000_0000_0000))
  report("arch_prctl(ARCH_GET_FS)", call(.archPrctl, getFS, memory + 8))
  report("  is unchanged", holds: word(at: memory + 8) == memory)
  report("arch_prctl(unknown)", call(.archPrctl, 0x9999, memory))
  report("arch_prctl(0)", call(.archPrctl, 0, memory))
  fixture.tryBadPointers("arch_prctl(ARCH_GET_FS)", .output, byteCount: 8) { call(.archPrctl, getFS, $0) }
  report("arch_prctl(ARCH_SET_FS, 0)", call(.archPrctl, setFS, 0))

  report("set_tid_address is gettid", holds: call(.setTidAddress, memory) == call(.gettid))
  // The address is kept, and used when the thread ends.
  report("set_tid_address(0) is gettid", holds: call(.setTidAddress, 0) == call(.gettid))
  report("set_robust_list(24)", call(.setRobustList, memory, 24))
  report("set_robust_list(23)", call(.setRobustList, memory, 23))
  report("set_robust_list(0)", call(.setRobustList, memory, 0))
  report("set_robust_list(null)", call(.setRobustList, 0, 24))
  report("sched_yield", call(.schedYield))
  checkRestartableSequences(fixture)
}

/// rseq(2): where the kernel says on which CPU the thread runs.
private func checkRestartableSequences(_ fixture: Fixture) {
  let area = fixture.memory + 4096, signature = 0x5305_3053
  report("rseq(unregister nothing)", call(.rseq, area, 32, 1, signature))
  report("rseq(misaligned)", call(.rseq, area + 8, 32, 0, signature))
  report("rseq(16 bytes)", call(.rseq, area, 16, 0, signature))
  report("rseq(unknown flags)", call(.rseq, area, 32, 2, signature))
  report("rseq(kernel half)", call(.rseq, Int(bitPattern: 0xFFFF_8000_0000_0000), 32, 0, signature))
  fill(area, byteCount: 64, with: 0)
  report("rseq(register)", call(.rseq, area, 32, 0, signature))
  report("rseq(register) again", call(.rseq, area, 32, 0, signature))
  report("rseq(register elsewhere)", call(.rseq, area + 64, 32, 0, signature))
  report("rseq(register, another signature)", call(.rseq, area, 32, 0, signature + 1))
  report("rseq(unregister, another signature)", call(.rseq, area, 32, 1, signature + 1))
  report("rseq(unregister, another length)", call(.rseq, area, 64, 1, signature))
  report("rseq(unregister)", call(.rseq, area, 32, 1, signature))
}
