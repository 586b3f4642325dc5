// The structures that calls are given the addresses of, and what they do with them.

/// What a call does with memory that it is given the address of.
public enum StructureAccess: Equatable, Sendable {
  case reads
  case fills
  /// Reads it, and stores into it what it found out.
  case updates
}

/// The structures of Linux that classic calls read and fill.
public enum StructureKind: CaseIterable, Equatable, Sendable {
  /// `struct timespec`: seconds and nanoseconds.
  case timespec
  /// `struct timeval`: seconds and microseconds.
  case timeval
  /// `struct timezone`.
  case timezone
  /// `struct stat`.
  case fileStatus
  /// Two of `struct timespec`, for `utimensat(2)`.
  case fileTimes
  /// `struct utimbuf`: two times in seconds.
  case fileTimesInSeconds
  /// `struct statx`.
  case extendedFileStatus
  /// `struct open_how`, for `openat2(2)`.
  case openHow
  /// `struct statfs`.
  case fileSystemStatus
  /// `struct linux_dirent64`: as many as fit, of various lengths, which the call counts in bytes.
  case directoryEntry
  /// `struct pollfd`.
  case pollDescriptor
  /// The kernel's `struct sigaction`.
  case signalAction
  /// The kernel's `sigset_t`.
  case signalSet
  /// `stack_t`.
  case signalStack
  /// `struct rlimit64`.
  case resourceLimit
  /// `struct utsname`.
  case systemNames
  /// `struct sysinfo`.
  case systemInformation
  /// `struct robust_list_head`.
  case robustList
  /// `struct rseq`.
  case restartableSequence
  /// `cpu_set_t`, which the call counts in bytes.
  case cpuSet
  /// `struct __user_cap_header_struct`: a version and a process.
  case capabilityHeader
  /// Two of `struct __user_cap_data_struct`, of three words of 32 bits.
  case capabilitySets
  /// `struct sigevent`.
  case signalEvent
  /// `struct rusage`.
  case resourceUsage
  /// `struct tms`.
  case processTimes
  /// `struct sched_attr` as it was at first, which says its own size.
  case schedulingAttributes
  /// `struct sockaddr_un`.
  case socketAddress
  /// `struct msghdr`.
  case messageHeader
  /// `struct mmsghdr`: the same, and a count.
  case countedMessageHeader
  /// A word of 32 bits.
  case word32
  /// A word of 64 bits.
  case word64
  /// Whatever a request of `ioctl(2)` is about.
  case requestData

  /// The bytes of one, or the fewest where it varies.
  public var byteCount: Int {
    switch self {
    case .timespec, .timeval, .resourceLimit, .fileTimesInSeconds: 16
    case .extendedFileStatus: FileStatus.extendedByteCount
    case .timezone, .pollDescriptor, .signalSet, .word64, .cpuSet, .requestData, .capabilityHeader: 8
    case .fileStatus: FileStatus.encodedByteCount
    case .directoryEntry, .signalStack, .robustList, .capabilitySets, .openHow: 24
    case .signalAction, .restartableSequence, .fileTimes, .processTimes: 32
    case .fileSystemStatus: FileSystemStatus.encodedByteCount
    case .systemNames: 390
    case .systemInformation: 112
    case .resourceUsage: 144
    case .signalEvent, .countedMessageHeader: 64
    case .messageHeader: 56
    case .socketAddress: 110
    case .schedulingAttributes: 48
    case .word32: 4
    }
  }

  /// Whether the parameter that counts an array of these counts bytes.
  public var isCountedInBytes: Bool {
    switch self {
    case .directoryEntry, .cpuSet: true
    case .timespec, .timeval, .timezone, .fileStatus, .fileTimes, .fileSystemStatus, .pollDescriptor, .signalAction,
      .signalSet, .signalStack,
      .resourceLimit, .systemNames, .systemInformation, .robustList, .restartableSequence, .word32, .word64,
      .requestData, .capabilityHeader, .capabilitySets, .fileTimesInSeconds, .extendedFileStatus, .openHow,
      .resourceUsage,
      .processTimes, .schedulingAttributes, .signalEvent, .socketAddress, .messageHeader, .countedMessageHeader:
      false
    }
  }
}
