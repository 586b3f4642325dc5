// The table that the sources make now.

import Shared

extension ABITable {
  /// The ABI of the sources that this tool was built from.
  public static var current: ABITable {
    ABITable(sections: [
      Section(
        "sizes", .growOnly,
        [Row("record", "\(SyscallRecord.byteCount)"), Row("highest-tag", "\(SyscallTag.highest)")]),
      Section(
        "record", .fixed,
        [
          Row("magic", "0x\(hex: SyscallRecord.magic)"),
          Row("version", "\(SyscallRecord.version)"),
          Row("smallest-size", "\(SyscallRecord.smallestByteCount)"),
          Row("largest-size", "\(SyscallRecord.largestByteCount)"),
          Row("alignment", "\(SyscallRecord.alignment)"),
          Row("note-type", "\(SyscallRecord.noteType)"),
          Row("classic-numbers-below", "\(LinuxSyscall.tableSize)"),
          Row("highest-error", "\(Errno.highestRawValue)"),
        ]),
      Section(
        "fields", .appendOnly,
        SyscallRecord.Field.allCases.map { Row("\($0.name)", "offset \($0.offset) size \($0.byteCount)") }),
      Section("states", .appendOnly, SyscallState.named.map { Row("\($0.state.rawValue)", $0.name) }),
      Section(
        "calls", .appendOnly,
        SyscallTag.allCases.map { tag in
          Row("\(tag.rawValue)", tag.signature.text)
        }),
      Section("call-errors", .addOnly, SyscallTag.allCases.flatMap(contract)),
      Section(
        "linux", .addOnly,
        LinuxSyscall.allCases.map { call in
          let signature = call.signature
          let names = (0..<signature.parameterCount).map { "\(signature[$0].name)" }
          return Row("\(call.rawValue)", "\(signature.name)(\(names.joined(separator: ", ")))")
        }),
      Section(
        "errors", .addOnly, Errno.allNamed.map { Row("\($0.rawValue)", "\($0.swiftName!) \($0.name!)") }),
      Section("flags", .addOnly, FlagKind.allCases.flatMap(rows)),
      Section("values", .addOnly, ValueKind.allCases.flatMap(rows)),
    ])
  }

  /// The errors that a call can fail with.
  private static func contract(of tag: SyscallTag) -> [Row] {
    tag.errors.map { Row("\(tag).\($0.swiftName!)", "\($0.rawValue)") }
  }

  private static func rows(of kind: FlagKind) -> [Row] {
    kind.named.map { Row("\(kind).\($0.name)", "0x\(hex: $0.value)") }
  }

  private static func rows(of kind: ValueKind) -> [Row] {
    kind.named.map { Row("\(kind).\($0.name)", "\($0.value)") }
  }
}

extension Signature {
  /// `read(descriptor: descriptor at 32, into bytes: writableBytes at 40) -> byteCount`.
  var text: String {
    let parameters = (0..<parameterCount).map { index -> String in
      let parameter = self[index]
      let offset = SyscallRecord.Field.argument(firstWord(of: index))?.offset ?? -1
      let label = parameter.label.map { "\($0)" == "\(parameter.name)" ? "" : "\($0) " } ?? "_ "
      return "\(label)\(parameter.name): \(parameter.kind.text) at \(offset)"
    }
    return "\(name)(\(parameters.joined(separator: ", "))) -> \(answer)"
  }
}

extension ArgumentKind {
  /// The case as it is written.
  var text: String { "\(self)".replacing("Shared.", with: "").replacing(/\b[A-Z][A-Za-z]*\./, with: "") }
}

extension FlagKind {
  /// The choices and bits that have names, in the order of their values.
  public var named: [(name: String, value: UInt64)] {
    let choices: [(String, UInt64)] =
      choiceMask == 0
      ? [] : (0...choiceMask).compactMap { value in name(ofChoice: value).map { ("\($0)", value) } }
    let bits = (0..<64).map { UInt64(1) << $0 }.filter { $0 & choiceMask == 0 }
    return choices + bits.compactMap { bit in name(ofBit: bit).map { ("\($0)", bit) } }
  }
}

extension ValueKind {
  /// The values that have names, in ascending order.
  public var named: [(name: String, value: UInt32)] {
    (0...0xFFFF).compactMap { value in name(of: value).map { ("\($0)", value) } }
  }
}

extension SyscallState {
  static var named: [(state: SyscallState, name: String)] {
    [.unanswered, .succeeded, .failed].map { ($0, "\($0)") }
  }
}

extension SyscallTag {
  /// The call's contract: the errors that it can fail with, in ascending order.
  public var errors: [Errno] { Errno.allNamed.filter(canFail) }
}

extension Errno {
  /// The errors that have names, in ascending order.
  public static var allNamed: [Errno] {
    (0...highestRawValue).map(Errno.init).filter { $0.name != nil }
  }
}
