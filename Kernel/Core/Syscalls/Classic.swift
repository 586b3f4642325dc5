// The classic table: each number's call, with its registers taken for what they are.

import Shared

extension Thread {
  /// Does a classic call.
  /// - Returns: what goes into rax.
  /// - Throws: the error whose negative goes there.
  public func perform(_ call: LinuxSyscall, _ a: some ClassicArguments) throws(Errno) -> Int {
    switch call {
    // Files
    case .read: try read(int(a.argument0), into: a.argument1, byteCount: a.argument2)
    case .write: try write(int(a.argument0), from: a.argument1, byteCount: a.argument2)
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
    case .dup: Int(try files.descriptors.duplicate(int(a.argument0)))
    case .dup2: Int(try files.descriptors.duplicate(int(a.argument0), to: int(a.argument1)))
    case .dup3: try duplicate(int(a.argument0), to: int(a.argument1), flags: unsigned(a.argument2))
    case .fcntl:
      try files.control(int(a.argument0), command: unsigned(a.argument1), argument: a.argument2)
    case .ioctl: try control(int(a.argument0), request: unsigned(a.argument1), argument: a.argument2)
    case .poll: try poll(a.argument0, count: unsigned(a.argument1), milliseconds: int(a.argument2))
    case .ppoll:
      try poll(
        a.argument0, count: unsigned(a.argument1), timeout: a.argument2, mask: a.argument3, setByteCount: a.argument4)

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
    case .brk: Int(bitPattern: addressSpace.setBreak(to: a.argument0))

    // The process
    case .getpid: Int(process.id)
    case .gettid: Int(id)
    case .getppid: Int(process.parent?.id ?? 0)
    case .getuid, .getgid, .geteuid, .getegid: 0
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
    case .schedGetaffinity: try affinity(int(a.argument0), byteCount: unsigned(a.argument1), into: a.argument2)
    case .futex:
      try futex(
        a.argument0, operation: unsigned(a.argument1), value: unsigned(a.argument2), timeout: a.argument3,
        second: a.argument4, bits: unsigned(a.argument5))

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
    case .pipe: try makePipe(into: a.argument0, flags: 0)
    case .pipe2: try makePipe(into: a.argument0, flags: unsigned(a.argument1))

    // Time and chance
    case .clockGettime: try clock(int(a.argument0), into: a.argument1)
    case .clockGetres: try clockResolution(int(a.argument0), into: a.argument1)
    case .gettimeofday: try timeOfDay(into: a.argument0, zone: a.argument1)
    case .time: try time(into: a.argument0)
    case .nanosleep: try sleep(a.argument0, remaining: a.argument1)
    case .clockNanosleep:
      try sleep(a.argument2, clock: int(a.argument0), flags: unsigned(a.argument1), remaining: a.argument3)
    case .getrandom: try random(into: a.argument0, byteCount: a.argument1, flags: unsigned(a.argument2))
    }
  }
}
