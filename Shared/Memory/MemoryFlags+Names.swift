// The flags of memory calls by name, for the trace and the documents; a test compares with the declarations.

extension MappingFlags {
  /// The name of a mapping's type.
  var typeName: StaticString? {
    switch self {
    case .shared: "shared"
    case .private: "private"
    case .sharedValidate: "sharedValidate"
    default: nil
    }
  }

  /// The name of a single flag outside the type.
  var flagName: StaticString? {
    switch self {
    case .fixed: "fixed"
    case .anonymous: "anonymous"
    case .below2GiB: "below2GiB"
    case .growsDown: "growsDown"
    case .locked: "locked"
    case .noReserve: "noReserve"
    case .populate: "populate"
    case .stack: "stack"
    case .hugePages: "hugePages"
    case .fixedNoReplace: "fixedNoReplace"
    default: nil
    }
  }
}

extension RemappingFlags {
  /// The name of a single flag.
  var flagName: StaticString? {
    switch self {
    case .mayMove: "mayMove"
    case .fixed: "fixed"
    case .dontUnmap: "dontUnmap"
    default: nil
    }
  }
}

extension ProtectionFlags {
  /// The name of a single flag.
  var flagName: StaticString? {
    switch self {
    case .read: "read"
    case .write: "write"
    case .execute: "execute"
    case .semaphore: "semaphore"
    case .growsDown: "growsDown"
    case .growsUp: "growsUp"
    default: nil
    }
  }
}

extension MemoryAdvice {
  /// The name of the case.
  var name: StaticString {
    switch self {
    case .normal: "normal"
    case .random: "random"
    case .sequential: "sequential"
    case .willNeed: "willNeed"
    case .dontNeed: "dontNeed"
    case .free: "free"
    case .remove: "remove"
    case .dontFork: "dontFork"
    case .doFork: "doFork"
    case .mergeable: "mergeable"
    case .unmergeable: "unmergeable"
    case .hugePage: "hugePage"
    case .noHugePage: "noHugePage"
    case .dontDump: "dontDump"
    case .doDump: "doDump"
    case .wipeOnFork: "wipeOnFork"
    case .keepOnFork: "keepOnFork"
    case .cold: "cold"
    case .pageOut: "pageOut"
    case .populateRead: "populateRead"
    case .populateWrite: "populateWrite"
    case .dontNeedLocked: "dontNeedLocked"
    }
  }
}
