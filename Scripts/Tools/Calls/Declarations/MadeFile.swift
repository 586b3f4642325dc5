// The Swift sources that are made from the declarations.

/// A source file that is made, and never changed by hand.
public struct MadeFile: Equatable, Sendable {
  /// Where it lies in the project.
  public var path: String
  /// What it says.
  public var text: String

  /// Where the declarations stand.
  public static let declarations = "Shared/Typed/Syscall.swift"
  /// Where the errors have their names.
  public static let errorNames = "Shared/Errno+Names.swift"
  /// The folder of the made files.
  public static let folder = "Shared/Typed/Made"

  /// All files that are made from these calls.
  public static func all(of calls: [CallDeclaration]) -> [MadeFile] {
    [
      MadeFile("SyscallTag.swift", "The numbers by which records name the calls.", tags(calls)),
      MadeFile("Syscall+Record.swift", "From calls to records and back.", records(calls)),
      MadeFile("SyscallErrors.swift", "What each call can fail with.", errors(calls)),
      MadeFile("Call+Factories.swift", "The calls as programs make them.", factories(calls)),
      MadeFile("SyscallTag+Signature.swift", "The calls described, as data.", signatures(calls)),
      MadeFile("SyscallHandler.swift", "What answers the calls: a method for each.", handler(calls)),
    ]
  }

  private init(_ name: String, _ idea: String, _ body: String) {
    path = "\(Self.folder)/\(name)"
    text = """
      // \(idea)
      // Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
      // swift-format-ignore-file

      \(body)
      """
  }
}

extension [CallDeclaration] {
  /// A line or more for each call.
  func lines(_ text: (CallDeclaration) -> String) -> String { map(text).joined(separator: "\n") }
}

extension CallDeclaration {
  /// `.read(let descriptor, let bytes)`.
  var pattern: String {
    parameters.isEmpty ? ".\(name)" : ".\(name)(\(parameters.map { "let \($0.name)" }.joined(separator: ", ")))"
  }

  /// `(_ descriptor: Descriptor, into bytes: WritableBytes)`.
  var parameterList: String {
    let list = parameters.map { parameter in
      let label = parameter.label ?? "_"
      return (label == parameter.name ? "" : "\(label) ") + "\(parameter.name): \(parameter.type.name)"
    }
    return "(\(list.joined(separator: ", ")))"
  }

  /// `(descriptor, into: bytes)`, or nothing where a case has no arguments.
  func argumentList(alwaysInParentheses: Bool) -> String {
    guard !parameters.isEmpty || alwaysInParentheses else { return "" }
    return "(\(parameters.map { ($0.label.map { "\($0): " } ?? "") + $0.name }.joined(separator: ", ")))"
  }

  /// The documentation as a comment, indented so far.
  func comment(_ indentation: String, withFields: Bool) -> String {
    var lines = documentation
    if withFields {
      if parameters.count == 1, let only = parameters.first {
        lines.append("- Parameter \(only.name): \(only.documentation)")
      } else if !parameters.isEmpty {
        lines.append("- Parameters:")
        lines += parameters.map { "  - \($0.name): \($0.documentation)" }
      }
      if !answer.documentation.isEmpty { lines.append("- Returns: \(answer.documentation)") }
      if !errors.isEmpty { lines.append("- Throws: `\(errorType)`.") }
    }
    return lines.map { $0.isEmpty ? "\(indentation)///\n" : "\(indentation)/// \($0)\n" }.joined()
  }
}
