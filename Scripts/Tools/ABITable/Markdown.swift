// The tables in Shared/README.md.

import Shared

/// The parts of the document that are made from the sources: between `<!-- made: NAME -->` and `<!-- end -->`.
enum Markdown {
  /// The document with its made parts made anew.
  static func refresh(_ document: String) -> String {
    var result = ""
    var lines = document.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      result += line + (lines.isEmpty ? "" : "\n")
      guard let part = part(named: line), let end = lines.firstIndex(of: "<!-- end -->") else { continue }
      result += part
      lines = lines[end...]
    }
    return result
  }

  private static func part(named line: Substring) -> String? {
    switch line {
    case "<!-- made: fields -->":
      table(
        ["offset", "size", "field"],
        SyscallRecord.Field.allCases.map { ["\($0.offset)", "\($0.byteCount)", "\($0.name)"] })
    case "<!-- made: calls -->":
      table(
        ["tag", "call", "words", "answer", "errors"],
        SyscallTag.allCases.map { tag in
          let s = tag.signature
          let errors = tag.errors.map { "\($0.name!)" }.joined(separator: " ")
          return ["\(tag.rawValue)", "`\(s.swiftText)`", "\(s.wordCount)", "\(s.answer)", errors]
        })
    case "<!-- made: classic -->":
      LinuxSyscall.allCases.map { "`\($0.signature.name)` \($0.rawValue)" }.joined(separator: ", ") + "\n"
    default: nil
    }
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}

extension Signature {
  /// `read(descriptor, into: bytes)`.
  fileprivate var swiftText: String {
    let parameters = (0..<parameterCount).map { index -> String in
      let parameter = self[index]
      guard let label = parameter.label else { return "\(parameter.name)" }
      return "\(label)" == "\(parameter.name)" ? "\(label):" : "\(label): \(parameter.name)"
    }
    return "\(name)(\(parameters.joined(separator: ", ")))"
  }
}
