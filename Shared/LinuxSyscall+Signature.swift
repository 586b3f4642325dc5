// The classic calls described, with the names that section 2 of Linux's manual gives them and their arguments.

extension LinuxSyscall {
  /// The call's name as Linux spells it, its parameters and its answer.
  public var signature: Signature {
    switch self {
    // Files
    case .read: Self.transfer("read", .writable(countedBy: 2))
    case .write: Self.transfer("write", .readable(countedBy: 2))
    case .pread64: Self.transfer("pread64", .writable(countedBy: 2), Parameter("offset", .int64))
    case .pwrite64: Self.transfer("pwrite64", .readable(countedBy: 2), Parameter("offset", .int64))
    case .readv: Self.vectorTransfer("readv", .writableVector(countedBy: 2))
    case .writev: Self.vectorTransfer("writev", .readableVector(countedBy: 2))
    case .open:
      Signature(
        "open", Self.path, Parameter("flags", .flags(.open)), Parameter("mode", .creationPermissions(flags: 1)),
        answers: .descriptor)
    case .openat:
      Signature(
        "openat", Self.directory, Self.path, Parameter("flags", .flags(.open)),
        Parameter("mode", .creationPermissions(flags: 2)), answers: .descriptor)
    case .close: Signature("close", Self.file, answers: .nothing)
    case .lseek:
      Signature(
        "lseek", Self.file, Parameter("offset", .int64), Parameter("whence", .value(.seekOrigin)), answers: .offset)
    case .stat: Signature("stat", Self.path, Self.fills("statbuf", .fileStatus), answers: .nothing)
    case .fstat: Signature("fstat", Self.file, Self.fills("statbuf", .fileStatus), answers: .nothing)
    case .lstat: Signature("lstat", Self.path, Self.fills("statbuf", .fileStatus), answers: .nothing)
    case .newfstatat:
      Signature(
        "newfstatat", Self.directory, Self.path, Self.fills("statbuf", .fileStatus), Parameter("flags", .flags(.path)),
        answers: .nothing)
    case .access: Signature("access", Self.path, Parameter("mode", .flags(.access)), answers: .nothing)
    case .faccessat:
      Signature("faccessat", Self.directory, Self.path, Parameter("mode", .flags(.access)), answers: .nothing)
    case .faccessat2:
      Signature(
        "faccessat2", Self.directory, Self.path, Parameter("mode", .flags(.access)),
        Parameter("flags", .flags(.accessPath)), answers: .nothing)
    case .readlink:
      Signature(
        "readlink", Self.path, Parameter("buf", .writable(countedBy: 2)), Parameter("bufsiz", .int32),
        answers: .byteCount)
    case .readlinkat:
      Signature(
        "readlinkat", Self.directory, Self.path, Parameter("buf", .writable(countedBy: 3)),
        Parameter("bufsiz", .int32), answers: .byteCount)
    case .getdents64:
      Signature(
        "getdents64", Self.file, Parameter("dirp", .structures(.directoryEntry, .fills, countedBy: 2)),
        Parameter("count", .uint32), answers: .byteCount)
    case .getcwd:
      Signature("getcwd", Parameter("buf", .writable(countedBy: 1)), Self.size, answers: .byteCount)
    case .chdir: Signature("chdir", Self.path, answers: .nothing)
    case .fchdir: Signature("fchdir", Self.file, answers: .nothing)
    case .umask: Signature("umask", Parameter("mask", .permissions), answers: .permissions)
    case .dup: Signature("dup", Parameter("oldfd", .descriptor), answers: .descriptor)
    case .dup2:
      Signature("dup2", Parameter("oldfd", .descriptor), Parameter("newfd", .descriptor), answers: .descriptor)
    case .dup3:
      Signature(
        "dup3", Parameter("oldfd", .descriptor), Parameter("newfd", .descriptor),
        Parameter("flags", .flags(.duplication)), answers: .descriptor)
    case .fcntl:
      Signature(
        "fcntl", Self.file, Parameter("cmd", .value(.descriptorCommand)), Parameter("arg", .uint64), answers: .number)
    case .ioctl:
      Signature(
        "ioctl", Self.file, Parameter("request", .value(.deviceRequest)),
        Parameter("arg", .structure(.requestData, .updates)), answers: .number)
    case .poll:
      Signature(
        "poll", Self.polled, Parameter("nfds", .uint32), Parameter("timeout", .int32), answers: .number)
    case .ppoll:
      Signature(
        "ppoll", Self.polled, Parameter("nfds", .uint32), Self.reads("tmo_p", .timespec),
        Self.reads("sigmask", .signalSet), Parameter("sigsetsize", .byteCount), answers: .number)

    // The tree of files
    case .creat: Signature("creat", Self.path, Self.mode, answers: .descriptor)
    case .mkdir: Signature("mkdir", Self.path, Self.mode, answers: .nothing)
    case .mkdirat: Signature("mkdirat", Self.directory, Self.path, Self.mode, answers: .nothing)
    case .rmdir: Signature("rmdir", Self.path, answers: .nothing)
    case .unlink: Signature("unlink", Self.path, answers: .nothing)
    case .unlinkat:
      Signature("unlinkat", Self.directory, Self.path, Parameter("flags", .flags(.path)), answers: .nothing)
    case .rename: Signature("rename", Self.oldPath, Self.newPath, answers: .nothing)
    case .renameat:
      Signature("renameat", Self.oldDirectory, Self.oldPath, Self.newDirectory, Self.newPath, answers: .nothing)
    case .renameat2:
      Signature(
        "renameat2", Self.oldDirectory, Self.oldPath, Self.newDirectory, Self.newPath,
        Parameter("flags", .flags(.renaming)), answers: .nothing)
    case .link: Signature("link", Self.oldPath, Self.newPath, answers: .nothing)
    case .linkat:
      Signature(
        "linkat", Self.oldDirectory, Self.oldPath, Self.newDirectory, Self.newPath,
        Parameter("flags", .flags(.path)), answers: .nothing)
    case .symlink: Signature("symlink", Self.target, Parameter("linkpath", .path), answers: .nothing)
    case .symlinkat:
      Signature(
        "symlinkat", Self.target, Parameter("newdirfd", .directory), Parameter("linkpath", .path), answers: .nothing)
    case .truncate: Signature("truncate", Self.path, Parameter("length", .int64), answers: .nothing)
    case .ftruncate: Signature("ftruncate", Self.file, Parameter("length", .int64), answers: .nothing)
    case .chmod: Signature("chmod", Self.path, Self.mode, answers: .nothing)
    case .fchmod: Signature("fchmod", Self.file, Self.mode, answers: .nothing)
    case .fchmodat: Signature("fchmodat", Self.directory, Self.path, Self.mode, answers: .nothing)
    case .chown: Signature("chown", Self.path, Self.owner, Self.group, answers: .nothing)
    case .lchown: Signature("lchown", Self.path, Self.owner, Self.group, answers: .nothing)
    case .fchown: Signature("fchown", Self.file, Self.owner, Self.group, answers: .nothing)
    case .fchownat:
      Signature(
        "fchownat", Self.directory, Self.path, Self.owner, Self.group, Parameter("flags", .flags(.path)),
        answers: .nothing)
    case .utimensat:
      Signature(
        "utimensat", Self.directory, Self.path, Self.reads("times", .fileTimes), Parameter("flags", .flags(.path)),
        answers: .nothing)
    case .statfs: Signature("statfs", Self.path, Self.fills("buf", .fileSystemStatus), answers: .nothing)
    case .fstatfs: Signature("fstatfs", Self.file, Self.fills("buf", .fileSystemStatus), answers: .nothing)
    case .fsync: Signature("fsync", Self.file, answers: .nothing)
    case .fdatasync: Signature("fdatasync", Self.file, answers: .nothing)
    case .sync: Signature("sync", answers: .nothing)

    // Memory
    case .mmap:
      Signature(
        "mmap", Self.address, Self.length, Self.protection, Parameter("flags", .flags(.mapping)), Self.file,
        Parameter("offset", .int64), answers: .address)
    case .munmap: Signature("munmap", Self.address, Self.length, answers: .nothing)
    case .mprotect: Signature("mprotect", Self.address, Self.length, Self.protection, answers: .nothing)
    case .mremap:
      Signature(
        "mremap", Parameter("old_address", .address), Parameter("old_size", .byteCount),
        Parameter("new_size", .byteCount), Parameter("flags", .flags(.remapping)), Parameter("new_address", .address),
        answers: .address)
    case .madvise:
      Signature(
        "madvise", Self.address, Self.length, Parameter("advice", .value(.memoryAdvice)), answers: .nothing)
    case .brk: Signature("brk", Self.address, answers: .address)

    // The process
    case .getpid: Signature("getpid", answers: .processID)
    case .gettid: Signature("gettid", answers: .processID)
    case .getppid: Signature("getppid", answers: .processID)
    case .getuid: Signature("getuid", answers: .number)
    case .getgid: Signature("getgid", answers: .number)
    case .geteuid: Signature("geteuid", answers: .number)
    case .getegid: Signature("getegid", answers: .number)
    case .getpgrp: Signature("getpgrp", answers: .processID)
    case .getpgid: Signature("getpgid", Self.process, answers: .processID)
    case .getsid: Signature("getsid", Self.process, answers: .processID)
    case .setpgid:
      Signature("setpgid", Self.process, Parameter("pgid", .processID), answers: .nothing)
    case .setsid: Signature("setsid", answers: .processID)
    case .fork: Signature("fork", answers: .processID)
    case .vfork: Signature("vfork", answers: .processID)
    case .clone:
      Signature(
        "clone", Parameter("flags", .flags(.cloning)), Parameter("stack", .address), Parameter("parent_tid", .address),
        Parameter("child_tid", .address), Parameter("tls", .address), answers: .processID)
    case .clone3:
      Signature("clone3", Parameter("cl_args", .readable(countedBy: 1)), Self.size, answers: .processID)
    case .execve:
      Signature(
        "execve", Self.path, Parameter("argv", .address), Parameter("envp", .address), answers: .nothing)
    case .execveat:
      Signature(
        "execveat", Self.directory, Self.path, Parameter("argv", .address), Parameter("envp", .address),
        Parameter("flags", .flags(.path)), answers: .nothing)
    case .wait4:
      Signature(
        "wait4", Self.process, Self.fills("wstatus", .word32), Parameter("options", .flags(.waiting)),
        Parameter("rusage", .address), answers: .processID)
    case .waitid:
      Signature(
        "waitid", Parameter("idtype", .uint32), Parameter("id", .processID), Parameter("infop", .address),
        Parameter("options", .flags(.waiting)), Parameter("rusage", .address), answers: .nothing)
    case .exit: Signature("exit", Parameter("status", .int32), answers: .never)
    case .exitGroup: Signature("exit_group", Parameter("status", .int32), answers: .never)
    case .archPrctl:
      Signature(
        "arch_prctl", Parameter("code", .value(.segmentBase)), Parameter("addr", .address), answers: .nothing)
    case .setTidAddress: Signature("set_tid_address", Parameter("tidptr", .address), answers: .processID)
    case .setRobustList:
      Signature(
        "set_robust_list", Parameter("head", .address), Parameter("len", .byteCount), answers: .nothing)
    case .getRobustList:
      Signature(
        "get_robust_list", Parameter("pid", .processID), Self.fills("head_ptr", .word64),
        Self.fills("len_ptr", .word64), answers: .nothing)
    case .rseq:
      Signature(
        "rseq", Parameter("rseq", .structure(.restartableSequence, .updates)), Parameter("rseq_len", .uint32),
        Parameter("flags", .flags(.restartableSequence)), Parameter("sig", .uint32), answers: .nothing)
    case .prlimit64:
      Signature(
        "prlimit64", Self.process, Parameter("resource", .value(.resource)), Self.reads("new_limit", .resourceLimit),
        Self.fills("old_limit", .resourceLimit), answers: .nothing)
    case .getrlimit:
      Signature(
        "getrlimit", Parameter("resource", .value(.resource)), Self.fills("rlim", .resourceLimit), answers: .nothing)
    case .uname: Signature("uname", Self.fills("buf", .systemNames), answers: .nothing)
    case .sysinfo: Signature("sysinfo", Self.fills("info", .systemInformation), answers: .nothing)
    case .schedYield: Signature("sched_yield", answers: .nothing)
    case .schedGetaffinity:
      Signature(
        "sched_getaffinity", Self.process, Parameter("cpusetsize", .uint32),
        Parameter("mask", .structures(.cpuSet, .fills, countedBy: 1)), answers: .byteCount)
    case .futex:
      Signature(
        "futex", Parameter("uaddr", .structure(.word32, .updates)), Parameter("futex_op", .flags(.futex)),
        Parameter("val", .uint32), Self.reads("timeout", .timespec), Parameter("uaddr2", .address),
        Parameter("val3", .uint32), answers: .number)

    // Signals
    case .rtSigaction:
      Signature(
        "rt_sigaction", Self.signal, Self.reads("act", .signalAction), Self.fills("oldact", .signalAction),
        Parameter("sigsetsize", .byteCount), answers: .nothing)
    case .rtSigprocmask:
      Signature(
        "rt_sigprocmask", Parameter("how", .value(.maskChange)), Self.reads("set", .signalSet),
        Self.fills("oldset", .signalSet), Parameter("sigsetsize", .byteCount), answers: .nothing)
    case .sigaltstack:
      Signature("sigaltstack", Self.reads("ss", .signalStack), Self.fills("old_ss", .signalStack), answers: .nothing)
    case .rtSigreturn: Signature("rt_sigreturn", answers: .number)
    case .rtSigpending:
      Signature("rt_sigpending", Self.fills("set", .signalSet), Parameter("sigsetsize", .byteCount), answers: .nothing)
    case .rtSigsuspend:
      Signature(
        "rt_sigsuspend", Self.reads("mask", .signalSet), Parameter("sigsetsize", .byteCount), answers: .nothing)
    case .rtSigtimedwait:
      Signature(
        "rt_sigtimedwait", Self.reads("set", .signalSet), Parameter("info", .address),
        Self.reads("timeout", .timespec), Parameter("sigsetsize", .byteCount), answers: .number)
    case .rtSigqueueinfo:
      Signature("rt_sigqueueinfo", Self.process, Self.signal, Parameter("info", .address), answers: .nothing)
    case .rtTgsigqueueinfo:
      Signature(
        "rt_tgsigqueueinfo", Parameter("tgid", .processID), Parameter("tid", .processID), Self.signal,
        Parameter("info", .address), answers: .nothing)
    case .pause: Signature("pause", answers: .nothing)
    case .restartSyscall: Signature("restart_syscall", answers: .nothing)
    case .kill: Signature("kill", Self.process, Self.signal, answers: .nothing)
    case .tkill: Signature("tkill", Parameter("tid", .processID), Self.signal, answers: .nothing)
    case .tgkill:
      Signature("tgkill", Parameter("tgid", .processID), Parameter("tid", .processID), Self.signal, answers: .nothing)

    // Channels
    case .pipe: Signature("pipe", Self.fills("pipefd", .word64), answers: .nothing)
    case .pipe2:
      Signature("pipe2", Self.fills("pipefd", .word64), Parameter("flags", .flags(.open)), answers: .nothing)

    // Time and chance
    case .clockGettime: Signature("clock_gettime", Self.clock, Self.fills("tp", .timespec), answers: .nothing)
    case .clockGetres: Signature("clock_getres", Self.clock, Self.fills("res", .timespec), answers: .nothing)
    case .gettimeofday:
      Signature("gettimeofday", Self.fills("tv", .timeval), Self.fills("tz", .timezone), answers: .nothing)
    case .time: Signature("time", Self.fills("tloc", .word64), answers: .number)
    case .nanosleep:
      Signature("nanosleep", Self.reads("req", .timespec), Self.fills("rem", .timespec), answers: .nothing)
    case .clockNanosleep:
      Signature(
        "clock_nanosleep", Self.clock, Parameter("flags", .flags(.sleep)), Self.reads("request", .timespec),
        Self.fills("remain", .timespec), answers: .nothing)
    case .getrandom:
      Signature(
        "getrandom", Parameter("buf", .writable(countedBy: 1)), Parameter("buflen", .byteCount),
        Parameter("flags", .flags(.random)), answers: .byteCount)
    }
  }

