// The calls described, as data.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

extension SyscallTag {
  /// The call's name, parameters and answer.
  public var signature: Signature {
    switch self {
    case .isKnown:
      Signature("isKnown", Parameter(label: "tag", .tag), answers: .boolean)
    case .useless:
      Signature("useless", Parameter("number", .uint64), answers: .number)
    case .read:
      Signature("read", Parameter("descriptor", .descriptor), Parameter(label: "into", "bytes", .writableBytes), answers: .byteCount)
    case .write:
      Signature("write", Parameter("descriptor", .descriptor), Parameter("bytes", .readableBytes), answers: .byteCount)
    case .open:
      Signature("open", Parameter(label: "path", .pathBytes), Parameter("flags", .flags(.open)), Parameter(label: "mode", .creationPermissions(flags: 1)), answers: .descriptor)
    case .close:
      Signature("close", Parameter("descriptor", .descriptor), answers: .nothing)
    case .clock:
      Signature("clock", Parameter("clock", .value(.clock)), answers: .nanoseconds)
    case .exit:
      Signature("exit", Parameter(label: "status", .int32), answers: .never)
    case .batch:
      Signature("batch", Parameter("records", .records), Parameter("flags", .flags(.batch)), answers: .count)
    }
  }

  /// Whether the call's contract has an error.
  public func canFail(with error: Errno) -> Bool {
    switch self {
    case .isKnown: false
    case .useless: UselessError(StoredErrno(error)).isDeclared
    case .read: ReadError(StoredErrno(error)).isDeclared
    case .write: WriteError(StoredErrno(error)).isDeclared
    case .open: OpenError(StoredErrno(error)).isDeclared
    case .close: CloseError(StoredErrno(error)).isDeclared
    case .clock: ClockError(StoredErrno(error)).isDeclared
    case .exit: false
    case .batch: BatchError(StoredErrno(error)).isDeclared
    }
  }
}
