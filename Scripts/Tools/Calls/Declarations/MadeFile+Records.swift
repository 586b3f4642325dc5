// Tags, and which argument stands in which word.

extension MadeFile {
  static func tags(_ calls: [CallDeclaration]) -> String {
    """
    /// What stands in a record's second word: the tag field, and above it the reserved one, which is 0. A record that sets
    /// that is of a younger program, and its call is none that is known here.
    public enum SyscallTag: UInt64, CaseIterable, Sendable {
    \(calls.lines { "  case \($0.name) = \($0.tag)" })

      /// The highest tag that these sources know; a binary's ABI note carries it.
      public static let highest: UInt32 = \(calls.map(\.tag).max() ?? 0)

      /// Whether a number is a tag.
      @inlinable @inline(__always) public static func isTag(_ number: UInt64) -> Bool {
        switch number {
        case \(calls.map { "\($0.tag)" }.joined(separator: ", ")): true
        default: false
        }
      }
    }

    """
  }

  static func records(_ calls: [CallDeclaration]) -> String {
    """
    extension Syscall {
      /// The tag under which the call crosses the boundary.
      @inlinable public var tag: SyscallTag {
        switch self {
    \(calls.lines { "    case .\($0.name): .\($0.name)" })
        }
      }

      /// The call as a record that the kernel has not answered yet.
      @inlinable public var record: SyscallRecord {
        var record = SyscallRecord(tag: tag)
        switch self {
    \(calls.lines(encoding))
        }
        return record
      }

      /// The call that a record states, or `nil` where its tag is none that these sources know.
      @inlinable @inline(__always) public init?(_ record: SyscallRecord) {
        // By the number: the tag as a value would be made by a function and switched over once more.
        switch record.tagWord {
    \(calls.lines(decoding))
        default: return nil
        }
      }
    }

    """
  }

  private static func encoding(_ call: CallDeclaration) -> String {
    guard !call.parameters.isEmpty else { return "    case .\(call.name): break" }
    var lines = ["    case \(call.pattern):"]
    for (index, parameter) in call.parameters.enumerated() {
      let word = call.firstWord(of: index)
      if parameter.type.wordCount == 1 {
        lines.append("      record.argument\(word) = \(parameter.name).word")
      } else {
        lines.append("      (record.argument\(word), record.argument\(word + 1)) = \(parameter.name).words")
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func decoding(_ call: CallDeclaration) -> String {
    guard !call.parameters.isEmpty else { return "    case \(call.tag): self = .\(call.name)" }
    let arguments = call.parameters.enumerated().map { index, parameter in
      let word = call.firstWord(of: index)
      let words =
        parameter.type.wordCount == 1
        ? "word: record.argument\(word)" : "words: (record.argument\(word), record.argument\(word + 1))"
      return (parameter.label.map { "\($0): " } ?? "") + "\(parameter.type.name)(\(words))"
    }
    let start = "      self = .\(call.name)("
    let line = start + arguments.joined(separator: ", ") + ")"
    let indented = "\n        " + arguments.joined(separator: ",\n        ") + ")"
    return "    case \(call.tag):\n" + (line.count <= 120 ? line : start + indented)
  }

  static func signatures(_ calls: [CallDeclaration]) -> String {
    """
    extension SyscallTag {
      /// The call's name, parameters and answer.
      public var signature: Signature {
        switch self {
    \(calls.lines { "    case .\($0.name):\n      \(signature($0))" })
        }
      }

      /// Whether the call's contract has an error.
      public func canFail(with error: Errno) -> Bool {
        switch self {
    \(calls.lines { "    case .\($0.name): \($0.errors.isEmpty ? "false" : "\($0.errorType)(StoredErrno(error)).isDeclared")" })
        }
      }
    }

    """
  }

  private static func signature(_ call: CallDeclaration) -> String {
    let parameters = call.parameters.map { parameter in
      let names =
        switch parameter.label {
        case nil: "\"\(parameter.name)\""
        case parameter.name: "label: \"\(parameter.name)\""
        case let label?: "label: \"\(label)\", \"\(parameter.name)\""
        }
      return "Parameter(\(names), \(parameter.type.kind)), "
    }
    return "Signature(\"\(call.name)\", \(parameters.joined())answers: \(call.answer.type.kind))"
  }
}