  // What many calls have in common.
  private static var file: Parameter { Parameter("fd", .descriptor) }
  private static var directory: Parameter { Parameter("dirfd", .directory) }
  private static var path: Parameter { Parameter("pathname", .path) }
  private static var mode: Parameter { Parameter("mode", .permissions) }
  private static var owner: Parameter { Parameter("owner", .int32) }
  private static var group: Parameter { Parameter("group", .int32) }
  private static var oldDirectory: Parameter { Parameter("olddirfd", .directory) }
  private static var oldPath: Parameter { Parameter("oldpath", .path) }
  private static var newDirectory: Parameter { Parameter("newdirfd", .directory) }
  private static var newPath: Parameter { Parameter("newpath", .path) }
  private static var target: Parameter { Parameter("target", .path) }
  private static var address: Parameter { Parameter("addr", .address) }
  private static var length: Parameter { Parameter("length", .byteCount) }
  private static var size: Parameter { Parameter("size", .byteCount) }
  private static var protection: Parameter { Parameter("prot", .flags(.protection)) }
  private static var process: Parameter { Parameter("pid", .processID) }
  private static var signal: Parameter { Parameter("sig", .value(.signal)) }
  private static var clock: Parameter { Parameter("clockid", .value(.clock)) }
  private static var polled: Parameter { Parameter("fds", .structures(.pollDescriptor, .updates, countedBy: 1)) }

  private static func reads(_ name: StaticString, _ structure: StructureKind) -> Parameter {
    Parameter(name, .structure(structure, .reads))
  }

  private static func fills(_ name: StaticString, _ structure: StructureKind) -> Parameter {
    Parameter(name, .structure(structure, .fills))
  }

  private static func transfer(
    _ name: StaticString, _ buffer: ArgumentKind, _ offset: Parameter? = nil
  ) -> Signature {
    Signature(
      name, file, Parameter("buf", buffer), Parameter("count", .byteCount), offset, answers: .byteCount)
  }

  private static func vectorTransfer(_ name: StaticString, _ vector: ArgumentKind) -> Signature {
    Signature(name, file, Parameter("iov", vector), Parameter("iovcnt", .uint64), answers: .byteCount)
  }
}
