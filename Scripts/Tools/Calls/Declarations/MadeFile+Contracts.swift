// What programs and the kernel are held to: error types, factories, and the handler.

extension MadeFile {
  static func errors(_ calls: [CallDeclaration]) -> String { calls.lines(errorType) }

  private static func errorType(_ call: CallDeclaration) -> String {
    let cases = call.errors.map { "  /// \($0.documentation.capitalizedSentence)\n  case \($0.name)\n" }
    // A switch over nothing but `default` would be a warning.
    let decoding =
      call.errors.isEmpty
      ? "    self = .unexpected(error)"
      : """
          switch error.errno {
      \(call.errors.map { "    case .\($0.name): self = .\($0.name)" }.joined(separator: "\n"))
          default: self = .unexpected(error)
          }
      """
    return """
      /// What `\(call.name)` can fail with.
      @frozen public enum \(call.errorType): SyscallError {
      \(cases.joined())\
        /// An error that the call did not have when this was built, or what the door said to the record itself.
        case unexpected(StoredErrno)

        @inlinable public init(_ error: StoredErrno) {
      \(decoding)
        }

        @inlinable public var errno: Errno {
          switch self {
      \(call.errors.map { "    case .\($0.name): .\($0.name)\n" }.joined())\
          case .unexpected(let error): error.errno
          }
        }
      }

      """
  }

  static func factories(_ calls: [CallDeclaration]) -> String {
    calls.lines { call in
      """
      extension Call where Answer == \(call.answer.type.swiftType), Failure == \(call.errorType) {
      \(call.comment("  ", withFields: true))\
        @inlinable public static func \(call.name)\(call.parameterList) -> Call {
          Call(.\(call.name)\(call.argumentList(alwaysInParentheses: false)))
        }
      }

      """
    }
  }

  static func handler(_ calls: [CallDeclaration]) -> String {
    """
    /// Does what the calls say. An error that a call's contract lacks cannot be thrown, and a method that is missing does
    /// not compile.
    public protocol SyscallHandler {
    \(calls.lines { $0.comment("  ", withFields: true) + "  func \(requirement($0))\n" })\
    }

    extension SyscallHandler {
      /// Does what a record says. It is the kernel's copy: no program can change it any more.
      // Inlined where it is called: decoding and the switch become one there, so that the enum is never built. What takes
      // numbers alone may be short, and is answered there; each other call is a function to which the switch jumps, so
      // that the way to a short call saves no register for the sake of the long ones.
      @inlinable @inline(__always) public func outcome(of record: SyscallRecord) -> SyscallOutcome {
        guard let call = Syscall(record) else { return SyscallOutcome(.noFunction) }
        switch call {
    \(calls.lines { call in
      isShort(call)
        ? "    case \(call.pattern):\n\(answering(call, "      "))"
        : "    case \(call.pattern): return outcomeOf\(call.capitalizedName)\(call.argumentList(alwaysInParentheses: true))"
    })
        }
      }

    \(calls.filter { !isShort($0) }.lines { call in
      """
        @inlinable @inline(never) func outcomeOf\(call.capitalizedName)\(call.parameterList) -> SyscallOutcome {
      \(answering(call, "    "))
        }

      """
    })\
    }

    """
  }

  /// Whether a call takes numbers alone: what takes nothing asks about the caller.
  private static func isShort(_ call: CallDeclaration) -> Bool {
    call.answer.type.comesBack && !call.parameters.isEmpty && call.parameters.allSatisfy { $0.type.isNumber }
  }

  private static func requirement(_ call: CallDeclaration) -> String {
    let effect = call.errors.isEmpty ? "" : " throws(\(call.errorType))"
    let answers = call.answer.type.swiftType == "NoAnswer" ? "" : " -> \(call.answer.type.swiftType)"
    return "\(call.name)\(call.parameterList)\(effect)\(answers)"
  }

  /// The statements that make the handler do it, and its outcome of what it answers or throws.
  private static func answering(_ call: CallDeclaration, _ indentation: String) -> String {
    // An argument may be called like its call.
    let invocation = "self.\(call.name)\(call.argumentList(alwaysInParentheses: true))"
    let attempt = call.errors.isEmpty ? invocation : "try \(invocation)"
    var lines =
      call.answer.type.swiftType == "NoAnswer"
      ? [attempt, call.answer.type.comesBack ? "return SyscallOutcome(answer: 0)" : "return .unanswered"]
      : ["return SyscallOutcome(answer: \(attempt).answerWord)"]
    if !call.errors.isEmpty {
      lines =
        ["do throws(\(call.errorType)) {"] + lines.map { "  " + $0 }
        + ["} catch {", "  return SyscallOutcome(error)", "}"]
    }
    return lines.map { indentation + $0 }.joined(separator: "\n")
  }
}

extension String {
  fileprivate var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
