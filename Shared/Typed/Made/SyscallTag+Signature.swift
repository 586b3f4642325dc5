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
    case .spawn:
      Signature("spawn", Parameter("plan", .plan), answers: .descriptor)
    case .wait:
      Signature("wait", Parameter("process", .descriptor), Parameter("flags", .flags(.waiting)), answers: .processStatus)
    case .kill:
      Signature("kill", Parameter("process", .descriptor), Parameter("signal", .value(.signal)), answers: .nothing)
    case .pipe:
      Signature("pipe", Parameter("flags", .flags(.open)), answers: .descriptorPair)
    case .sleep:
      Signature("sleep", Parameter(label: "until", "time", .uint64), Parameter("clock", .value(.clock)), answers: .nothing)
    case .random:
      Signature("random", Parameter(label: "into", "bytes", .writableBytes), answers: .byteCount)
    case .waitForAny:
      Signature("waitForAny", Parameter("items", .waitItems), Parameter(label: "until", "time", .uint64), answers: .readiness)
    case .makeDirectory:
      Signature("makeDirectory", Parameter(label: "in", "directory", .descriptor), Parameter(label: "path", .pathBytes), Parameter(label: "mode", .permissions), answers: .nothing)
    case .remove:
      Signature("remove", Parameter(label: "in", "directory", .descriptor), Parameter(label: "path", .pathBytes), Parameter("flags", .flags(.path)), answers: .nothing)
    case .status:
      Signature("status", Parameter("descriptor", .descriptor), Parameter(label: "into", "bytes", .writableBytes), answers: .byteCount)
    case .seek:
      Signature("seek", Parameter("descriptor", .descriptor), Parameter(label: "by", "distance", .int64), Parameter(label: "from", "origin", .value(.seekOrigin)), answers: .offset)
    case .list:
      Signature("list", Parameter("descriptor", .descriptor), Parameter(label: "into", "bytes", .writableBytes), answers: .byteCount)
    case .sync:
      Signature("sync", Parameter("descriptor", .descriptor), answers: .nothing)
    case .map:
      Signature("map", Parameter(label: "byteCount", "count", .byteCount), Parameter("protection", .flags(.protection)), answers: .address)
    case .unmap:
      Signature("unmap", Parameter("address", .address), Parameter(label: "byteCount", "count", .byteCount), answers: .nothing)
    case .protect:
      Signature("protect", Parameter("address", .address), Parameter(label: "byteCount", "count", .byteCount), Parameter("protection", .flags(.protection)), answers: .nothing)
    case .identity:
      Signature("identity", answers: .processID)
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
    case .spawn: SpawnError(StoredErrno(error)).isDeclared
    case .wait: WaitError(StoredErrno(error)).isDeclared
    case .kill: KillError(StoredErrno(error)).isDeclared
    case .pipe: PipeError(StoredErrno(error)).isDeclared
    case .sleep: SleepError(StoredErrno(error)).isDeclared
    case .random: RandomError(StoredErrno(error)).isDeclared
    case .waitForAny: WaitForAnyError(StoredErrno(error)).isDeclared
    case .makeDirectory: MakeDirectoryError(StoredErrno(error)).isDeclared
    case .remove: RemoveError(StoredErrno(error)).isDeclared
    case .status: StatusError(StoredErrno(error)).isDeclared
    case .seek: SeekError(StoredErrno(error)).isDeclared
    case .list: ListError(StoredErrno(error)).isDeclared
    case .sync: SyncError(StoredErrno(error)).isDeclared
    case .map: MapError(StoredErrno(error)).isDeclared
    case .unmap: UnmapError(StoredErrno(error)).isDeclared
    case .protect: ProtectError(StoredErrno(error)).isDeclared
    case .identity: false
    }
  }
}
