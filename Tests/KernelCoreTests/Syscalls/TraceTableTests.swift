// Every call of both doors in the trace, each with arguments that show what its kinds mean.

import Shared
import Testing

@testable import KernelCore

@Suite struct TraceTableTests {
  /// At 0 "/a", at 16 "bytes", at 32 a vector of that one buffer, at 48 1.5 s as a timespec, at 64 as a timeval.
  let memory: ArrayMemory = {
    var bytes = Array("/a".utf8) + Array(repeating: 0, count: 14) + Array("bytes".utf8) + Array(repeating: 0, count: 11)
    // And at 80 a plan of a program at that path.
    for word in [arrayAddress(16), 5, 1, 500_000_000, 1, 500_000, .max, arrayAddress(0), 2] as [UInt] {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    return ArrayMemory(bytes)
  }()

  static let plan = arrayAddress(80)
  static let (path, buffer, vector, time) = (arrayAddress(0), arrayAddress(16), arrayAddress(32), arrayAddress(48))
  static let none = UInt(bitPattern: -1)

  /// The line of a call, after the process. Exhaustive: a new call does not build before it is here.
  static func expected(_ call: LinuxSyscall) -> (ClassicRegisters, Int, String) {
    let cwd = TraceTests.cwd
    return switch call {
    case .read: (ClassicRegisters(3, buffer, 9), 5, #"read(3, "bytes", 9) = 5"#)
    case .write: (ClassicRegisters(1, buffer, 5), 5, #"write(1, "bytes", 5) = 5"#)
    case .pread64: (ClassicRegisters(3, buffer, 9, 4096), 5, #"pread64(3, "bytes", 9, 4096) = 5"#)
    case .pwrite64: (ClassicRegisters(3, buffer, 5, none), -22, #"pwrite64(3, "bytes", 5, -1) = invalidArgument"#)
    case .readv: (ClassicRegisters(0, vector, 1), 2, #"readv(0, ["by"], 1) = 2"#)
    case .writev: (ClassicRegisters(1, vector, 1), 5, #"writev(1, ["bytes"], 1) = 5"#)
    case .open: (ClassicRegisters(path, 0o2102, 0o600), 3, #"open("/a", [readWrite, create, append], 0o600) = 3"#)
    case .openat:
      (ClassicRegisters(cwd, path, 0o200000, 7), 3, #"openat(cwd, "/a", [readOnly, directory]) = 3"#)
    case .close: (ClassicRegisters(3), 0, "close(3) = 0")
    case .lseek: (ClassicRegisters(3, none, 2), 99, "lseek(3, -1, end) = 99")
    case .stat: (ClassicRegisters(path, buffer), 0, #"stat("/a", 0x400010) = 0"#)
    case .fstat: (ClassicRegisters(1, buffer), 0, "fstat(1, 0x400010) = 0")
    case .lstat: (ClassicRegisters(path, buffer), -2, #"lstat("/a", 0x400010) = noSuchFileOrDirectory"#)
    case .newfstatat:
      (ClassicRegisters(3, path, buffer, 0x1100), 0, #"newfstatat(3, "/a", 0x400010, [noFollow, emptyPath]) = 0"#)
    case .access: (ClassicRegisters(path, 0), 0, #"access("/a", []) = 0"#)
    case .faccessat: (ClassicRegisters(cwd, path, 6), 0, #"faccessat(cwd, "/a", [write, read]) = 0"#)
    case .faccessat2:
      (ClassicRegisters(cwd, path, 1, 0x200), 0, #"faccessat2(cwd, "/a", execute, effectiveAccess) = 0"#)
    case .readlink: (ClassicRegisters(path, buffer, 64), 5, #"readlink("/a", "bytes", 64) = 5"#)
    case .readlinkat: (ClassicRegisters(cwd, path, buffer, 2), 5, #"readlinkat(cwd, "/a", "by", 2) = 5"#)
    case .getdents64: (ClassicRegisters(3, buffer, 1024), 48, "getdents64(3, 0x400010, 1024) = 48")
    case .getcwd: (ClassicRegisters(path, 64), 3, #"getcwd("/a\0", 64) = 3"#)
    case .chdir: (ClassicRegisters(path), 0, #"chdir("/a") = 0"#)
    case .fchdir: (ClassicRegisters(3), -20, "fchdir(3) = notDirectory")
    case .creat: (ClassicRegisters(path, 0o640), 3, #"creat("/a", 0o640) = 3"#)
    case .mkdir: (ClassicRegisters(path, 0o755), -17, #"mkdir("/a", 0o755) = fileExists"#)
    case .mkdirat: (ClassicRegisters(3, path, 0o1777), 0, #"mkdirat(3, "/a", 0o1777) = 0"#)
    case .rmdir: (ClassicRegisters(path), -39, #"rmdir("/a") = directoryNotEmpty"#)
    case .unlink: (ClassicRegisters(path), 0, #"unlink("/a") = 0"#)
    case .unlinkat: (ClassicRegisters(cwd, path, 0x200), 0, #"unlinkat(cwd, "/a", removeDirectory) = 0"#)
    case .rename: (ClassicRegisters(path, buffer), 0, #"rename("/a", "bytes") = 0"#)
    case .renameat: (ClassicRegisters(cwd, path, 3, buffer), 0, #"renameat(cwd, "/a", 3, "bytes") = 0"#)
    case .renameat2:
      (
        ClassicRegisters(cwd, path, 3, buffer, 5), -22,
        #"renameat2(cwd, "/a", 3, "bytes", [noReplace, whiteout]) = invalidArgument"#
      )
    case .link: (ClassicRegisters(path, buffer), -1, #"link("/a", "bytes") = notPermitted"#)
    case .linkat:
      (ClassicRegisters(cwd, path, cwd, buffer, 0x400), 0, #"linkat(cwd, "/a", cwd, "bytes", follow) = 0"#)
    case .symlink: (ClassicRegisters(path, buffer), 0, #"symlink("/a", "bytes") = 0"#)
    case .symlinkat: (ClassicRegisters(path, 3, buffer), 0, #"symlinkat("/a", 3, "bytes") = 0"#)
    case .truncate: (ClassicRegisters(path, none), -22, #"truncate("/a", -1) = invalidArgument"#)
    case .ftruncate: (ClassicRegisters(3, 4096), 0, "ftruncate(3, 4096) = 0")
    case .chmod: (ClassicRegisters(path, 0o4755), 0, #"chmod("/a", 0o4755) = 0"#)
    case .fchmod: (ClassicRegisters(3, 0o600), 0, "fchmod(3, 0o600) = 0")
    case .fchmodat: (ClassicRegisters(cwd, path, 0o600), 0, #"fchmodat(cwd, "/a", 0o600) = 0"#)
    case .chown, .lchown: (ClassicRegisters(path, none, 5), 0, "\(call.signature.name)(\"/a\", -1, 5) = 0")
    case .fchown: (ClassicRegisters(3, 1000, none), 0, "fchown(3, 1000, -1) = 0")
    case .fchownat:
      (ClassicRegisters(cwd, path, 1, 2, 0x100), 0, #"fchownat(cwd, "/a", 1, 2, noFollow) = 0"#)
    case .utimensat: (ClassicRegisters(cwd, path, 0, 0), 0, #"utimensat(cwd, "/a", nil, []) = 0"#)
    case .select: (ClassicRegisters(3, buffer, 0, 0, 0), 1, "select(3, 0x400010, nil, nil, nil) = 1")
    case .pselect6: (ClassicRegisters(3, buffer, 0, 0, 0, 0), 1, "pselect6(3, 0x400010, nil, nil, nil, nil) = 1")
    case .getitimer: (ClassicRegisters(0, buffer), 0, "getitimer(0, 0x400010) = 0")
    case .setitimer: (ClassicRegisters(0, buffer, 0), 0, "setitimer(0, 0x400010, nil) = 0")
    case .alarm: (ClassicRegisters(5), 2, "alarm(5) = 2")
    case .epollCreate: (ClassicRegisters(1), 3, "epoll_create(1) = 3")
    case .epollCreate1: (ClassicRegisters(0o2000000), 3, "epoll_create1(closeOnExec) = 3")
    case .epollCtl: (ClassicRegisters(3, 1, 0, buffer), 0, "epoll_ctl(3, 1, 0, 0x400010) = 0")
    case .epollWait: (ClassicRegisters(3, buffer, 8, none), 1, "epoll_wait(3, 0x400010, 8, -1) = 1")
    case .epollPwait: (ClassicRegisters(3, buffer, 8, none, 0, 8), 1, "epoll_pwait(3, 0x400010, 8, -1, nil, 8) = 1")
    case .epollPwait2:
      (ClassicRegisters(3, buffer, 8, 0, 0, 8), 1, "epoll_pwait2(3, 0x400010, 8, nil, nil, 8) = 1")
    case .eventfd: (ClassicRegisters(7), 3, "eventfd(7) = 3")
    case .eventfd2: (ClassicRegisters(7, 1), 3, "eventfd2(7, 1) = 3")
    case .signalfd: (ClassicRegisters(none, 0, 8), -22, "signalfd(-1, nil, 8) = invalidArgument")
    case .signalfd4:
      (ClassicRegisters(none, 0, 8, 0o4000), -22, "signalfd4(-1, nil, 8, [readOnly, nonBlocking]) = invalidArgument")
    case .timerfdCreate: (ClassicRegisters(1, 0o4000), 3, "timerfd_create(monotonic, [readOnly, nonBlocking]) = 3")
    case .timerfdSettime: (ClassicRegisters(3, 1, buffer, 0), 0, "timerfd_settime(3, absoluteTime, 0x400010, nil) = 0")
    case .timerfdGettime: (ClassicRegisters(3, buffer), 0, "timerfd_gettime(3, 0x400010) = 0")
    case .timerCreate: (ClassicRegisters(1, 0, buffer), 0, "timer_create(monotonic, nil, 0x400010) = 0")
    case .timerSettime: (ClassicRegisters(0, 1, buffer, 0), 0, "timer_settime(0, absoluteTime, 0x400010, nil) = 0")
    case .timerGettime: (ClassicRegisters(0, buffer), 0, "timer_gettime(0, 0x400010) = 0")
    case .timerGetoverrun: (ClassicRegisters(0), 2, "timer_getoverrun(0) = 2")
    case .timerDelete: (ClassicRegisters(0), 0, "timer_delete(0) = 0")
    case .pidfdOpen: (ClassicRegisters(7, 0), 3, "pidfd_open(7, readOnly) = 3")
    case .pidfdSendSignal: (ClassicRegisters(3, 10, 0, 0), 0, "pidfd_send_signal(3, user1, nil, 0) = 0")
    case .splice:
      (
        ClassicRegisters(3, 0, 4, buffer, 9, 2), -11,
        "splice(3, nil, 4, 0x400010, 9, nonBlocking) = resourceTemporarilyUnavailable"
      )
    case .tee: (ClassicRegisters(3, 4, 9, 0), 5, "tee(3, 4, 9, []) = 5")
    case .vmsplice: (ClassicRegisters(4, vector, 1, 8), 5, #"vmsplice(4, ["bytes"], 1, gift) = 5"#)
    case .pipe: (ClassicRegisters(buffer), 0, "pipe(0x400010) = 0")
    case .pipe2: (ClassicRegisters(buffer, 0o2004000), 0, "pipe2(0x400010, [readOnly, nonBlocking, closeOnExec]) = 0")
    case .fork: (ClassicRegisters(), 7, "fork() = 7")
    case .vfork: (ClassicRegisters(), 7, "vfork() = 7")
    case .clone:
      (
        ClassicRegisters(0x10111, buffer, 0, 0, 0), -22,
        "clone([child, memory, thread], 0x400010, nil, nil, nil) = invalidArgument"
      )
    case .clone3: (ClassicRegisters(buffer, 5), -22, #"clone3("bytes", 5) = invalidArgument"#)
    case .execve: (ClassicRegisters(path, buffer, 0), -2, #"execve("/a", 0x400010, nil) = noSuchFileOrDirectory"#)
    case .execveat:
      (ClassicRegisters(cwd, path, 0, 0, 0x1000), -13, #"execveat(cwd, "/a", nil, nil, emptyPath) = permissionDenied"#)
    case .wait4: (ClassicRegisters(none, 0, 3, 0), 7, "wait4(-1, nil, [noHang, stopped], nil) = 7")
    case .waitid: (ClassicRegisters(0, 0, buffer, 4, 0), 0, "waitid(0, 0, 0x400010, exited, nil) = 0")
    case .setpgid: (ClassicRegisters(0, 7), 0, "setpgid(0, 7) = 0")
    case .setsid: (ClassicRegisters(), -1, "setsid() = notPermitted")
    case .getRobustList: (ClassicRegisters(0, buffer, time), 0, "get_robust_list(0, 0x400010, 0x400030) = 0")
    case .rtSigreturn: (ClassicRegisters(), 0, "rt_sigreturn() = 0")
    case .rtSigpending: (ClassicRegisters(buffer, 8), 0, "rt_sigpending(0x400010, 8) = 0")
    case .rtSigsuspend: (ClassicRegisters(0, 8), -14, "rt_sigsuspend(nil, 8) = badAddress")
    case .rtSigtimedwait:
      (
        ClassicRegisters(0, 0, time, 8), -11,
        "rt_sigtimedwait(nil, nil, 1.500000000 s, 8) = resourceTemporarilyUnavailable"
      )
    case .rtSigqueueinfo: (ClassicRegisters(7, 10, buffer), 0, "rt_sigqueueinfo(7, user1, 0x400010) = 0")
    case .rtTgsigqueueinfo:
      (ClassicRegisters(7, 8, 10, buffer), 0, "rt_tgsigqueueinfo(7, 8, user1, 0x400010) = 0")
    case .pause: (ClassicRegisters(), -4, "pause() = interrupted")
    case .restartSyscall: (ClassicRegisters(), 0, "restart_syscall() = 0")
    case .statfs: (ClassicRegisters(path, buffer), 0, #"statfs("/a", 0x400010) = 0"#)
    case .fstatfs: (ClassicRegisters(3, buffer), 0, "fstatfs(3, 0x400010) = 0")
    case .fsync, .fdatasync: (ClassicRegisters(1), -22, "\(call.signature.name)(1) = invalidArgument")
    case .sync: (ClassicRegisters(), 0, "sync() = 0")
    case .umask: (ClassicRegisters(0o22), 0o77, "umask(0o22) = 0o77")
    case .dup: (ClassicRegisters(1), 3, "dup(1) = 3")
    case .dup2: (ClassicRegisters(1, 9), 9, "dup2(1, 9) = 9")
    case .dup3: (ClassicRegisters(1, 9, 0o2000000), 9, "dup3(1, 9, closeOnExec) = 9")
    case .fcntl: (ClassicRegisters(1, 1030, 10), 10, "fcntl(1, duplicateCloseOnExec, 10) = 10")
    case .ioctl:
      (ClassicRegisters(1, 0x5413, buffer), -25, "ioctl(1, getWindowSize, 0x400010) = inappropriateIOCTLForDevice")
    case .poll: (ClassicRegisters(buffer, 1, none), 1, "poll(0x400010, 1, -1) = 1")
    case .ppoll: (ClassicRegisters(buffer, 1, time, 0, 8), 0, "ppoll(0x400010, 1, 1.500000000 s, nil, 8) = 0")
    case .mmap:
      (
        ClassicRegisters(0, 65536, 3, 0x22, none, 0), 0x7000,
        "mmap(nil, 65536, [read, write], [private, anonymous], -1, 0) = 0x7000"
      )
    case .munmap: (ClassicRegisters(0x7000, 4096), 0, "munmap(0x7000, 4096) = 0")
    case .mprotect: (ClassicRegisters(0x7000, 4096, 1), 0, "mprotect(0x7000, 4096, read) = 0")
    case .mremap: (ClassicRegisters(0x7000, 1, 2, 1, 0), -12, "mremap(0x7000, 1, 2, mayMove, nil) = noMemory")
    case .msync: (ClassicRegisters(0x7000, 4096, 4), 0, "msync(0x7000, 4096, 4) = 0")
    case .mincore: (ClassicRegisters(0x7000, 4096, buffer), -12, "mincore(0x7000, 4096, 0x400010) = noMemory")
    case .mlock: (ClassicRegisters(0x7000, 4096), 0, "mlock(0x7000, 4096) = 0")
    case .mlock2: (ClassicRegisters(0x7000, 4096, 1), 0, "mlock2(0x7000, 4096, 1) = 0")
    case .munlock: (ClassicRegisters(0x7000, 4096), 0, "munlock(0x7000, 4096) = 0")
    case .mlockall: (ClassicRegisters(3), 0, "mlockall(3) = 0")
    case .munlockall: (ClassicRegisters(), 0, "munlockall() = 0")
    case .fallocate: (ClassicRegisters(3, 3, 4096, 100), -28, "fallocate(3, 3, 4096, 100) = noSpace")
    case .madvise: (ClassicRegisters(0x7000, 4096, 4), 0, "madvise(0x7000, 4096, dontNeed) = 0")
    case .brk: (ClassicRegisters(0x8000), 0x8000, "brk(0x8000) = 0x8000")
    case .getpid, .gettid, .getpgrp, .getppid: (ClassicRegisters(), 1, "\(call.signature.name)() = 1")
    case .getuid, .getgid, .geteuid, .getegid: (ClassicRegisters(), 0, "\(call.signature.name)() = 0")
    case .getpgid, .getsid: (ClassicRegisters(7), -3, "\(call.signature.name)(7) = noSuchProcess")
    case .exit, .exitGroup: (ClassicRegisters(none), 0, "\(call.signature.name)(-1)")
    case .archPrctl: (ClassicRegisters(0x1002, 0x7000), 0, "arch_prctl(setFS, 0x7000) = 0")
    case .setTidAddress: (ClassicRegisters(0x7000), 1, "set_tid_address(0x7000) = 1")
    case .setRobustList: (ClassicRegisters(0x7000, 24), 0, "set_robust_list(0x7000, 24) = 0")
    case .rseq: (ClassicRegisters(0x7000, 32, 1, 5), -38, "rseq(0x7000, 32, unregister, 5) = noFunction")
    case .prlimit64: (ClassicRegisters(0, 7, 0, buffer), 0, "prlimit64(0, openFiles, nil, 0x400010) = 0")
    case .getrlimit: (ClassicRegisters(99, buffer), -22, "getrlimit(99, 0x400010) = invalidArgument")
    case .uname: (ClassicRegisters(buffer), 0, "uname(0x400010) = 0")
    case .sysinfo: (ClassicRegisters(buffer), 0, "sysinfo(0x400010) = 0")
    case .schedYield: (ClassicRegisters(), 0, "sched_yield() = 0")
    case .memfdCreate: (ClassicRegisters(0, 2), -14, "memfd_create(nil, 2) = badAddress")
    case .getrusage: (ClassicRegisters(none, buffer), 0, "getrusage(-1, 0x400010) = 0")
    case .times: (ClassicRegisters(buffer), 77, "times(0x400010) = 77")
    case .prctl: (ClassicRegisters(36, 1, 0, 0, 0), 0, "prctl(36, 1, 0, 0, 0) = 0")
    case .personality: (ClassicRegisters(0x40000), 0, "personality(262144) = 0")
    case .membarrier: (ClassicRegisters(8, 0, 0), -1, "membarrier(8, 0, 0) = notPermitted")
    case .schedSetaffinity: (ClassicRegisters(0, 8, buffer), 0, "sched_setaffinity(0, 8, 0x400010) = 0")
    case .getpriority: (ClassicRegisters(0, 0), 20, "getpriority(0, 0) = 20")
    case .setpriority: (ClassicRegisters(0, 0, 5), 0, "setpriority(0, 0, 5) = 0")
    case .schedGetscheduler: (ClassicRegisters(7), -3, "sched_getscheduler(7) = noSuchProcess")
    case .schedSetscheduler: (ClassicRegisters(0, 3, 0), -22, "sched_setscheduler(0, 3, nil) = invalidArgument")
    case .schedGetparam: (ClassicRegisters(0, 0), -22, "sched_getparam(0, nil) = invalidArgument")
    case .schedSetparam: (ClassicRegisters(0, 0), -22, "sched_setparam(0, nil) = invalidArgument")
    case .schedGetPriorityMax, .schedGetPriorityMin: (ClassicRegisters(2), 99, "\(call.signature.name)(2) = 99")
    case .schedRrGetInterval: (ClassicRegisters(0, time), 0, "sched_rr_get_interval(0, 1.500000000 s) = 0")
    case .schedGetattr: (ClassicRegisters(0, 0, 48, 0), -22, "sched_getattr(0, nil, 48, 0) = invalidArgument")
    case .schedSetattr: (ClassicRegisters(0, 0, 0), -22, "sched_setattr(0, nil, 0) = invalidArgument")
    case .getcpu: (ClassicRegisters(buffer, 0), 0, "getcpu(0x400010, nil) = 0")
    case .ioprioGet: (ClassicRegisters(1, 0), 0, "ioprio_get(1, 0) = 0")
    case .ioprioSet: (ClassicRegisters(1, 0, 0x4004), 0, "ioprio_set(1, 0, 16388) = 0")
    case .schedGetaffinity: (ClassicRegisters(0, 128, buffer), 8, "sched_getaffinity(0, 128, 0x400010) = 8")
    case .futex:
      (
        ClassicRegisters(buffer, 0x80, 2, time, 0, 0), -110,
        "futex(0x400010, [wait, private], 2, 1.500000000 s, nil, 0) = timedOut"
      )
    case .setuid: (ClassicRegisters(none), -1, "setuid(-1) = notPermitted")
    case .setgid: (ClassicRegisters(none), -1, "setgid(-1) = notPermitted")
    case .setreuid: (ClassicRegisters(none, 5), -1, "setreuid(-1, 5) = notPermitted")
    case .setregid: (ClassicRegisters(none, 5), -1, "setregid(-1, 5) = notPermitted")
    case .setresuid: (ClassicRegisters(none, 5, 7), -1, "setresuid(-1, 5, 7) = notPermitted")
    case .setresgid: (ClassicRegisters(none, 5, 7), -1, "setresgid(-1, 5, 7) = notPermitted")
    case .setfsuid: (ClassicRegisters(none), 0, "setfsuid(-1) = 0")
    case .setfsgid: (ClassicRegisters(none), 0, "setfsgid(-1) = 0")
    case .getresuid: (ClassicRegisters(buffer, 0, 0), -14, "getresuid(0x400010, nil, nil) = badAddress")
    case .getresgid: (ClassicRegisters(buffer, 0, 0), -14, "getresgid(0x400010, nil, nil) = badAddress")
    case .getgroups: (ClassicRegisters(4, buffer), 1, "getgroups(4, 0x400010) = 1")
    case .setgroups: (ClassicRegisters(1, buffer), 0, "setgroups(1, 0x400010) = 0")
    case .capget: (ClassicRegisters(buffer, 0), 0, "capget(0x400010, nil) = 0")
    case .capset: (ClassicRegisters(buffer, path), -1, "capset(0x400010, 0x400000) = notPermitted")
    case .chroot: (ClassicRegisters(path), -1, #"chroot("/a") = notPermitted"#)
    case .setrlimit: (ClassicRegisters(1, buffer), 0, "setrlimit(fileSize, 0x400010) = 0")
    case .preadv: (ClassicRegisters(3, vector, 1, 8, 0), 2, #"preadv(3, ["by"], 1, 8, 0) = 2"#)
    case .pwritev: (ClassicRegisters(3, vector, 1, 8, 0), 5, #"pwritev(3, ["bytes"], 1, 8, 0) = 5"#)
    case .preadv2:
      (
        ClassicRegisters(3, vector, 1, none, 0, 0x10), 2, #"preadv2(3, ["by"], 1, -1, 0, append) = 2"#
      )
    case .pwritev2:
      (
        ClassicRegisters(3, vector, 1, none, 0, 0x10), 5, #"pwritev2(3, ["bytes"], 1, -1, 0, append) = 5"#
      )
    case .flock: (ClassicRegisters(3, 6), -11, "flock(3, [exclusive, nonBlocking]) = resourceTemporarilyUnavailable")
    case .utime: (ClassicRegisters(path, 0), 0, #"utime("/a", nil) = 0"#)
    case .utimes: (ClassicRegisters(path, 0), 0, #"utimes("/a", nil) = 0"#)
    case .futimesat: (ClassicRegisters(cwd, path, 0), 0, #"futimesat(cwd, "/a", nil) = 0"#)
    case .mknod: (ClassicRegisters(path, 0o10644, 0), 0, #"mknod("/a", 0o10644, 0) = 0"#)
    case .mknodat:
      (
        ClassicRegisters(cwd, path, 0o20600, 259), -1,
        #"mknodat(cwd, "/a", 0o20600, 259) = notPermitted"#
      )
    case .statx:
      (
        ClassicRegisters(cwd, path, 0x100, 2047, buffer), 0,
        #"statx(cwd, "/a", noFollow, 2047, 0x400010) = 0"#
      )
    case .openat2:
      (
        ClassicRegisters(cwd, path, buffer, 24), -22,
        #"openat2(cwd, "/a", 0x400010, 24) = invalidArgument"#
      )
    case .fchmodat2:
      (
        ClassicRegisters(cwd, path, 0o600, 0x100), -95,
        #"fchmodat2(cwd, "/a", 0o600, noFollow) = notSupported"#
      )
    case .getdents: (ClassicRegisters(3, buffer, 1024), 48, #"getdents(3, 0x400010, 1024) = 48"#)
    case .sendfile: (ClassicRegisters(1, 3, 0, 9), 9, #"sendfile(1, 3, nil, 9) = 9"#)
    case .copyFileRange:
      (
        ClassicRegisters(3, 0, 4, buffer, 9, 0), 9,
        #"copy_file_range(3, nil, 4, 0x400010, 9, 0) = 9"#
      )
    case .fadvise64: (ClassicRegisters(3, 0, 4096, 4), 0, #"fadvise64(3, 0, 4096, 4) = 0"#)
    case .readahead: (ClassicRegisters(3, 0, 4096), 0, #"readahead(3, 0, 4096) = 0"#)
    case .syncFileRange: (ClassicRegisters(3, 0, 4096, 7), 0, #"sync_file_range(3, 0, 4096, 7) = 0"#)
    case .syncfs: (ClassicRegisters(3), 0, #"syncfs(3) = 0"#)
    case .closeRange: (ClassicRegisters(3, none, 4), 0, #"close_range(3, 4294967295, closeOnExec) = 0"#)
    case .setxattr:
      (
        ClassicRegisters(path, buffer, buffer, 5, 1), -95,
        #"setxattr("/a", "bytes", "bytes", 5, create) = notSupported"#
      )
    case .getxattr: (ClassicRegisters(path, path, buffer, 9), 5, #"getxattr("/a", "/a", "bytes", 9) = 5"#)
    case .listxattr: (ClassicRegisters(path, buffer, 9), 5, #"listxattr("/a", "bytes", 9) = 5"#)
    case .removexattr: (ClassicRegisters(path, buffer), -61, #"removexattr("/a", "bytes") = noData"#)
    case .lsetxattr:
      (
        ClassicRegisters(path, buffer, buffer, 5, 1), -95,
        #"lsetxattr("/a", "bytes", "bytes", 5, create) = notSupported"#
      )
    case .lgetxattr: (ClassicRegisters(path, path, buffer, 9), 5, #"lgetxattr("/a", "/a", "bytes", 9) = 5"#)
    case .llistxattr: (ClassicRegisters(path, buffer, 9), 5, #"llistxattr("/a", "bytes", 9) = 5"#)
    case .lremovexattr: (ClassicRegisters(path, buffer), -61, #"lremovexattr("/a", "bytes") = noData"#)
    case .fsetxattr:
      (
        ClassicRegisters(3, buffer, buffer, 5, 1), -95,
        #"fsetxattr(3, "bytes", "bytes", 5, create) = notSupported"#
      )
    case .fgetxattr: (ClassicRegisters(3, path, buffer, 9), 5, #"fgetxattr(3, "/a", "bytes", 9) = 5"#)
    case .flistxattr: (ClassicRegisters(3, buffer, 9), 5, #"flistxattr(3, "bytes", 9) = 5"#)
    case .fremovexattr: (ClassicRegisters(3, buffer), -61, #"fremovexattr(3, "bytes") = noData"#)
    case .socketpair: (ClassicRegisters(1, 1, 0, buffer), 0, "socketpair(1, 1, 0, 0x400010) = 0")
    case .socket: (ClassicRegisters(2, 1, 0), -97, "socket(2, 1, 0) = addressFamilyNotSupported")
    case .connect: (ClassicRegisters(3, buffer, 5), -111, #"connect(3, "bytes", 5) = connectionRefused"#)
    case .accept: (ClassicRegisters(3, 0, 0), 4, "accept(3, nil, nil) = 4")
    case .sendto: (ClassicRegisters(3, buffer, 5, 0x4000, 0, 0), 5, #"sendto(3, "bytes", 5, noSignal, "", 0) = 5"#)
    case .recvfrom:
      (ClassicRegisters(3, buffer, 9, 0x42, 0, 0), 5, #"recvfrom(3, "bytes", 9, [peek, doNotWait], nil, nil) = 5"#)
    case .sendmsg: (ClassicRegisters(3, buffer, 0), -32, "sendmsg(3, 0x400010, []) = brokenPipe")
    case .recvmsg:
      (ClassicRegisters(3, buffer, 0x4000_0000), 5, "recvmsg(3, 0x400010, closeOnExec) = 5")
    case .sendmmsg: (ClassicRegisters(3, buffer, 2, 0), 2, "sendmmsg(3, 0x400010, 2, []) = 2")
    case .recvmmsg:
      (ClassicRegisters(3, buffer, 2, 0x10000, 0), 1, "recvmmsg(3, 0x400010, 2, waitForOne, nil) = 1")
    case .shutdown: (ClassicRegisters(3, 2), 0, "shutdown(3, 2) = 0")
    case .bind: (ClassicRegisters(3, buffer, 5), -98, #"bind(3, "bytes", 5) = addressInUse"#)
    case .listen: (ClassicRegisters(3, 8), 0, "listen(3, 8) = 0")
    case .getsockname: (ClassicRegisters(3, buffer, path), 0, "getsockname(3, 0x400010, 0x400000) = 0")
    case .getpeername:
      (ClassicRegisters(3, buffer, path), -107, "getpeername(3, 0x400010, 0x400000) = socketNotConnected")
    case .setsockopt: (ClassicRegisters(3, 1, 16, buffer, 4), 0, #"setsockopt(3, 1, 16, "byte", 4) = 0"#)
    case .getsockopt:
      (ClassicRegisters(3, 1, 3, buffer, path), 0, "getsockopt(3, 1, 3, 0x400010, 0x400000) = 0")
    case .accept4:
      (ClassicRegisters(3, 0, 0, 0o2000000), -11, "accept4(3, nil, nil, closeOnExec) = resourceTemporarilyUnavailable")
    case .rtSigaction:
      (ClassicRegisters(11, buffer, 0, 8), 0, "rt_sigaction(segmentationViolation, 0x400010, nil, 8) = 0")
    case .rtSigprocmask: (ClassicRegisters(0, buffer, 0, 8), 0, "rt_sigprocmask(block, 0x400010, nil, 8) = 0")
    case .sigaltstack: (ClassicRegisters(0, buffer), 0, "sigaltstack(nil, 0x400010) = 0")
    case .kill: (ClassicRegisters(none, 9), -3, "kill(-1, kill) = noSuchProcess")
    case .tkill: (ClassicRegisters(1, 0), 0, "tkill(1, none) = 0")
    case .tgkill: (ClassicRegisters(1, 1, 6), 0, "tgkill(1, 1, abort) = 0")
    case .clockGettime: (ClassicRegisters(1, time), 0, "clock_gettime(monotonic, 1.500000000 s) = 0")
    case .clockGetres: (ClassicRegisters(0x1_0000_0000, 0), 0, "clock_getres(realTime, nil) = 0")
    case .gettimeofday: (ClassicRegisters(arrayAddress(64), 0), 0, "gettimeofday(1.500000 s, nil) = 0")
    case .time: (ClassicRegisters(0), 1_700_000_000, "time(nil) = 1700000000")
    case .nanosleep: (ClassicRegisters(time, time), 0, "nanosleep(1.500000000 s, 1.500000000 s) = 0")
    case .clockNanosleep:
      (
        ClassicRegisters(1, 1, time, 0), -22,
        "clock_nanosleep(monotonic, absoluteTime, 1.500000000 s, nil) = invalidArgument"
      )
    case .getrandom: (ClassicRegisters(buffer, 5, 1), 5, #"getrandom("bytes", 5, nonBlocking) = 5"#)
    }
  }

  @Test(arguments: LinuxSyscall.allCases)
  func everyClassicCallIsShownWithItsArguments(call: LinuxSyscall) {
    let (registers, result, shown) = Self.expected(call)
    #expect(TraceTests.line(call, registers, result, memory: memory) == "cat[1] \(shown)")
  }

  /// Calls of which each shows something of its own; what all of them show `everyTypedCallIsShown` looks at.
  static var typed: [(call: Syscall, outcome: TraceOutcome, shown: String)] {
    let bytes = ReadableBytes(address: UInt64(buffer), byteCount: 5)
    let result = WritableBytes(address: UInt64(buffer), byteCount: 9)
    let path = PathBytes(address: UInt64(path), byteCount: 2)
    let process = ProcessDescriptor(rawValue: 4)
    return [
      (.isKnown(tag: 2), .answered(1), "isKnown(tag: 2) = true"),
      (.useless(.max), .failed(.overflow), "useless(18446744073709551615) = overflow"),
      (.read(.standardInput, into: result), .answered(5), #"read(0, into: "bytes") = 5"#),
      (.write(.standardOutput, bytes), .answered(5), #"write(1, "bytes") = 5"#),
      (
        .open(path: path, [.writeOnly, .create], mode: 0o644), .answered(3),
        #"open(path: "/a", [writeOnly, create], mode: 0o644) = 3"#
      ),
      (.close(Descriptor(rawValue: 3)), .answered(0), "close(3) = ()"),
      (.clock(.monotonic), .answered(12_345), "clock(monotonic) = 12345"),
      (.exit(status: -1), .answered(0), "exit(status: -1)"),
      (
        .batch(SyscallBatch(address: 0x7000, count: 3), .stopAtFailure), .answered(2),
        "batch(3 records at 0x7000, stopAtFailure) = 2"
      ),
      (.spawn(PlanBytes(address: 0x7000, byteCount: 80)), .answered(5), "spawn(80 bytes at 0x7000) = 5"),
      (.spawn(PlanBytes(address: UInt64(plan), byteCount: 80)), .failed(.noMemory), #"spawn("/a") = noMemory"#),
      (.wait(process, .noHang), .answered(ProcessStatus.running.answerWord), "wait(4, noHang) = running"),
      (.wait(process, []), .answered(ProcessStatus.exited(status: 3).answerWord), "wait(4, []) = exited(status: 3)"),
      (.wait(process, []), .answered(ProcessStatus.signaled(.kill).answerWord), "wait(4, []) = signaled(kill)"),
      (.wait(process, []), .answered(ProcessStatus.stopped(.stop).answerWord), "wait(4, []) = stopped(stop)"),
      (.wait(process, .continued), .answered(ProcessStatus.continued.answerWord), "wait(4, continued) = continued"),
      (.kill(process, .interrupt), .answered(0), "kill(4, interrupt) = ()"),
      (
        .pipe(.nonBlocking),
        .answered(PipeEnds(reading: Descriptor(rawValue: 3), writing: Descriptor(rawValue: 4)).answerWord),
        "pipe([readOnly, nonBlocking]) = (reading: 3, writing: 4)"
      ),
      (
        .waitForAny(WaitItems(address: 0x7000, count: 2), until: 9), .answered(Readiness.writable(1).answerWord),
        "waitForAny(2 items at 0x7000, until: 9) = writable(1)"
      ),
      (
        .waitForAny(WaitItems(address: 0x7000, count: 2), until: 9), .answered(Readiness.timedOut.answerWord),
        "waitForAny(2 items at 0x7000, until: 9) = timedOut"
      ),
      (
        .seek(Descriptor(rawValue: 3), by: -4, from: SeekOriginID(.end)), .answered(96),
        "seek(3, by: -4, from: end) = 96"
      ),
      (.identity, .answered(2), "identity() = 2"),
    ]
  }

  @Test func typedCallsAreShownAsSwiftWritesThem() {
    for (call, outcome, shown) in Self.typed {
      #expect(TraceTests.line(call, outcome, memory: memory) == "useless[1] \(shown)")
    }
  }

  @Test(arguments: SyscallTag.allCases)
  func everyTypedCallIsShown(tag: SyscallTag) throws {
    let call = try #require(Syscall(SyscallRecord(tagWord: tag.rawValue, 0, 0, 0, 0)))
    let line = TraceTests.line(call, .failed(.badAddress), memory: memory)
    let signature = tag.signature
    #expect(line.hasPrefix("useless[1] \(tag)("))
    #expect(signature.answer == .never || line.contains(") = badAddress"))
    for index in 0..<signature.parameterCount {
      guard let label = signature[index].label else { continue }
      // Permissions are shown where the call creates what they are of.
      if case .creationPermissions = signature[index].kind { continue }
      #expect(line.contains("\(label): "))
    }
  }

  @Test func signalsHaveTheNamesThatTheKernelUses() {
    let signals: [(Signal, String)] = [
      (.hangUp, "hangUp"), (.illegalInstruction, "illegalInstruction"), (.trap, "trap"), (.abort, "abort"),
      (.busError, "busError"), (.floatingPoint, "floatingPoint"), (.kill, "kill"),
      (.segmentationViolation, "segmentationViolation"), (.child, "child"), (.continue, "continue"), (.stop, "stop"),
      (.terminalStop, "terminalStop"), (.backgroundRead, "backgroundRead"), (.backgroundWrite, "backgroundWrite"),
      (.urgent, "urgent"), (.windowChange, "windowChange"),
    ]
    for (signal, name) in signals {
      #expect(ValueKind.signal.name(of: UInt32(signal.rawValue)).map { "\($0)" } == name)
    }
  }

  @Test func anyWordsAtAllMakeALine() {
    var generator = SeededGenerator(seed: 7)
    for round in 0..<200 {
      for call in LinuxSyscall.allCases {
        let registers = ClassicRegisters(
          generator.word(), generator.word(), generator.word(), generator.word(), generator.word(), generator.word())
        let line = TraceTests.line(
          call, registers, Int(bitPattern: generator.word()), memory: memory, nanoseconds: UInt64(round))
        #expect(line.utf8.count <= TraceText.capacity && line.hasSuffix("µs)"))
      }
      var record = SyscallRecord(tag: .read)
      record.tagWord = UInt64(generator.word() % (UInt(SyscallTag.highest) + 3))
      (record.argument0, record.argument1) = (UInt64(generator.word()), UInt64(generator.word()))
      (record.argument2, record.argument3) = (UInt64(generator.word()), UInt64(generator.word()))
      var line = TraceLine(process: Array("x".utf8), id: .min)
      line.begin(typed: record, at: generator.word(), memory: memory)
      let outcome =
        generator.word() % 2 == 0
        ? SyscallOutcome(answer: UInt64(generator.word()))
        : SyscallOutcome(Errno(rawValue: UInt16(truncatingIfNeeded: generator.word())))
      #expect(line.end(TraceOutcome(outcome), memory: memory).count <= TraceText.capacity)
    }
  }
}

/// Words that are often near something: 0, an end, or a place in memory.
extension SeededGenerator {
  fileprivate mutating func word() -> UInt {
    let value = UInt(next())
    switch value % 5 {
    case 0: return value
    case 1: return value >> 32 & 0xFF
    case 2: return 0 &- (value >> 32 & 0xFF)
    case 3: return ArrayMemory.base &- 64 &+ (value >> 32 & 0xFF)
    default: return 1 << (value >> 32 & 63)
    }
  }
}
