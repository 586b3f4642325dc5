// The classic table: each number's call, with its registers taken for what they are.

import Shared

extension Thread {
  // The calls that the door also makes by themselves.
  @inline(__always) public func read(_ a: some ClassicArguments) throws(Errno) -> Int {
    try read(int(a.argument0), into: a.argument1, byteCount: a.argument2)
  }

  @inline(__always) public func write(_ a: some ClassicArguments) throws(Errno) -> Int {
    try write(int(a.argument0), from: a.argument1, byteCount: a.argument2)
  }

  /// Does a classic call.
  /// - Returns: what goes into rax.
  /// - Throws: the error whose negative goes there.
  @inline(__always)
  public func perform(_ call: LinuxSyscall, _ a: some ClassicArguments) throws(Errno) -> Int {
    switch call {
    // Files
    case .read: try read(a)
    case .write: try write(a)
    case .readv: try readVector(int(a.argument0), a.argument1, count: a.argument2)
    case .writev: try writeVector(int(a.argument0), a.argument1, count: a.argument2)
    case .pread64: try read(int(a.argument0), into: a.argument1, byteCount: a.argument2, at: long(a.argument3))
    case .pwrite64: try write(int(a.argument0), from: a.argument1, byteCount: a.argument2, at: long(a.argument3))
    case .open: try open(a.argument0, flags: unsigned(a.argument1), mode: unsigned(a.argument2))
    case .openat:
      try open(
        a.argument1, relativeTo: int(a.argument0), flags: unsigned(a.argument2), mode: unsigned(a.argument3))
    case .close: try close(int(a.argument0))
    case .lseek: try seek(int(a.argument0), by: long(a.argument1), from: unsigned(a.argument2))
    case .fstat: try status(of: int(a.argument0), into: a.argument1)
    case .stat: try status(at: a.argument0, into: a.argument1, flags: [])
    case .lstat: try status(at: a.argument0, into: a.argument1, flags: .noFollow)
    case .newfstatat:
      try status(
        at: a.argument1, relativeTo: int(a.argument0), into: a.argument2,
        flags: PathFlags(rawValue: unsigned(a.argument3)))
    case .access: try checkAccess(a.argument0, mode: unsigned(a.argument1))
    case .faccessat: try checkAccess(a.argument1, relativeTo: int(a.argument0), mode: unsigned(a.argument2))
    case .faccessat2:
      try checkAccess(
        a.argument1, relativeTo: int(a.argument0), mode: unsigned(a.argument2),
        flags: PathFlags(rawValue: unsigned(a.argument3)))
    case .readlink: try readLink(a.argument0, into: a.argument1, byteCount: int(a.argument2))
    case .readlinkat:
      try readLink(a.argument1, relativeTo: int(a.argument0), into: a.argument2, byteCount: int(a.argument3))
    case .getdents64: try readEntries(int(a.argument0), into: a.argument1, byteCount: unsigned(a.argument2))
    case .getcwd: try workingDirectory(into: a.argument0, byteCount: a.argument1)
    case .chdir: try changeDirectory(a.argument0)
    case .fchdir: try changeDirectory(int(a.argument0))
    case .umask: Int(files.setCreationMask(unsigned(a.argument0)))
    case .dup: try duplicate(int(a.argument0))
    case .dup2:
      try replace(int(a.argument1)) { table throws(Errno) in
        try table.duplicate(int(a.argument0), to: int(a.argument1))
      }
    case .dup3: try duplicate(int(a.argument0), to: int(a.argument1), flags: unsigned(a.argument2))
    case .fcntl:
      try control(int(a.argument0), command: unsigned(a.argument1), argument: a.argument2)
    case .ioctl: try control(int(a.argument0), request: unsigned(a.argument1), argument: a.argument2)
    case .poll: try poll(a.argument0, count: unsigned(a.argument1), milliseconds: int(a.argument2))
    case .ppoll:
      try poll(
        a.argument0, count: unsigned(a.argument1), timeout: a.argument2, mask: a.argument3, setByteCount: a.argument4)
    case .preadv:
      try readVector(
        int(a.argument0), a.argument1, count: a.argument2,
        at: TransferPlace(long(a.argument3), minusOneIsOffset: false))
    case .pwritev:
      try writeVector(
        int(a.argument0), a.argument1, count: a.argument2,
        at: TransferPlace(long(a.argument3), minusOneIsOffset: false))
    case .preadv2:
      try readVector(
        int(a.argument0), a.argument1, count: a.argument2,
        at: TransferPlace(long(a.argument3), minusOneIsOffset: true), flags: unsigned(a.argument5))
    case .pwritev2:
      try writeVector(
        int(a.argument0), a.argument1, count: a.argument2,
        at: TransferPlace(long(a.argument3), minusOneIsOffset: true), flags: unsigned(a.argument5))
    case .flock: try lockFile(int(a.argument0), operation: unsigned(a.argument1))

    // The tree of files
    case .creat:
      try open(
        a.argument0, flags: OpenFlags([.writeOnly, .create, .truncate]).rawValue, mode: unsigned(a.argument1))
    case .mkdir: try makeDirectory(a.argument0, mode: unsigned(a.argument1))
    case .mkdirat: try makeDirectory(a.argument1, relativeTo: int(a.argument0), mode: unsigned(a.argument2))
    case .rmdir: try remove(a.argument0, flags: .removeDirectory)
    case .unlink: try remove(a.argument0, flags: [])
    case .unlinkat:
      try remove(a.argument1, relativeTo: int(a.argument0), flags: PathFlags(rawValue: unsigned(a.argument2)))
    case .rename: try rename(a.argument0, to: a.argument1)
    case .renameat:
      try rename(a.argument1, relativeTo: int(a.argument0), to: a.argument3, relativeTo: int(a.argument2))
    case .renameat2:
      try rename(
        a.argument1, relativeTo: int(a.argument0), to: a.argument3, relativeTo: int(a.argument2),
        flags: unsigned(a.argument4))
    case .link: try link(a.argument0, as: a.argument1)
    case .linkat:
      try link(
        a.argument1, relativeTo: int(a.argument0), as: a.argument3, relativeTo: int(a.argument2),
        flags: PathFlags(rawValue: unsigned(a.argument4)))
    case .symlink: try makeSymbolicLink(a.argument1, to: a.argument0)
    case .symlinkat: try makeSymbolicLink(a.argument2, relativeTo: int(a.argument1), to: a.argument0)
    case .truncate: try resize(a.argument0, to: long(a.argument1))
    case .ftruncate: try resize(int(a.argument0), to: long(a.argument1))
    case .fallocate:
      try allocate(
        int(a.argument0), mode: unsigned(a.argument1), at: long(a.argument2), byteCount: long(a.argument3))
    case .chmod: try setPermissions(unsigned(a.argument1), of: a.argument0)
    case .fchmod: try setPermissions(unsigned(a.argument1), of: int(a.argument0))
    case .fchmodat: try setPermissions(unsigned(a.argument2), of: a.argument1, relativeTo: int(a.argument0))
    case .chown: try setOwner(unsigned(a.argument1), unsigned(a.argument2), of: a.argument0)
    case .lchown: try setOwner(unsigned(a.argument1), unsigned(a.argument2), of: a.argument0, flags: .noFollow)
    case .fchown: try setOwner(unsigned(a.argument1), unsigned(a.argument2), of: int(a.argument0))
    case .fchownat:
      try setOwner(
        unsigned(a.argument2), unsigned(a.argument3), of: a.argument1, relativeTo: int(a.argument0),
        flags: PathFlags(rawValue: unsigned(a.argument4)))
    case .utimensat:
      try setTimes(
        a.argument2, of: a.argument1, relativeTo: int(a.argument0), flags: PathFlags(rawValue: unsigned(a.argument3)))
    case .statfs: try fileSystemStatus(at: a.argument0, into: a.argument1)
    case .fstatfs: try fileSystemStatus(of: int(a.argument0), into: a.argument1)
    case .fsync, .fdatasync: try synchronize(int(a.argument0))
    case .sync: 0
    case .utime: try setTimes(a.argument1, inSecondsOf: a.argument0)
    case .utimes: try setTimes(a.argument1, inMicrosecondsOf: a.argument0)
    case .futimesat: try setTimes(a.argument2, inMicrosecondsOf: a.argument1, relativeTo: int(a.argument0))
    case .mknod: try makeNode(a.argument0, mode: unsigned(a.argument1), device: unsigned(a.argument2))
    case .mknodat:
      try makeNode(
        a.argument1, relativeTo: int(a.argument0), mode: unsigned(a.argument2), device: unsigned(a.argument3))
    case .statx:
      try extendedStatus(
        at: a.argument1, relativeTo: int(a.argument0), flags: unsigned(a.argument2), mask: unsigned(a.argument3),
        into: a.argument4)
    case .openat2: try open(a.argument1, relativeTo: int(a.argument0), how: a.argument2, byteCount: a.argument3)
    case .fchmodat2:
      try setPermissions(
        unsigned(a.argument2), of: a.argument1, relativeTo: int(a.argument0),
        flags: PathFlags(rawValue: unsigned(a.argument3)))
    case .getdents: try readEntries(int(a.argument0), into: a.argument1, byteCount: unsigned(a.argument2), as: .old)
    case .sendfile:
      try sendFile(to: int(a.argument0), from: int(a.argument1), offset: a.argument2, byteCount: a.argument3)
    case .copyFileRange:
      try copyFileRange(
        from: int(a.argument0), offset: a.argument1, to: int(a.argument2), offset: a.argument3, byteCount: a.argument4,
        flags: unsigned(a.argument5))
    case .fadvise64: try advise(int(a.argument0), byteCount: long(a.argument2), advice: int(a.argument3))
    case .readahead: try readAhead(int(a.argument0))
    case .syncFileRange:
      try synchronize(
        int(a.argument0), from: long(a.argument1), byteCount: long(a.argument2), flags: unsigned(a.argument3))
    case .syncfs: try synchronizeFileSystem(of: int(a.argument0))
    case .closeRange:
      try closeRange(from: unsigned(a.argument0), to: unsigned(a.argument1), flags: unsigned(a.argument2))
    case .setxattr:
      try setAttribute(
        of: .path(a.argument0), name: a.argument1, to: a.argument2, byteCount: a.argument3, flags: unsigned(a.argument4)
      )
    case .getxattr:
      try attribute(of: .path(a.argument0), name: a.argument1, into: a.argument2, byteCount: a.argument3)
    case .listxattr: try attributes(of: .path(a.argument0), into: a.argument1, byteCount: a.argument2)
    case .removexattr: try removeAttribute(of: .path(a.argument0), name: a.argument1)
    case .lsetxattr:
      try setAttribute(
        of: .link(a.argument0), name: a.argument1, to: a.argument2, byteCount: a.argument3, flags: unsigned(a.argument4)
      )
    case .lgetxattr:
      try attribute(of: .link(a.argument0), name: a.argument1, into: a.argument2, byteCount: a.argument3)
    case .llistxattr: try attributes(of: .link(a.argument0), into: a.argument1, byteCount: a.argument2)
    case .lremovexattr: try removeAttribute(of: .link(a.argument0), name: a.argument1)
    case .fsetxattr:
      try setAttribute(
        of: .descriptor(int(a.argument0)), name: a.argument1, to: a.argument2, byteCount: a.argument3,
        flags: unsigned(a.argument4))
    case .fgetxattr:
      try attribute(of: .descriptor(int(a.argument0)), name: a.argument1, into: a.argument2, byteCount: a.argument3)
    case .flistxattr: try attributes(of: .descriptor(int(a.argument0)), into: a.argument1, byteCount: a.argument2)
    case .fremovexattr: try removeAttribute(of: .descriptor(int(a.argument0)), name: a.argument1)

    // Sockets
    case .socketpair:
      try makeSocketPair(
        family: int(a.argument0), type: unsigned(a.argument1), protocol: int(a.argument2), into: a.argument3)
    case .socket: try makeSocket(family: int(a.argument0), type: unsigned(a.argument1), protocol: int(a.argument2))
    case .connect: try connectSocket(int(a.argument0), to: a.argument1, byteCount: unsigned(a.argument2))
    case .accept: try accept(int(a.argument0), into: a.argument1, byteCountAddress: a.argument2, flags: 0)
    case .accept4:
      try accept(int(a.argument0), into: a.argument1, byteCountAddress: a.argument2, flags: unsigned(a.argument3))
    case .sendto:
      try sendTo(
        int(a.argument0), from: a.argument1, byteCount: a.argument2, flags: unsigned(a.argument3), to: a.argument4,
        nameByteCount: unsigned(a.argument5))
    case .recvfrom:
      try receiveFrom(
        int(a.argument0), into: a.argument1, byteCount: a.argument2, flags: unsigned(a.argument3), from: a.argument4,
        nameByteCountAddress: a.argument5)
    case .sendmsg: try sendMessage(int(a.argument0), a.argument1, flags: unsigned(a.argument2))
    case .recvmsg: try receiveMessage(int(a.argument0), a.argument1, flags: unsigned(a.argument2))
    case .sendmmsg:
      try sendMessages(int(a.argument0), a.argument1, count: unsigned(a.argument2), flags: unsigned(a.argument3))
    case .recvmmsg:
      try receiveMessages(
        int(a.argument0), a.argument1, count: unsigned(a.argument2), flags: unsigned(a.argument3), timeout: a.argument4)
    case .shutdown: try shutDown(int(a.argument0), how: unsigned(a.argument1))
    case .bind: try bindSocket(int(a.argument0), to: a.argument1, byteCount: unsigned(a.argument2))
    case .listen: try listen(int(a.argument0), backlog: unsigned(a.argument1))
    case .getsockname: try socketName(of: int(a.argument0), into: a.argument1, byteCountAddress: a.argument2)
    case .getpeername: try peerName(of: int(a.argument0), into: a.argument1, byteCountAddress: a.argument2)
    case .setsockopt:
      try setSocketOption(
        int(a.argument0), level: int(a.argument1), unsigned(a.argument2), from: a.argument3, byteCount: int(a.argument4)
      )
    case .getsockopt:
      try socketOption(
        int(a.argument0), level: int(a.argument1), unsigned(a.argument2), into: a.argument3,
        byteCountAddress: a.argument4)

    // Memory
    case .mmap:
      try map(
        a.argument0, byteCount: a.argument1, protection: a.argument2, flags: a.argument3,
        descriptor: int(a.argument4), offset: a.argument5)
    case .munmap: try unmap(a.argument0, byteCount: a.argument1)
    case .mprotect: try protect(a.argument0, byteCount: a.argument1, a.argument2)
    case .mremap:
      try remap(
        a.argument0, byteCount: a.argument1, newByteCount: a.argument2, flags: a.argument3,
        newAddress: a.argument4)
    case .madvise: try advise(a.argument0, byteCount: a.argument1, int(a.argument2))
    case .msync: try synchronizeMapping(a.argument0, byteCount: a.argument1, flags: unsigned(a.argument2))
    case .mincore: try residence(a.argument0, byteCount: a.argument1, into: a.argument2)
    case .mlock: try lock(a.argument0, byteCount: a.argument1)
    case .mlock2: try lock(a.argument0, byteCount: a.argument1, flags: unsigned(a.argument2))
    case .munlock: try unlock(a.argument0, byteCount: a.argument1)
    case .mlockall: try lockAll(flags: unsigned(a.argument0))
    case .munlockall: unlockAll()
    case .brk: setBreak(to: a.argument0)

    // The process
    case .getpid: Int(process.id)
    case .gettid: Int(id)
    case .getppid: Int(process.parent?.id ?? 0)
    case .getpgrp: try group(of: 0)
    case .getpgid: try group(of: int(a.argument0))
    case .getsid: try session(of: int(a.argument0))
    case .setpgid: try setGroup(of: int(a.argument0), to: int(a.argument1))
    case .setsid: try beginSession()
    case .fork, .vfork, .clone, .clone3, .execve, .execveat, .rtSigreturn: performWithAllRegistersLater(call)
    case .wait4:
      try wait(
        for: int(a.argument0), statusAddress: a.argument1, options: unsigned(a.argument2), usage: a.argument3)
    case .waitid:
      try wait(
        type: unsigned(a.argument0), id: int(a.argument1), informationAddress: a.argument2,
        options: unsigned(a.argument3), usage: a.argument4)
    case .exit: exitThread(status: int(a.argument0))
    case .exitGroup: exit(status: int(a.argument0))
    case .getuid: Int(credentials.user.real)
    case .getgid: Int(credentials.group.real)
    case .geteuid: Int(credentials.user.effective)
    case .getegid: Int(credentials.group.effective)
    case .archPrctl: try setBase(code: unsigned(a.argument0), a.argument1)
    case .setTidAddress: setThreadIDAddress(a.argument0)
    case .setRobustList: try setRobustList(a.argument0, byteCount: a.argument1)
    case .getRobustList:
      try robustList(of: int(a.argument0), into: a.argument1, byteCountAddress: a.argument2)
    case .rseq:
      try registerRestartableSequence(
        a.argument0, byteCount: unsigned(a.argument1), flags: unsigned(a.argument2), signature: unsigned(a.argument3))
    case .prlimit64:
      try limit(int(a.argument0), unsigned(a.argument1), new: a.argument2, old: a.argument3)
    case .getrlimit: try limit(0, unsigned(a.argument0), new: 0, old: a.argument1)
    case .uname: try systemName(into: a.argument0)
    case .sysinfo: try systemInformation(into: a.argument0)
    case .schedYield: yield()
    case .getrusage: try usage(of: int(a.argument0), into: a.argument1)
    case .times: try times(into: a.argument0)
    case .prctl:
      try controlProcess(unsigned(a.argument0), a.argument1, a.argument2, a.argument3, a.argument4)
    case .personality: try setPersonality(unsigned(a.argument0))
    case .membarrier: try setBarrier(unsigned(a.argument0), flags: unsigned(a.argument1))
    case .futex:
      try futex(
        a.argument0, operation: unsigned(a.argument1), value: unsigned(a.argument2), timeout: a.argument3,
        second: a.argument4, bits: unsigned(a.argument5))
    case .setrlimit: try setLimit(unsigned(a.argument0), from: a.argument1)

    // How threads are scheduled
    case .schedGetaffinity: try affinity(int(a.argument0), byteCount: unsigned(a.argument1), into: a.argument2)
    case .schedSetaffinity: try setAffinity(int(a.argument0), byteCount: unsigned(a.argument1), from: a.argument2)
    case .getpriority: try priority(of: unsigned(a.argument0), int(a.argument1))
    case .setpriority: try setPriority(of: unsigned(a.argument0), int(a.argument1), to: int(a.argument2))
    case .schedGetscheduler: try schedulingPolicy(of: int(a.argument0))
    case .schedSetscheduler:
      try setScheduling(of: int(a.argument0), policy: unsigned(a.argument1), parameter: a.argument2)
    case .schedGetparam: try schedulingParameter(of: int(a.argument0), into: a.argument1)
    case .schedSetparam: try setScheduling(of: int(a.argument0), policy: nil, parameter: a.argument1)
    case .schedGetPriorityMax: try highestPriority(of: unsigned(a.argument0))
    case .schedGetPriorityMin: try lowestPriority(of: unsigned(a.argument0))
    case .schedRrGetInterval: try timeSlice(of: int(a.argument0), into: a.argument1)
    case .schedGetattr:
      try schedulingAttributes(
        of: int(a.argument0), into: a.argument1, byteCount: unsigned(a.argument2), flags: unsigned(a.argument3))
    case .schedSetattr:
      try setSchedulingAttributes(of: int(a.argument0), from: a.argument1, flags: unsigned(a.argument2))
    case .getcpu: try processorNumber(into: a.argument0, node: a.argument1)
    case .ioprioGet: try transferPriority(of: unsigned(a.argument0), int(a.argument1))
    case .ioprioSet: try setTransferPriority(of: unsigned(a.argument0), int(a.argument1), to: unsigned(a.argument2))

    // Users, groups and capabilities
    case .setuid: try setUser(unsigned(a.argument0))
    case .setgid: try setGroup(unsigned(a.argument0))
    case .setreuid: try setUsers(real: unsigned(a.argument0), effective: unsigned(a.argument1))
    case .setregid: try setGroups(real: unsigned(a.argument0), effective: unsigned(a.argument1))
    case .setresuid:
      try setUsers(real: unsigned(a.argument0), effective: unsigned(a.argument1), saved: unsigned(a.argument2))
    case .setresgid:
      try setGroups(real: unsigned(a.argument0), effective: unsigned(a.argument1), saved: unsigned(a.argument2))
    case .setfsuid: Int(credentials.setFileSystemUser(unsigned(a.argument0)))
    case .setfsgid: Int(credentials.setFileSystemGroup(unsigned(a.argument0)))
    case .getresuid:
      try store(credentials.user, real: a.argument0, effective: a.argument1, saved: a.argument2)
    case .getresgid:
      try store(credentials.group, real: a.argument0, effective: a.argument1, saved: a.argument2)
    case .getgroups: try supplementaryGroups(into: a.argument1, count: int(a.argument0))
    case .setgroups: try setSupplementaryGroups(from: a.argument1, count: unsigned(a.argument0))
    case .capget: try capabilities(header: a.argument0, into: a.argument1)
    case .capset: try setCapabilities(header: a.argument0, from: a.argument1)
    case .chroot: try changeRoot(a.argument0)

    // Signals
    case .rtSigaction:
      try setAction(unsigned(a.argument0), new: a.argument1, old: a.argument2, setByteCount: a.argument3)
    case .rtSigprocmask:
      try setMask(how: unsigned(a.argument0), new: a.argument1, old: a.argument2, setByteCount: a.argument3)
    case .sigaltstack: try setAlternateStack(new: a.argument0, old: a.argument1)
    case .rtSigpending: try pendingSignals(into: a.argument0, setByteCount: a.argument1)
    case .rtSigsuspend: try waitForSignal(mask: a.argument0, setByteCount: a.argument1)
    case .rtSigtimedwait:
      try waitForSignal(
        in: a.argument0, information: a.argument1, timeout: a.argument2, setByteCount: a.argument3)
    case .rtSigqueueinfo:
      try queueSignal(thread: nil, of: int(a.argument0), unsigned(a.argument1), information: a.argument2)
    case .rtTgsigqueueinfo:
      try queueSignal(
        thread: int(a.argument1), of: int(a.argument0), unsigned(a.argument2), information: a.argument3)
    case .pause: try pause()
    case .restartSyscall: try goOnSleeping()
    case .kill: try signal(process: int(a.argument0), unsigned(a.argument1))
    case .tkill: try signal(thread: int(a.argument0), unsigned(a.argument1))
    case .tgkill: try signal(thread: int(a.argument1), of: int(a.argument0), unsigned(a.argument2))

    // Channels
    case .memfdCreate: try makeMemoryFile(name: a.argument0, flags: unsigned(a.argument1))
    case .eventfd: try makeEventCounter(unsigned(a.argument0), flags: 0)
    case .eventfd2: try makeEventCounter(unsigned(a.argument0), flags: unsigned(a.argument1))
    case .epollCreate: try makeEpoll(size: int(a.argument0))
    case .epollCreate1: try makeEpoll(flags: unsigned(a.argument0))
    case .epollCtl:
      try controlEpoll(
        int(a.argument0), operation: unsigned(a.argument1), target: int(a.argument2), event: a.argument3)
    case .epollWait:
      try waitEpoll(
        int(a.argument0), events: a.argument1, count: int(a.argument2), milliseconds: int(a.argument3))
    case .epollPwait:
      try waitEpoll(
        int(a.argument0), events: a.argument1, count: int(a.argument2), milliseconds: int(a.argument3),
        mask: a.argument4, setByteCount: a.argument5)
    case .epollPwait2:
      try waitEpoll(
        int(a.argument0), events: a.argument1, count: int(a.argument2), timeout: a.argument3, mask: a.argument4,
        setByteCount: a.argument5)
    case .select:
      try select(
        count: int(a.argument0), read: a.argument1, write: a.argument2, exceptional: a.argument3,
        timeout: a.argument4)
    case .pselect6:
      try select(
        count: int(a.argument0), read: a.argument1, write: a.argument2, exceptional: a.argument3,
        timeout: a.argument4, mask: a.argument5)
    case .signalfd:
      try makeSignalFile(int(a.argument0), set: a.argument1, setByteCount: a.argument2, flags: 0)
    case .signalfd4:
      try makeSignalFile(
        int(a.argument0), set: a.argument1, setByteCount: a.argument2, flags: unsigned(a.argument3))
    case .pidfdOpen: try openProcess(int(a.argument0), flags: unsigned(a.argument1))
    case .pidfdSendSignal:
      try signal(
        processOf: int(a.argument0), unsigned(a.argument1), information: a.argument2, flags: unsigned(a.argument3))

    // Timers
    case .alarm: try alarm(seconds: unsigned(a.argument0))
    case .getitimer: try intervalTimer(unsigned(a.argument0), into: a.argument1)
    case .setitimer: try setIntervalTimer(unsigned(a.argument0), to: a.argument1, old: a.argument2)
    case .timerCreate: try makeTimer(clock: int(a.argument0), event: a.argument1, into: a.argument2)
    case .timerSettime:
      try setTimer(int(a.argument0), flags: unsigned(a.argument1), to: a.argument2, old: a.argument3)
    case .timerGettime: try timer(int(a.argument0), into: a.argument1)
    case .timerGetoverrun: try timerOverrun(int(a.argument0))
    case .timerDelete: try deleteTimer(int(a.argument0))
    case .timerfdCreate: try makeTimerFile(clock: int(a.argument0), flags: unsigned(a.argument1))
    case .timerfdSettime:
      try setTimerFile(int(a.argument0), flags: unsigned(a.argument1), to: a.argument2, old: a.argument3)
    case .timerfdGettime: try timerFile(int(a.argument0), into: a.argument1)

    case .splice:
      try splice(
        from: int(a.argument0), offset: a.argument1, to: int(a.argument2), offset: a.argument3, byteCount: a.argument4,
        flags: unsigned(a.argument5))
    case .tee:
      try tee(from: int(a.argument0), to: int(a.argument1), byteCount: a.argument2, flags: unsigned(a.argument3))
    case .vmsplice:
      try spliceMemory(int(a.argument0), a.argument1, count: a.argument2, flags: unsigned(a.argument3))
    case .pipe: try makePipe(into: a.argument0, flags: 0)
    case .pipe2: try makePipe(into: a.argument0, flags: unsigned(a.argument1))

    // Time and chance
    case .clockGettime: try time(of: int(a.argument0), into: a.argument1)
    case .clockGetres: try resolution(of: int(a.argument0), into: a.argument1)
    case .gettimeofday: try timeOfDay(into: a.argument0, zone: a.argument1)
    case .time: try time(into: a.argument0)
    case .nanosleep: try sleep(a.argument0, remaining: a.argument1)
    case .clockNanosleep:
      try sleep(a.argument2, clock: int(a.argument0), flags: unsigned(a.argument1), remaining: a.argument3)
    case .getrandom: try random(into: a.argument0, byteCount: a.argument1, flags: unsigned(a.argument2))
    }
  }
}
