// The lists of values that calls take one of, with the names that Swift programs use for them.

/// A list of values, of which an argument is one.
public enum ValueKind: CaseIterable, Equatable, Sendable {
  /// `SeekOrigin`.
  case seekOrigin
  /// `MemoryAdvice`.
  case memoryAdvice
  /// `ClockID`.
  case clock
  /// `DescriptorCommand`.
  case descriptorCommand
  /// The requests of `ioctl(2)`.
  case deviceRequest
  /// The codes of `arch_prctl(2)`.
  case segmentBase
  /// The resources of `getrlimit(2)`.
  case resource
  /// How `rt_sigprocmask(2)` changes the mask.
  case maskChange
  /// Signals (`signal(7)`); 0 only asks.
  case signal

  /// What a value means, or `nil` where it means nothing.
  public func name(of value: UInt32) -> StaticString? {
    switch self {
    case .seekOrigin: SeekOrigin(rawValue: value)?.name
    case .memoryAdvice: MemoryAdvice(rawValue: Int32(bitPattern: value))?.name
    case .clock: Self.clockName(value)
    case .descriptorCommand: DescriptorCommand(rawValue: value)?.name
    case .deviceRequest: Self.deviceRequestName(value)
    case .segmentBase: Self.segmentBaseName(value)
    case .resource: Self.resourceName(value)
    case .maskChange: Self.maskChangeName(value)
    case .signal: Self.signalName(value)
    }
  }
}

extension SeekOrigin {
  /// The name of the case.
  var name: StaticString {
    switch self {
    case .start: "start"
    case .current: "current"
    case .end: "end"
    case .data: "data"
    case .hole: "hole"
    }
  }
}

extension DescriptorCommand {
  /// The name of the case.
  var name: StaticString {
    switch self {
    case .duplicate: "duplicate"
    case .getDescriptorFlags: "getDescriptorFlags"
    case .setDescriptorFlags: "setDescriptorFlags"
    case .getStatusFlags: "getStatusFlags"
    case .setStatusFlags: "setStatusFlags"
    case .getLock: "getLock"
    case .setLock: "setLock"
    case .setLockWaiting: "setLockWaiting"
    case .setOwner: "setOwner"
    case .getOwner: "getOwner"
    case .setSignal: "setSignal"
    case .getSignal: "getSignal"
    case .setOwnerWithKind: "setOwnerWithKind"
    case .getOwnerWithKind: "getOwnerWithKind"
    case .getOpenFileLock: "getOpenFileLock"
    case .setOpenFileLock: "setOpenFileLock"
    case .setOpenFileLockWaiting: "setOpenFileLockWaiting"
    case .duplicateCloseOnExec: "duplicateCloseOnExec"
    case .setPipeCapacity: "setPipeCapacity"
    case .getPipeCapacity: "getPipeCapacity"
    case .addSeals: "addSeals"
    case .getSeals: "getSeals"
    }
  }
}
