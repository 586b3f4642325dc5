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
    case .preadv:
      Signature(
        "preadv", Self.file, Parameter("iov", .writableVector(countedBy: 2)), Parameter("iovcnt", .uint64),
        Parameter("pos_l", .int64),
        Parameter("pos_h", .uint64), answers: .byteCount)
    case .pwritev:
      Signature(
        "pwritev", Self.file, Parameter("iov", .readableVector(countedBy: 2)), Parameter("iovcnt", .uint64),
        Parameter("pos_l", .int64),
        Parameter("pos_h", .uint64), answers: .byteCount)
    case .preadv2:
      Signature(
        "preadv2", Self.file, Parameter("iov", .writableVector(countedBy: 2)), Parameter("iovcnt", .uint64),
        Parameter("pos_l", .int64),
        Parameter("pos_h", .uint64), Parameter("flags", .flags(.transfer)), answers: .byteCount)
    case .pwritev2:
      Signature(
        "pwritev2", Self.file, Parameter("iov", .readableVector(countedBy: 2)), Parameter("iovcnt", .uint64),
        Parameter("pos_l", .int64),
        Parameter("pos_h", .uint64), Parameter("flags", .flags(.transfer)), answers: .byteCount)
    case .flock: Signature("flock", Self.file, Parameter("op", .flags(.fileLock)), answers: .nothing)

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
    case .fallocate:
      Signature(
        "fallocate", Self.file, Parameter("mode", .int32), Parameter("offset", .int64), Parameter("length", .int64),
        answers: .nothing)
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
    case .utime: Signature("utime", Self.path, Self.reads("times", .fileTimesInSeconds), answers: .nothing)
    case .utimes: Signature("utimes", Self.path, Self.reads("times", .fileTimes), answers: .nothing)
    case .futimesat:
      Signature(
        "futimesat", Self.directory, Self.path, Self.reads("times", .fileTimes),
        answers: .nothing)
    case .mknod: Signature("mknod", Self.path, Self.mode, Parameter("dev", .uint32), answers: .nothing)
    case .mknodat:
      Signature(
        "mknodat", Self.directory, Self.path, Self.mode, Parameter("dev", .uint32),
        answers: .nothing)
    case .statx:
      Signature(
        "statx", Self.directory, Self.path, Parameter("flags", .flags(.path)), Parameter("mask", .uint32),
        Self.fills("statxbuf", .extendedFileStatus),
        answers: .nothing)
    case .openat2:
      Signature(
        "openat2", Self.directory, Self.path, Self.reads("how", .openHow), Self.size,
        answers: .descriptor)
    case .fchmodat2:
      Signature(
        "fchmodat2", Self.directory, Self.path, Self.mode, Parameter("flags", .flags(.path)),
        answers: .nothing)
    case .getdents:
      Signature(
        "getdents", Self.file, Parameter("dirp", .structures(.directoryEntry, .fills, countedBy: 2)),
        Parameter("count", .uint32),
        answers: .byteCount)
    case .sendfile:
      Signature(
        "sendfile", Parameter("out_fd", .descriptor), Parameter("in_fd", .descriptor),
        Parameter("offset", .structure(.word64, .updates)), Parameter("count", .byteCount),
        answers: .byteCount)
    case .copyFileRange:
      Signature(
        "copy_file_range", Parameter("fd_in", .descriptor), Parameter("off_in", .structure(.word64, .updates)),
        Parameter("fd_out", .descriptor), Parameter("off_out", .structure(.word64, .updates)),
        Parameter("len", .byteCount), Parameter("flags", .uint32),
        answers: .byteCount)
    case .fadvise64:
      Signature(
        "fadvise64", Self.file, Parameter("offset", .int64), Parameter("len", .int64), Parameter("advice", .int32),
        answers: .nothing)
    case .readahead:
      Signature(
        "readahead", Self.file, Parameter("offset", .int64), Parameter("count", .byteCount),
        answers: .nothing)
    case .syncFileRange:
      Signature(
        "sync_file_range", Self.file, Parameter("offset", .int64), Parameter("nbytes", .int64),
        Parameter("flags", .uint32),
        answers: .nothing)
    case .syncfs: Signature("syncfs", Self.file, answers: .nothing)
    case .closeRange:
      Signature(
        "close_range", Parameter("first", .uint32), Parameter("last", .uint32), Parameter("flags", .flags(.closeRange)),
        answers: .nothing)
    case .setxattr:
      Signature(
        "setxattr", Self.path, Parameter("name", .path), Parameter("value", .readable(countedBy: 3)), Self.size,
        Parameter("flags", .flags(.attribute)),
        answers: .nothing)
    case .getxattr:
      Signature(
        "getxattr", Self.path, Parameter("name", .path), Parameter("value", .writable(countedBy: 3)), Self.size,
        answers: .byteCount)
    case .listxattr:
      Signature(
        "listxattr", Self.path, Parameter("list", .writable(countedBy: 2)), Self.size,
        answers: .byteCount)
    case .removexattr: Signature("removexattr", Self.path, Parameter("name", .path), answers: .nothing)
    case .lsetxattr:
      Signature(
        "lsetxattr", Self.path, Parameter("name", .path), Parameter("value", .readable(countedBy: 3)), Self.size,
        Parameter("flags", .flags(.attribute)),
        answers: .nothing)
    case .lgetxattr:
      Signature(
        "lgetxattr", Self.path, Parameter("name", .path), Parameter("value", .writable(countedBy: 3)), Self.size,
        answers: .byteCount)
    case .llistxattr:
      Signature(
        "llistxattr", Self.path, Parameter("list", .writable(countedBy: 2)), Self.size,
        answers: .byteCount)
    case .lremovexattr: Signature("lremovexattr", Self.path, Parameter("name", .path), answers: .nothing)
    case .fsetxattr:
      Signature(
        "fsetxattr", Self.file, Parameter("name", .path), Parameter("value", .readable(countedBy: 3)), Self.size,
        Parameter("flags", .flags(.attribute)),
        answers: .nothing)
    case .fgetxattr:
      Signature(
        "fgetxattr", Self.file, Parameter("name", .path), Parameter("value", .writable(countedBy: 3)), Self.size,
        answers: .byteCount)
    case .flistxattr:
      Signature(
        "flistxattr", Self.file, Parameter("list", .writable(countedBy: 2)), Self.size,
        answers: .byteCount)
    case .fremovexattr: Signature("fremovexattr", Self.file, Parameter("name", .path), answers: .nothing)

    // Sockets
    case .socketpair:
      Signature(
        "socketpair", Self.domain, Parameter("type", .uint32), Parameter("protocol", .int32),
        Self.fills("sv", .word64), answers: .nothing)
    case .socket:
      Signature("socket", Self.domain, Parameter("type", .uint32), Parameter("protocol", .int32), answers: .descriptor)
    case .connect: Signature("connect", Self.endpoint, Self.socketAddress, Self.addressLength, answers: .nothing)
    case .bind: Signature("bind", Self.endpoint, Self.socketAddress, Self.addressLength, answers: .nothing)
    case .accept: Signature("accept", Self.endpoint, Self.filledAddress, Self.updatedLength, answers: .descriptor)
    case .accept4:
      Signature(
        "accept4", Self.endpoint, Self.filledAddress, Self.updatedLength, Parameter("flags", .flags(.duplication)),
        answers: .descriptor)
    case .getsockname:
      Signature("getsockname", Self.endpoint, Self.filledAddress, Self.updatedLength, answers: .nothing)
    case .getpeername:
      Signature("getpeername", Self.endpoint, Self.filledAddress, Self.updatedLength, answers: .nothing)
    case .sendto:
      Signature(
        "sendto", Self.endpoint, Parameter("buf", .readable(countedBy: 2)), Parameter("len", .byteCount),
        Self.messageFlags,
        Parameter("dest_addr", .readable(countedBy: 5)), Self.addressLength, answers: .byteCount)
    case .recvfrom:
      Signature(
        "recvfrom", Self.endpoint, Parameter("buf", .writable(countedBy: 2)), Parameter("len", .byteCount),
        Self.messageFlags,
        Self.fills("src_addr", .socketAddress), Self.updatedLength, answers: .byteCount)
    case .sendmsg:
      Signature("sendmsg", Self.endpoint, Self.reads("msg", .messageHeader), Self.messageFlags, answers: .byteCount)
    case .recvmsg:
      Signature(
        "recvmsg", Self.endpoint, Parameter("msg", .structure(.messageHeader, .updates)), Self.messageFlags,
        answers: .byteCount)
    case .sendmmsg:
      Signature(
        "sendmmsg", Self.endpoint, Self.messages, Parameter("vlen", .uint32), Self.messageFlags, answers: .count)
    case .recvmmsg:
      Signature(
        "recvmmsg", Self.endpoint, Self.messages, Parameter("vlen", .uint32), Self.messageFlags,
        Parameter("timeout", .structure(.timespec, .updates)), answers: .count)
    case .shutdown: Signature("shutdown", Self.endpoint, Parameter("how", .uint32), answers: .nothing)
    case .listen: Signature("listen", Self.endpoint, Parameter("backlog", .int32), answers: .nothing)
    case .setsockopt:
      Signature(
        "setsockopt", Self.endpoint, Parameter("level", .int32), Parameter("optname", .uint32),
        Parameter("optval", .readable(countedBy: 4)), Parameter("optlen", .int32), answers: .nothing)
    case .getsockopt:
      Signature(
        "getsockopt", Self.endpoint, Parameter("level", .int32), Parameter("optname", .uint32),
        Self.fills("optval", .word64), Parameter("optlen", .structure(.word32, .updates)), answers: .nothing)

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
    case .msync:
      Signature("msync", Self.address, Self.length, Parameter("flags", .int32), answers: .nothing)
    case .mincore:
      Signature("mincore", Self.address, Self.length, Parameter("vec", .address), answers: .nothing)
    case .mlock: Signature("mlock", Self.address, Self.length, answers: .nothing)
    case .mlock2: Signature("mlock2", Self.address, Self.length, Parameter("flags", .int32), answers: .nothing)
    case .munlock: Signature("munlock", Self.address, Self.length, answers: .nothing)
    case .mlockall: Signature("mlockall", Parameter("flags", .int32), answers: .nothing)
    case .munlockall: Signature("munlockall", answers: .nothing)
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
    case .getrusage:
      Signature("getrusage", Parameter("who", .int32), Self.fills("usage", .resourceUsage), answers: .nothing)
    case .times: Signature("times", Self.fills("buf", .processTimes), answers: .number)
    case .prctl:
      Signature(
        "prctl", Parameter("op", .int32), Parameter("arg2", .uint64), Parameter("arg3", .uint64),
        Parameter("arg4", .uint64), Parameter("arg5", .uint64), answers: .number)
    case .personality: Signature("personality", Parameter("persona", .uint32), answers: .number)
    case .membarrier:
      Signature(
        "membarrier", Parameter("cmd", .int32), Parameter("flags", .uint32), Parameter("cpu_id", .int32),
        answers: .number)
    case .futex:
      Signature(
        "futex", Parameter("uaddr", .structure(.word32, .updates)), Parameter("futex_op", .flags(.futex)),
        Parameter("val", .uint32), Self.reads("timeout", .timespec), Parameter("uaddr2", .address),
        Parameter("val3", .uint32), answers: .number)
    case .setrlimit:
      Signature(
        "setrlimit", Parameter("resource", .value(.resource)), Self.reads("rlim", .resourceLimit), answers: .nothing)

    // How threads are scheduled
    case .schedGetaffinity:
      Signature(
        "sched_getaffinity", Self.process, Parameter("cpusetsize", .uint32),
        Parameter("mask", .structures(.cpuSet, .fills, countedBy: 1)), answers: .byteCount)
    case .schedSetaffinity:
      Signature(
        "sched_setaffinity", Self.process, Parameter("cpusetsize", .uint32),
        Parameter("mask", .structures(.cpuSet, .reads, countedBy: 1)), answers: .nothing)
    case .getpriority:
      Signature("getpriority", Parameter("which", .uint32), Parameter("who", .processID), answers: .number)
    case .setpriority:
      Signature(
        "setpriority", Parameter("which", .uint32), Parameter("who", .processID), Parameter("prio", .int32),
        answers: .nothing)
    case .schedGetscheduler: Signature("sched_getscheduler", Self.process, answers: .number)
    case .schedSetscheduler:
      Signature(
        "sched_setscheduler", Self.process, Self.policy, Self.reads("param", .word32), answers: .nothing)
    case .schedGetparam: Signature("sched_getparam", Self.process, Self.fills("param", .word32), answers: .nothing)
    case .schedSetparam: Signature("sched_setparam", Self.process, Self.reads("param", .word32), answers: .nothing)
    case .schedGetPriorityMax: Signature("sched_get_priority_max", Self.policy, answers: .number)
    case .schedGetPriorityMin: Signature("sched_get_priority_min", Self.policy, answers: .number)
    case .schedRrGetInterval:
      Signature("sched_rr_get_interval", Self.process, Self.fills("tp", .timespec), answers: .nothing)
    case .schedGetattr:
      Signature(
        "sched_getattr", Self.process, Parameter("attr", .writable(countedBy: 2)), Parameter("size", .uint32),
        Parameter("flags", .uint32), answers: .nothing)
    case .schedSetattr:
      Signature(
        "sched_setattr", Self.process, Self.reads("attr", .schedulingAttributes), Parameter("flags", .uint32),
        answers: .nothing)
    case .getcpu: Signature("getcpu", Self.fills("cpu", .word32), Self.fills("node", .word32), answers: .nothing)
    case .ioprioGet:
      Signature("ioprio_get", Parameter("which", .uint32), Parameter("who", .processID), answers: .number)
    case .ioprioSet:
      Signature(
        "ioprio_set", Parameter("which", .uint32), Parameter("who", .processID), Parameter("ioprio", .uint32),
        answers: .nothing)

    // Who the process is
    case .setuid: Signature("setuid", Parameter("uid", .int32), answers: .nothing)
    case .setgid: Signature("setgid", Parameter("gid", .int32), answers: .nothing)
    case .setreuid: Signature("setreuid", Parameter("ruid", .int32), Parameter("euid", .int32), answers: .nothing)
    case .setregid: Signature("setregid", Parameter("rgid", .int32), Parameter("egid", .int32), answers: .nothing)
    case .setresuid:
      Signature(
        "setresuid", Parameter("ruid", .int32), Parameter("euid", .int32), Parameter("suid", .int32), answers: .nothing)
    case .setresgid:
      Signature(
        "setresgid", Parameter("rgid", .int32), Parameter("egid", .int32), Parameter("sgid", .int32), answers: .nothing)
    case .setfsuid: Signature("setfsuid", Parameter("fsuid", .int32), answers: .number)
    case .setfsgid: Signature("setfsgid", Parameter("fsgid", .int32), answers: .number)
    case .getresuid:
      Signature(
        "getresuid", Self.fills("ruid", .word32), Self.fills("euid", .word32), Self.fills("suid", .word32),
        answers: .nothing)
    case .getresgid:
      Signature(
        "getresgid", Self.fills("rgid", .word32), Self.fills("egid", .word32), Self.fills("sgid", .word32),
        answers: .nothing)
    case .getgroups:
      Signature(
        "getgroups", Parameter("size", .int32), Parameter("list", .structures(.word32, .fills, countedBy: 0)),
        answers: .number)
    case .setgroups:
      Signature(
        "setgroups", Parameter("size", .uint32), Parameter("list", .structures(.word32, .reads, countedBy: 0)),
        answers: .nothing)
    case .capget:
      Signature("capget", Self.capabilityHeader, Self.fills("datap", .capabilitySets), answers: .nothing)
    case .capset:
      Signature("capset", Self.capabilityHeader, Self.reads("datap", .capabilitySets), answers: .nothing)
    case .chroot: Signature("chroot", Self.path, answers: .nothing)

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
    case .memfdCreate:
      Signature("memfd_create", Parameter("name", .path), Parameter("flags", .uint32), answers: .descriptor)
    case .eventfd: Signature("eventfd", Parameter("initval", .uint32), answers: .descriptor)
    case .eventfd2:
      Signature(
        "eventfd2", Parameter("initval", .uint32), Parameter("flags", .uint32), answers: .descriptor)
    case .epollCreate: Signature("epoll_create", Parameter("size", .int32), answers: .descriptor)
    case .epollCreate1: Signature("epoll_create1", Parameter("flags", .flags(.duplication)), answers: .descriptor)
    case .epollCtl:
      Signature(
        "epoll_ctl", Parameter("epfd", .descriptor), Parameter("op", .uint32), Self.file,
        Parameter("event", .address), answers: .nothing)
    case .epollWait:
      Signature(
        "epoll_wait", Parameter("epfd", .descriptor), Parameter("events", .address), Parameter("maxevents", .int32),
        Parameter("timeout", .int32), answers: .count)
    case .epollPwait:
      Signature(
        "epoll_pwait", Parameter("epfd", .descriptor), Parameter("events", .address), Parameter("maxevents", .int32),
        Parameter("timeout", .int32), Self.reads("sigmask", .signalSet), Parameter("sigsetsize", .byteCount),
        answers: .count)
    case .epollPwait2:
      Signature(
        "epoll_pwait2", Parameter("epfd", .descriptor), Parameter("events", .address), Parameter("maxevents", .int32),
        Self.reads("timeout", .timespec), Self.reads("sigmask", .signalSet), Parameter("sigsetsize", .byteCount),
        answers: .count)
    case .select:
      Signature(
        "select", Parameter("nfds", .int32), Parameter("readfds", .address), Parameter("writefds", .address),
        Parameter("exceptfds", .address), Parameter("timeout", .structure(.timeval, .updates)), answers: .number)
    case .pselect6:
      Signature(
        "pselect6", Parameter("nfds", .int32), Parameter("readfds", .address), Parameter("writefds", .address),
        Parameter("exceptfds", .address), Parameter("timeout", .structure(.timespec, .updates)),
        Parameter("sigmask", .address), answers: .number)
    case .signalfd:
      Signature(
        "signalfd", Self.file, Self.reads("mask", .signalSet), Parameter("sizemask", .byteCount), answers: .descriptor)
    case .signalfd4:
      Signature(
        "signalfd4", Self.file, Self.reads("mask", .signalSet), Parameter("sizemask", .byteCount),
        Parameter("flags", .flags(.open)), answers: .descriptor)
    case .pidfdOpen:
      Signature("pidfd_open", Self.process, Parameter("flags", .flags(.open)), answers: .descriptor)
    case .pidfdSendSignal:
      Signature(
        "pidfd_send_signal", Parameter("pidfd", .descriptor), Self.signal, Parameter("info", .address),
        Parameter("flags", .uint32), answers: .nothing)

    // Timers
    case .alarm: Signature("alarm", Parameter("seconds", .uint32), answers: .number)
    case .getitimer:
      Signature("getitimer", Parameter("which", .uint32), Parameter("curr_value", .address), answers: .nothing)
    case .setitimer:
      Signature(
        "setitimer", Parameter("which", .uint32), Parameter("new_value", .address), Parameter("old_value", .address),
        answers: .nothing)
    case .timerCreate:
      Signature(
        "timer_create", Self.clock, Self.reads("sevp", .signalEvent), Self.fills("timerid", .word32), answers: .nothing)
    case .timerSettime:
      Signature(
        "timer_settime", Parameter("timerid", .int32), Parameter("flags", .flags(.sleep)),
        Parameter("new_value", .address), Parameter("old_value", .address), answers: .nothing)
    case .timerGettime:
      Signature("timer_gettime", Parameter("timerid", .int32), Parameter("curr_value", .address), answers: .nothing)
    case .timerGetoverrun: Signature("timer_getoverrun", Parameter("timerid", .int32), answers: .number)
    case .timerDelete: Signature("timer_delete", Parameter("timerid", .int32), answers: .nothing)
    case .timerfdCreate:
      Signature("timerfd_create", Self.clock, Parameter("flags", .flags(.open)), answers: .descriptor)
    case .timerfdSettime:
      Signature(
        "timerfd_settime", Self.file, Parameter("flags", .flags(.sleep)), Parameter("new_value", .address),
        Parameter("old_value", .address), answers: .nothing)
    case .timerfdGettime:
      Signature("timerfd_gettime", Self.file, Parameter("curr_value", .address), answers: .nothing)

    case .splice:
      Signature(
        "splice", Parameter("fd_in", .descriptor), Parameter("off_in", .structure(.word64, .updates)),
        Parameter("fd_out", .descriptor), Parameter("off_out", .structure(.word64, .updates)), Self.size,
        Parameter("flags", .flags(.splice)), answers: .byteCount)
    case .tee:
      Signature(
        "tee", Parameter("fd_in", .descriptor), Parameter("fd_out", .descriptor), Self.size,
        Parameter("flags", .flags(.splice)), answers: .byteCount)
    case .vmsplice:
      Signature(
        "vmsplice", Self.file, Parameter("iov", .readableVector(countedBy: 2)), Parameter("nr_segs", .uint64),
        Parameter("flags", .flags(.splice)), answers: .byteCount)
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
  private static var domain: Parameter { Parameter("domain", .int32) }
  private static var endpoint: Parameter { Parameter("sockfd", .descriptor) }
  private static var socketAddress: Parameter { Parameter("addr", .readable(countedBy: 2)) }
  private static var addressLength: Parameter { Parameter("addrlen", .uint32) }
  private static var filledAddress: Parameter { fills("addr", .socketAddress) }
  private static var updatedLength: Parameter { Parameter("addrlen", .structure(.word32, .updates)) }
  private static var messageFlags: Parameter { Parameter("flags", .flags(.message)) }
  private static var messages: Parameter {
    Parameter("msgvec", .structures(.countedMessageHeader, .updates, countedBy: 2))
  }
  private static var policy: Parameter { Parameter("policy", .int32) }
  private static var signal: Parameter { Parameter("sig", .value(.signal)) }
  private static var clock: Parameter { Parameter("clockid", .value(.clock)) }
  private static var polled: Parameter { Parameter("fds", .structures(.pollDescriptor, .updates, countedBy: 1)) }

  private static var capabilityHeader: Parameter { Parameter("hdrp", .structure(.capabilityHeader, .updates)) }

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
