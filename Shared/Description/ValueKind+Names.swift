// Names of values that have no type of their own: what Linux's headers call them is beside each list.

extension ValueKind {
  /// `CLOCK_REALTIME` and so on (`linux/time.h`).
  static func clockName(_ value: UInt32) -> StaticString? {
    switch value {
    case ClockID.realTime.rawValue: "realTime"
    case ClockID.monotonic.rawValue: "monotonic"
    case 2: "processCPUTime"
    case 3: "threadCPUTime"
    case 4: "rawMonotonic"
    case 5: "coarseRealTime"
    case 6: "coarseMonotonic"
    case 7: "sinceBoot"
    case 11: "internationalAtomicTime"
    default: nil
    }
  }

  /// Requests of `ioctl(2)`: those of terminals, `FIONBIO` and so on (`asm-generic/ioctls.h`).
  static func deviceRequestName(_ value: UInt32) -> StaticString? {
    if let request = TerminalRequest(rawValue: value) { return request.name }
    return switch value {
    case 0x5421: "setNonBlocking"
    case 0x5450: "clearCloseOnExec"
    case 0x5451: "setCloseOnExec"
    case 0x5452: "setAsynchronous"
    default: nil
    }
  }

  /// `ARCH_SET_GS` and so on (`asm/prctl.h`).
  static func segmentBaseName(_ value: UInt32) -> StaticString? {
    switch value {
    case 0x1001: "setGS"
    case 0x1002: "setFS"
    case 0x1003: "getFS"
    case 0x1004: "getGS"
    default: nil
    }
  }

  /// `RLIMIT_CPU` and so on (`asm-generic/resource.h`).
  static func resourceName(_ value: UInt32) -> StaticString? {
    switch value {
    case 0: "cpuTime"
    case 1: "fileSize"
    case 2: "data"
    case 3: "stack"
    case 4: "core"
    case 5: "residentSet"
    case 6: "processes"
    case 7: "openFiles"
    case 8: "lockedMemory"
    case 9: "addressSpace"
    case 10: "fileLocks"
    case 11: "pendingSignals"
    case 12: "messageQueues"
    case 13: "nice"
    case 14: "realTimePriority"
    case 15: "realTimeRun"
    default: nil
    }
  }

  /// `SIG_BLOCK`, `SIG_UNBLOCK` and `SIG_SETMASK` (`asm-generic/signal-defs.h`).
  static func maskChangeName(_ value: UInt32) -> StaticString? {
    switch value {
    case 0: "block"
    case 1: "unblock"
    case 2: "set"
    default: nil
    }
  }

  /// `SIGHUP` and so on (`signal(7)`).
  static func signalName(_ value: UInt32) -> StaticString? {
    switch value {
    case 0: "none"
    case 1: "hangUp"
    case 2: "interrupt"
    case 3: "quit"
    case 4: "illegalInstruction"
    case 5: "trap"
    case 6: "abort"
    case 7: "busError"
    case 8: "floatingPoint"
    case 9: "kill"
    case 10: "user1"
    case 11: "segmentationViolation"
    case 12: "user2"
    case 13: "brokenPipe"
    case 14: "alarm"
    case 15: "terminate"
    case 16: "stackFault"
    case 17: "child"
    case 18: "continue"
    case 19: "stop"
    case 20: "terminalStop"
    case 21: "backgroundRead"
    case 22: "backgroundWrite"
    case 23: "urgent"
    case 24: "cpuTimeLimit"
    case 25: "fileSizeLimit"
    case 26: "virtualAlarm"
    case 27: "profilingAlarm"
    case 28: "windowChange"
    case 29: "inputReady"
    case 30: "powerFailure"
    case 31: "badSystemCall"
    default: nil
    }
  }
}
