// The types that can cross the boundary, as arguments and as answers.

/// A type that an argument can have. To let another one cross, add it here, and to `Shared/Typed/SyscallArguments.swift`
/// how it becomes words and comes of them.
public struct CrossingType: Equatable, Sendable {
  /// What it is called in Swift.
  public var name: String
  /// How many words it occupies.
  public var wordCount: Int
  /// What its words mean: a case of `ArgumentKind`.
  public var kind: String

  init(_ name: String, words wordCount: Int = 1, _ kind: String) {
    self.name = name
    self.wordCount = wordCount
    self.kind = kind
  }

  /// Whether it is a number that stands for nothing else.
  var isNumber: Bool { [".uint64", ".int64", ".uint32", ".int32", ".tag"].contains(kind) }

  static let all = [
    CrossingType("UInt64", ".uint64"),
    CrossingType("Int64", ".int64"),
    CrossingType("UInt32", ".uint32"),
    CrossingType("Int32", ".int32"),
    CrossingType("TagNumber", ".tag"),
    CrossingType("Descriptor", ".descriptor"),
    CrossingType("ClockID", ".value(.clock)"),
    CrossingType("OpenFlags", ".flags(.open)"),
    CrossingType("FilePermissions", ".permissions"),
    CrossingType("BatchFlags", ".flags(.batch)"),
    CrossingType("WaitFlags", ".flags(.waiting)"),
    CrossingType("PathFlags", ".flags(.path)"),
    CrossingType("ProtectionFlags", ".flags(.protection)"),
    CrossingType("SeekOriginID", ".value(.seekOrigin)"),
    CrossingType("PageAddress", ".address"),
    CrossingType("Length", ".byteCount"),
    CrossingType("Signal", ".value(.signal)"),
    CrossingType("ProcessDescriptor", ".descriptor"),
    CrossingType("PathBytes", words: 2, ".pathBytes"),
    CrossingType("ReadableBytes", words: 2, ".readableBytes"),
    CrossingType("WritableBytes", words: 2, ".writableBytes"),
    CrossingType("PlanBytes", words: 2, ".plan"),
    CrossingType("WaitItems", words: 2, ".waitItems"),
    CrossingType("SyscallBatch", words: 2, ".records"),
  ]
}

/// A type that an answer can have.
public struct AnswerType: Equatable, Sendable {
  /// What it is called where a call is declared.
  public var name: String
  /// What it is in Swift.
  public var swiftType: String
  /// What its word means: a case of `AnswerKind`.
  public var kind: String

  init(_ name: String, as swiftType: String? = nil, _ kind: String) {
    self.name = name
    self.swiftType = swiftType ?? name
    self.kind = kind
  }

  /// Whether a call that answers so comes back when it succeeds.
  public var comesBack: Bool { kind != ".never" }

  static let all = [
    AnswerType("Nothing", as: "NoAnswer", ".nothing"),
    AnswerType("Never", as: "NoAnswer", ".never"),
    AnswerType("Bool", ".boolean"),
    AnswerType("UInt64", ".number"),
    AnswerType("Nanoseconds", as: "UInt64", ".nanoseconds"),
    AnswerType("ByteCount", as: "Int", ".byteCount"),
    AnswerType("Count", as: "Int", ".count"),
    AnswerType("Offset", as: "Int", ".offset"),
    AnswerType("Descriptor", ".descriptor"),
    AnswerType("ProcessDescriptor", ".descriptor"),
    AnswerType("PipeEnds", ".descriptorPair"),
    AnswerType("ProcessStatus", ".processStatus"),
    AnswerType("Readiness", ".readiness"),
    AnswerType("Address", as: "UInt64", ".address"),
    AnswerType("ProcessNumber", as: "UInt64", ".processID"),
  ]
}
