// The document that says what there is of each of Linux's calls.

import Shared

/// Kernel/SUPPORT.md.
enum SupportDocument {
  static var text: String {
    let calls = (0..<LinuxSupport.tableSize).compactMap { number in
      LinuxSupport(number: number).map { (number: number, support: $0) }
    }
    let counts = [LinuxSupport.Level.full, .partial, .absent].map { level in
      calls.count { $0.support.level == level }
    }
    return """
      # What there is of Linux's system calls

      Linux 6.1 has \(calls.count) calls on x86-64. Of them \(counts[0]) are here in full, \(counts[1]) but for what is \
      named, and \(counts[2]) are absent:
      these answer `ENOSYS`. `Scripts/run --missing PROGRAM` says which of them a program asked for.

      Made from `Shared/LinuxSupport+Table.swift` by Scripts/abi; tests keep the two the same, and compare them with the
      kernel's dispatcher.

      | number | call | support | what is missing, and why |
      |---|---|---|---|
      \(calls.map { row($0.number, $0.support) }.joined(separator: "\n"))

      """
  }

  private static func row(_ number: UInt, _ support: LinuxSupport) -> String {
    let reason: String =
      switch support.level {
      case .full: ""
      case .partial: "not: \(support.remark)"
      case .absent: support.absence.map { "\($0.reason)" } ?? ""
      }
    return "| \(number) | `\(support.name)` | \(support.level) | \(reason) |"
  }
}
