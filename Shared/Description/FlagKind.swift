// The sets of flags that calls take, bit by bit with the names that Swift programs use for them.

/// A set of flags: bits that each say something, beside a few that together hold a number.
public enum FlagKind: CaseIterable, Equatable, Sendable {
  /// `OpenFlags`.
  case open
  /// What `dup3(2)` takes of `OpenFlags`.
  case duplication
  /// `PathFlags`, with 0x200 for the call that removes.
  case path
  /// `PathFlags`, with 0x200 for the call that checks access.
  case accessPath
  /// `AccessRequest`.
  case access
  /// `ProtectionFlags`.
  case protection
  /// `MappingFlags`.
  case mapping
  /// `RemappingFlags`.
  case remapping
  /// `RenamingFlags`.
  case renaming
  /// The flags of `getrandom(2)`.
  case random
  /// The flags of `clock_nanosleep(2)`.
  case sleep
  /// The operation of `futex(2)` and the flags beside it.
  case futex
  /// The flags of `rseq(2)`.
  case restartableSequence
  /// The flags of `clone(2)`, with the signal of the end.
  case cloning
  /// The options of `wait4(2)` and `waitid(2)`.
  case waiting
  /// The flags of `preadv2(2)`.
  case transfer
  /// The operations of `flock(2)`.
  case fileLock
  /// The flags of `close_range(2)`.
  case closeRange
  /// The flags of `setxattr(2)`.
  case attribute
  /// `MessageFlags`.
  case message
  /// The flags of `splice(2)`.
  case splice
  /// `BatchFlags`.
  case batch

  /// The bits of the argument that count: 32, or 64 where Linux declares a `long`.
  public var bitWidth: Int {
    switch self {
    case .open, .duplication, .path, .accessPath, .access, .renaming, .random, .sleep, .futex, .restartableSequence,
      .waiting, .transfer, .fileLock, .closeRange, .attribute, .message, .splice, .batch:
      32
    case .protection, .mapping, .remapping, .cloning: 64
    }
  }

  /// The bits that hold a number instead of flags.
  public var choiceMask: UInt64 {
    switch self {
    case .open: UInt64(OpenFlags.accessModeMask.rawValue)
    case .mapping: UInt64(MappingFlags.typeMask.rawValue)
    // Linux FUTEX_CMD_MASK.
    case .futex: 0x7F
    case .cloning: 0xFF
    case .duplication, .path, .accessPath, .access, .protection, .remapping, .renaming, .random, .sleep,
      .restartableSequence, .waiting, .transfer, .fileLock, .closeRange, .attribute, .message, .splice, .batch:
      0
    }
  }

  /// What the number in the bits of `choiceMask` means, or `nil` where it means nothing.
  public func name(ofChoice value: UInt64) -> StaticString? {
    switch self {
    case .open: OpenFlags(rawValue: UInt32(truncatingIfNeeded: value)).accessModeName
    case .mapping: MappingFlags(rawValue: UInt(truncatingIfNeeded: value)).typeName
    case .futex: Self.futexOperationName(value)
    case .cloning: ValueKind.signalName(UInt32(truncatingIfNeeded: value))
    case .duplication, .path, .accessPath, .access, .protection, .remapping, .renaming, .random, .sleep,
      .restartableSequence, .waiting, .transfer, .fileLock, .closeRange, .attribute, .message, .splice, .batch:
      nil
    }
  }

  /// What one bit outside `choiceMask` means, or `nil` where it means nothing.
  public func name(ofBit bit: UInt64) -> StaticString? {
    let low = UInt32(truncatingIfNeeded: bit)
    let word = UInt(truncatingIfNeeded: bit)
    switch self {
    case .open: return OpenFlags(rawValue: low).flagName
    case .duplication: return bit == OpenFlags.closeOnExec.rawValue ? "closeOnExec" : nil
    case .path: return PathFlags(rawValue: low).flagName
    case .accessPath:
      return low == PathFlags.effectiveAccess.rawValue ? "effectiveAccess" : PathFlags(rawValue: low).flagName
    case .access: return AccessRequest(rawValue: low).flagName
    case .protection: return ProtectionFlags(rawValue: word).flagName
    case .mapping: return MappingFlags(rawValue: word).flagName
    case .remapping: return RemappingFlags(rawValue: word).flagName
    case .renaming: return RenamingFlags(rawValue: low).flagName
    case .random: return Self.randomFlagName(bit)
    case .batch: return low == BatchFlags.stopAtFailure.rawValue ? "stopAtFailure" : nil
    case .transfer: return Self.transferFlagName(bit)
    case .fileLock: return Self.fileLockName(bit)
    case .closeRange: return bit == 2 ? "unshare" : bit == 4 ? "closeOnExec" : nil
    case .attribute: return bit == 1 ? "create" : bit == 2 ? "replace" : nil
    case .splice: return Self.spliceFlagName(bit)
    case .message: return MessageFlags(rawValue: low).flagName
    case .sleep: return bit == 1 ? "absoluteTime" : nil
    case .futex: return Self.futexFlagName(bit)
    case .cloning: return Self.cloningFlagName(bit)
    case .waiting: return Self.waitingFlagName(bit)
    case .restartableSequence: return bit == 1 ? "unregister" : nil
    }
  }

  /// `RWF_HIPRI` and so on (Linux `linux/fs.h`).
  private static func transferFlagName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 0x1: "highPriority"
    case 0x2: "dataSynchronous"
    case 0x4: "synchronous"
    case 0x8: "noWait"
    case 0x10: "append"
    case 0x20: "ignoreAppend"
    default: nil
    }
  }

  /// `SPLICE_F_MOVE` and so on (Linux `linux/splice.h`).
  private static func spliceFlagName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 1: "move"
    case 2: "nonBlocking"
    case 4: "more"
    case 8: "gift"
    default: nil
    }
  }

  /// `LOCK_SH` and so on (Linux `asm-generic/fcntl.h`).
  private static func fileLockName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 1: "shared"
    case 2: "exclusive"
    case 4: "nonBlocking"
    case 8: "unlock"
    default: nil
    }
  }

  /// `GRND_NONBLOCK`, `GRND_RANDOM` and `GRND_INSECURE`.
  private static func randomFlagName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 1: "nonBlocking"
    case 2: "blockingPool"
    case 4: "insecure"
    default: nil
    }
  }

  /// `FUTEX_WAIT` and so on (Linux `linux/futex.h`).
  private static func futexOperationName(_ operation: UInt64) -> StaticString? {
    switch operation {
    case 0: "wait"
    case 1: "wake"
    case 3: "requeue"
    case 4: "compareRequeue"
    case 5: "wakeOperation"
    case 6: "lockPriorityInheriting"
    case 7: "unlockPriorityInheriting"
    case 8: "tryLockPriorityInheriting"
    case 9: "waitBits"
    case 10: "wakeBits"
    default: nil
    }
  }

  /// `FUTEX_PRIVATE_FLAG` and `FUTEX_CLOCK_REALTIME`.
  private static func futexFlagName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 0x80: "private"
    case 0x100: "realTime"
    default: nil
    }
  }
}
