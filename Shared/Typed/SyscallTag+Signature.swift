// The typed calls described: what `Syscall+Record.swift` does, as data. A test holds the two together.

extension SyscallTag {
  /// The call's name, parameters and answer.
  public var signature: Signature {
    switch self {
    case .isKnown: Signature("isKnown", Parameter(label: "tag", .tag), answers: .boolean)
    case .useless: Signature("useless", Parameter("number", .uint64), answers: .number)
    case .read:
      Signature(
        "read", Parameter("descriptor", .descriptor), Parameter(label: "into", "bytes", .writableBytes),
        answers: .byteCount)
    case .write:
      Signature(
        "write", Parameter("descriptor", .descriptor), Parameter("bytes", .readableBytes), answers: .byteCount)
    case .open:
      Signature(
        "open", Parameter(label: "path", .pathBytes), Parameter("flags", .flags(.open)),
        Parameter(label: "mode", .creationPermissions(flags: 1)), answers: .descriptor)
    case .close: Signature("close", Parameter("descriptor", .descriptor), answers: .nothing)
    case .clock: Signature("clock", Parameter("clock", .value(.clock)), answers: .nanoseconds)
    case .exit: Signature("exit", Parameter(label: "status", .int32), answers: .never)
    case .batch: Signature("batch", Parameter("records", .records), Parameter("flags", .flags(.batch)), answers: .count)
    }
  }
}
