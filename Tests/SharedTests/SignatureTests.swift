// The description of the calls against what encoding, decoding and the enum itself do.

import Shared
import Testing

@Suite struct SignatureTests {
  /// Words that are all different, and fit into 32 bits so that none is cut.
  static let words: [UInt64] = [0x0101_0101, 0x0202_0202, 0x0303_0303, 0x0404_0404]

  static func record(_ tag: SyscallTag, _ words: [UInt64]) -> SyscallRecord {
    var record = SyscallRecord(tag: tag)
    (record.argument0, record.argument1) = (words[0], words[1])
    (record.argument2, record.argument3) = (words[2], words[3])
    return record
  }

  static func words(of record: SyscallRecord) -> [UInt64] {
    [record.argument0, record.argument1, record.argument2, record.argument3]
  }

  @Test(arguments: SyscallTag.allCases)
  func everyTypedCallIsDescribedAsItIsDeclared(tag: SyscallTag) throws {
    let signature = tag.signature
    let call = try #require(Syscall(Self.record(tag, Self.words)))
    let payload = Payload(of: call)
    #expect(payload.name == "\(signature.name)")
    #expect("\(tag)" == "\(signature.name)")
    #expect(
      payload.arguments.map(\.label) == (0..<signature.parameterCount).map { signature[$0].label.map { "\($0)" } })
    #expect(
      payload.arguments.map(\.type).map { $0 == "ProcessDescriptor" ? "Descriptor" : $0 }
        == (0..<signature.parameterCount).map { "\(signature[$0].kind.swiftType)" })
  }

  @Test(arguments: SyscallTag.allCases)
  func everyArgumentIsInTheWordsThatTheDescriptionSays(tag: SyscallTag) throws {
    let signature = tag.signature
    let arguments = Payload(of: try #require(Syscall(Self.record(tag, Self.words)))).arguments
    for (index, argument) in arguments.enumerated() {
      let first = signature.firstWord(of: index)
      let kind = signature[index].kind
      #expect(argument.words == Self.words[first..<first + kind.wordCount].map { kind == .value(.signal) ? 0xFF : $0 })
    }
  }

  @Test(arguments: SyscallTag.allCases)
  func encodingUndoesDecoding(tag: SyscallTag) throws {
    let call = try #require(Syscall(Self.record(tag, Self.words)))
    let signature = tag.signature
    let count = signature.wordCount
    var expected = Array(Self.words[..<count]) + Array(repeating: 0, count: 4 - count)
    for index in 0..<signature.parameterCount where signature[index].kind == .value(.signal) {
      expected[signature.firstWord(of: index)] = 0xFF
    }
    #expect(Self.words(of: call.record) == expected)
    #expect(call.tag == tag)
    #expect(Syscall(call.record) == call)
  }

  @Test(arguments: SyscallTag.allCases)
  func argumentsOf32BitsAreCutOrKeptOutAsTheDescriptionSays(tag: SyscallTag) throws {
    let signature = tag.signature
    let wide = Self.words.map { $0 | 0xF_0000_0000 }
    let arguments = Payload(of: try #require(Syscall(Self.record(tag, wide)))).arguments
    for (index, argument) in arguments.enumerated() {
      let kind = signature[index].kind
      let word = wide[signature.firstWord(of: index)]
      switch kind {
      case .value(.signal): #expect(argument.words == [0xFF])
      case .tag, .value, .flags(.batch), .flags(.waiting), .flags(.path): #expect(argument.words == [0xFFFF_FFFF])
      case _ where kind.bitWidth == 32: #expect(argument.words == [word & 0xFFFF_FFFF])
      default: #expect(argument.words[0] == word)
      }
    }
  }

  @Test func negativeNumbersSurviveTheJourney() throws {
    let calls: [Syscall] = [
      .exit(status: -1), .exit(status: .min), .close(Descriptor(rawValue: -1)),
      .read(Descriptor(rawValue: .min), into: WritableBytes(address: .max, byteCount: .max)),
    ]
    for call in calls { #expect(Syscall(call.record) == call) }
  }

  @Test func answersHaveTheTypesThatTheDescriptionSays() {
    func check<Answer, Failure>(_ call: Call<Answer, Failure>) {
      #expect("\(Answer.self)" == "\(call.syscall.tag.signature.answer.swiftType)", "\(call.syscall)")
    }
    let bytes = ReadableBytes(address: 0, byteCount: 0)
    check(.isKnown(tag: 0))
    check(.useless(0))
    check(.clock(.monotonic))
    check(.read(.standardInput, into: WritableBytes(address: 0, byteCount: 0)))
    check(.write(.standardOutput, bytes))
    check(.open(path: PathBytes(address: 0, byteCount: 0), [], mode: 0))
    check(.close(.standardInput))
    check(.exit(status: 0))
    check(.batch(SyscallBatch(address: 0, count: 0), []))
    check(.pipe([]))
    check(.wait(ProcessDescriptor(rawValue: 0), []))
    check(.waitForAny(WaitItems(address: 0, count: 0), until: 0))
    check(.map(byteCount: 0, []))
    check(.identity())
  }

  @Test(arguments: LinuxSyscall.allCases)
  func everyClassicCallIsDescribedConsistently(call: LinuxSyscall) {
    let signature = call.signature
    #expect("\(signature.name)".replacing("_", with: "").lowercased() == "\(call)".lowercased())
    for index in 0..<signature.parameterCount {
      #expect(signature[index].kind.wordCount == 1, "a register holds one word")
      #expect(signature[index].label == nil)
      switch signature[index].kind {
      case .readable(let other), .writable(let other), .readableVector(let other), .writableVector(let other),
        .structures(_, _, let other):
        #expect(other < signature.parameterCount)
        #expect([.byteCount, .int32, .uint32, .uint64].contains(signature[other].kind))
      case .creationPermissions(let other): #expect(signature[other].kind == .flags(.open))
      default: break
      }
    }
  }

  @Test func everyFieldIsWhereTheDescriptionSays() {
    var record = SyscallRecord(tag: .open)
    record.outcome = SyscallRecord.failed(.badAddress)
    (record.answer, record.argument0, record.argument1, record.argument2, record.argument3) = (24, 32, 40, 48, 56)
    let bytes = unsafe withUnsafeBytes(of: record) { unsafe Array($0) }
    func value(_ field: SyscallRecord.Field) -> UInt64 {
      bytes[field.offset..<field.offset + field.byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    #expect(bytes.count == SyscallRecord.byteCount)
    #expect(value(.magic) == UInt64(SyscallRecord.magic))
    #expect(Array(bytes[..<4]) == Array("MRTL".utf8))
    #expect(value(.version) == UInt64(SyscallRecord.version))
    #expect(value(.size) == UInt64(SyscallRecord.byteCount))
    #expect(value(.tag) == SyscallTag.open.rawValue)
    #expect(value(.reserved) == 0)
    #expect(value(.state) == UInt64(SyscallState.failed.rawValue))
    #expect(value(.error) == UInt64(Errno.badAddress.rawValue))
    for field in [.answer, .argument0, .argument1, .argument2, .argument3] as [SyscallRecord.Field] {
      #expect(value(field) == UInt64(field.offset))
    }
    #expect(SyscallRecord.Field.state.offset == SyscallRecord.outcomeOffset)
    #expect(SyscallRecord.Field.answer.offset == SyscallRecord.answerOffset)
    #expect(SyscallRecord.Field.argument0.offset == SyscallRecord.smallestByteCount)
  }
}

/// A call as reflection sees it: by its case, and nothing else.
private struct Payload {
  struct Argument {
    let label: String?
    let type: String
    let words: [UInt64]
  }

  var name: String
  var arguments: [Argument]

  init(of call: Syscall) {
    // A case without arguments has no children.
    guard let child = Mirror(reflecting: call).children.first else {
      (name, arguments) = ("\(call)", [])
      return
    }
    name = child.label!
    let payload = Mirror(reflecting: child.value)
    let values: [(label: String?, value: Any)] =
      payload.displayStyle == .tuple ? payload.children.map { $0 } : [(nil, child.value)]
    arguments = values.map { label, value in
      // Members of a tuple that have no label are called by their numbers.
      Argument(
        label: label.flatMap { $0.hasPrefix(".") ? nil : $0 }, type: "\(type(of: value))", words: Self.words(of: value))
    }
  }

  private static func words(of value: Any) -> [UInt64] {
    switch value {
    case let number as UInt64: [number]
    case let number as UInt: [UInt64(number)]
    case let number as Int64: [UInt64(bitPattern: number)]
    case let number as UInt8: [UInt64(number)]
    case let number as UInt32: [UInt64(number)]
    case let number as Int32: [UInt64(UInt32(bitPattern: number))]
    default: Mirror(reflecting: value).children.flatMap { words(of: $0.value) }
    }
  }
}

extension ArgumentKind {
  /// The type of the argument in `Syscall`.
  fileprivate var swiftType: Any.Type {
    switch self {
    case .int32: Int32.self
    case .uint32, .tag: UInt32.self
    case .permissions, .creationPermissions: FilePermissions.self
    case .int64: Int64.self
    case .plan: PlanBytes.self
    case .waitItems: WaitItems.self
    case .uint64, .byteCount, .address: UInt64.self
    case .descriptor, .directory: Descriptor.self
    case .pathBytes: PathBytes.self
    case .readableBytes: ReadableBytes.self
    case .writableBytes: WritableBytes.self
    case .records: SyscallBatch.self
    case .flags(.open): OpenFlags.self
    case .flags(.batch): BatchFlags.self
    case .flags(.waiting): WaitFlags.self
    case .flags(.path): PathFlags.self
    case .flags(.protection): ProtectionFlags.self
    case .value(.seekOrigin): SeekOriginID.self
    case .value(.signal): Signal.self
    case .value(.clock): ClockID.self
    default: Never.self
    }
  }
}

extension AnswerKind {
  /// The type of the answer in `Call`.
  fileprivate var swiftType: Any.Type {
    switch self {
    case .nothing, .never: NoAnswer.self
    case .boolean: Bool.self
    case .number, .nanoseconds, .address: UInt64.self
    case .byteCount, .count, .offset: Int.self
    case .descriptor: Descriptor.self
    case .descriptorPair: PipeEnds.self
    case .processStatus: ProcessStatus.self
    case .readiness: Readiness.self
    case .processID: UInt64.self
    case .permissions: UInt32.self
    }
  }
}
