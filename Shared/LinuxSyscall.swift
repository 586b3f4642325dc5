// The only place where Linux's numbers for x86-64 stand.

/// The classic system calls that Martlet has, by Linux's number for them
/// (Linux `arch/x86/entry/syscalls/syscall_64.tbl`; each is documented in section 2 of the manual).
public enum LinuxSyscall: UInt16, CaseIterable, Sendable {
  case read = 0
  case write = 1
  case open = 2
  case close = 3
  case stat = 4
  case fstat = 5
  case lstat = 6
  case poll = 7
  case lseek = 8
  case mmap = 9
  case mprotect = 10
  case munmap = 11
  case brk = 12
  case rtSigaction = 13
  case rtSigprocmask = 14
  case ioctl = 16
  case pread64 = 17
  case pwrite64 = 18
  case readv = 19
  case writev = 20
  case access = 21
  case schedYield = 24
  case mremap = 25
  case madvise = 28
  case dup = 32
  case dup2 = 33
  case nanosleep = 35
  case getpid = 39
  case exit = 60
  case kill = 62
  case uname = 63
  case fcntl = 72
  case getcwd = 79
  case chdir = 80
  case readlink = 89
  case umask = 95
  case gettimeofday = 96
  case getrlimit = 97
  case sysinfo = 99
  case getuid = 102
  case getgid = 104
  case geteuid = 107
  case getegid = 108
  case getppid = 110
  case getpgrp = 111
  case getpgid = 121
  case getsid = 124
  case sigaltstack = 131
  case archPrctl = 158
  case gettid = 186
  case tkill = 200
  case time = 201
  case futex = 202
  case schedGetaffinity = 204
  case getdents64 = 217
  case setTidAddress = 218
  case clockGettime = 228
  case clockGetres = 229
  case clockNanosleep = 230
  case exitGroup = 231
  case tgkill = 234
  case openat = 257
  case newfstatat = 262
  case readlinkat = 267
  case faccessat = 269
  case ppoll = 271
  case setRobustList = 273
  case dup3 = 292
  case prlimit64 = 302
  case getrandom = 318
  case rseq = 334
  case faccessat2 = 439

  /// Numbers below this one are the classic table; from it up `rax` is the address of a record.
  public static let tableSize: UInt = 1024
}
