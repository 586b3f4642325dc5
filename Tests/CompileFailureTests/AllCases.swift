// The cases of `Syscall` by name, for a switch that forgets one.

import Shared

/// What `Syscall` has, as its tags name it.
enum AllCases {
  /// The names of all cases.
  static let names = SyscallTag.allCases.map { "\($0)" }

  /// A switch's cases, of which one may be left out.
  static func handled(but forgotten: String?) -> String {
    names.filter { $0 != forgotten }.map { "    case .\($0): return 1" }.joined(separator: "\n")
  }
}
