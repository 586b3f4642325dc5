// rt_sigaction, rt_sigprocmask and sigaltstack: what is kept, and what is refused.

import Runtime

/// Numbers of `signal(7)`.
private enum Signal {
  static var kill: Int { 9 }
  static var user1: Int { 10 }
  static var stop: Int { 19 }
}

func checkSignalActions(_ fixture: Fixture) {
  let new = fixture.memory, old = fixture.memory + 64
  // struct kernel_sigaction: handler, flags, restorer, mask.
  fill(old, byteCount: 32, with: 0x78)
  report("rt_sigaction(SIGUSR1, ask)", call(.rtSigaction, Signal.user1, 0, old, 8))
  report("  is the default", holds: word(at: old) == 0 && word(at: old + 8) == 0 && word(at: old + 24) == 0)
  store(0x1234_5678, at: new)
  store(0x0400_0000 | 0x1000_0000, at: new + 8)
  store(0x2345_6789, at: new + 16)
  store(-1, at: new + 24)
  report("rt_sigaction(SIGUSR1, set)", call(.rtSigaction, Signal.user1, new, 0, 8))
  report("rt_sigaction(SIGUSR1, ask)", call(.rtSigaction, Signal.user1, 0, old, 8))
  report(
    "  handler, flags and restorer are kept",
    holds: word(at: old) == word(at: new)
      && word(at: old + 8) == word(at: new + 8) && word(at: old + 16) == word(at: new + 16))
  // SIGKILL and SIGSTOP cannot be masked.
  report(
    "  mask lacks SIGKILL and SIGSTOP", holds: word(at: old + 24) == ~(1 << (Signal.kill - 1) | 1 << (Signal.stop - 1)))
  store(0, at: new)
  report("rt_sigaction(SIGUSR1, swap)", call(.rtSigaction, Signal.user1, new, old, 8))
  report("  gave the old handler", holds: word(at: old) == 0x1234_5678)
  report("rt_sigaction(SIGKILL, set)", call(.rtSigaction, Signal.kill, new, 0, 8))
  report("rt_sigaction(SIGSTOP, set)", call(.rtSigaction, Signal.stop, new, 0, 8))
  report("rt_sigaction(SIGKILL, ask)", call(.rtSigaction, Signal.kill, 0, old, 8))
  report("rt_sigaction(0)", call(.rtSigaction, 0, 0, old, 8))
  report("rt_sigaction(64, ask)", call(.rtSigaction, 64, 0, old, 8))
  report("rt_sigaction(65)", call(.rtSigaction, 65, 0, old, 8))
  report("rt_sigaction(-1)", call(.rtSigaction, -1, 0, old, 8))
  report("rt_sigaction(mask of 4 bytes)", call(.rtSigaction, Signal.user1, 0, old, 4))
  report("rt_sigaction(mask of 128 bytes)", call(.rtSigaction, Signal.user1, 0, old, 128))
  report("rt_sigaction(nothing)", call(.rtSigaction, Signal.user1, 0, 0, 8))
  fixture.tryBadPointers("rt_sigaction(new)", .input, byteCount: 32) {
    $0 == 0 ? 0 : call(.rtSigaction, Signal.user1, $0, 0, 8)
  }
  fixture.tryBadPointers("rt_sigaction(old)", .output, byteCount: 32) {
    $0 == 0 ? 0 : call(.rtSigaction, Signal.user1, 0, $0, 8)
  }
}

func checkSignalMasks(_ fixture: Fixture) {
  let new = fixture.memory, old = fixture.memory + 64
  let block = 0, unblock = 1, set = 2
  /// Changes the mask and prints how that went; `old` then holds the mask before.
  func change(_ what: StaticString, _ how: Int, _ mask: Int) {
    store(mask, at: new)
    report(what, call(.rtSigprocmask, how, new, old, 8))
    report("  mask before", word(at: old))
  }
  change("rt_sigprocmask(SIG_SETMASK, 0)", set, 0)
  change("rt_sigprocmask(SIG_BLOCK, 0x600)", block, 0x600)
  change("rt_sigprocmask(SIG_BLOCK, 0x1800)", block, 0x1800)
  change("rt_sigprocmask(SIG_UNBLOCK, 0x400)", unblock, 0x400)
  change("rt_sigprocmask(SIG_SETMASK, SIGKILL, SIGSTOP and SIGUSR1)", set, 1 << 8 | 1 << 18 | 1 << 9)
  report("rt_sigprocmask(ask)", call(.rtSigprocmask, 99, 0, old, 8))
  report("  mask", word(at: old))
  report("rt_sigprocmask(unknown how)", call(.rtSigprocmask, 99, new, old, 8))
  report("rt_sigprocmask(mask of 4 bytes)", call(.rtSigprocmask, set, new, old, 4))
  report("rt_sigprocmask(mask of 128 bytes)", call(.rtSigprocmask, set, new, old, 128))
  report("rt_sigprocmask(nothing)", call(.rtSigprocmask, set, 0, 0, 8))
  fixture.tryBadPointers("rt_sigprocmask(new)", .input, byteCount: 8) {
    $0 == 0 ? 0 : call(.rtSigprocmask, set, $0, 0, 8)
  }
  fixture.tryBadPointers("rt_sigprocmask(old)", .output, byteCount: 8) {
    $0 == 0 ? 0 : call(.rtSigprocmask, set, 0, $0, 8)
  }
  change("rt_sigprocmask(SIG_SETMASK, 0)", set, 0)
}

func checkSignalStack(_ fixture: Fixture) {
  let new = fixture.memory, old = fixture.memory + 64
  let stack = fixture.memory + 16384
  // stack_t: ss_sp, ss_flags, ss_size.
  let disabled = 2
  /// Sets a stack and prints how that went.
  func set(_ what: StaticString, _ flags: Int, _ byteCount: Int) {
    store(stack, at: new)
    store(flags, at: new + 8)
    store(byteCount, at: new + 16)
    report(what, call(.sigaltstack, new, 0))
  }
  report("sigaltstack(ask)", call(.sigaltstack, 0, old))
  report("  flags", word32(at: old + 8))
  set("sigaltstack(16 KiB)", 0, 16384)
  report("sigaltstack(ask)", call(.sigaltstack, 0, old))
  report("  is what was set", holds: word(at: old) == stack && word(at: old + 16) == 16384)
  report("  flags", word32(at: old + 8))
  set("sigaltstack(1 KiB)", 0, 1024)
  set("sigaltstack(unknown flags)", 0x40, 16384)
  set("sigaltstack(SS_DISABLE)", disabled, 0)
  report("sigaltstack(ask)", call(.sigaltstack, 0, old))
  report("  flags", word32(at: old + 8))
  fixture.tryBadPointers("sigaltstack(new)", .input, byteCount: 24) { $0 == 0 ? 0 : call(.sigaltstack, $0, 0) }
  fixture.tryBadPointers("sigaltstack(old)", .output, byteCount: 24) { $0 == 0 ? 0 : call(.sigaltstack, 0, $0) }
}
