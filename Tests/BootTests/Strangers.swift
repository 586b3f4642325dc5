// Programs that nobody here wrote for Martlet: built on the fly by the host's compilers for its Linux.

import Foundation
import MachineRunner
import MachineTesting
import Testing

/// One source and one way to build it.
struct StrangerProgram: Hashable, CustomTestStringConvertible {
  /// The C library or the language, and how it is linked: all of them without a dynamic linker.
  enum Kind: String, CaseIterable {
    case musl, muslPIE, glibc, glibcPIE, rust, swift
    /// C with SQLite.
    case sqlite
  }

  /// The source's name in the folder Strangers, without its suffix.
  let source: String
  /// How it is built.
  let kind: Kind

  /// Exits with the number that it is given.
  static let exit = StrangerProgram(source: "exit", kind: .musl)
  /// Looks at the clocks.
  static let clock = StrangerProgram(source: "clock", kind: .musl)

  var testDescription: String { "\(source), \(kind)" }

  /// The compiler that it needs.
  var compiler: String {
    switch kind {
    case .musl, .muslPIE: "musl-gcc"
    case .glibc, .glibcPIE, .sqlite: "gcc"
    case .rust: "rustc"
    case .swift: "swiftc"
    }
  }

  /// Builds it, once in a test run.
  /// - Returns: the executable's path.
  func built() async throws -> String { try await Workshop.shared.build(self) }

  /// The shell commands that make `$out` from `$in`.
  fileprivate var recipe: String {
    switch kind {
    case .musl: "musl-gcc -O2 -static -o $out $in -lm"
    // musl-gcc's own specs know no static-PIE; this is what a compiler made for musl does.
    case .muslPIE:
      """
      lib=/usr/lib/x86_64-linux-musl
      musl-gcc -O2 -fPIE -c -o $out.o $in
      ld -static -pie --no-dynamic-linker -z text -o $out $lib/rcrt1.o $lib/crti.o $out.o \\
        --start-group $lib/libc.a $(gcc -print-libgcc-file-name) --end-group $lib/crtn.o
      """
    case .glibc: "gcc -O2 -static -o $out $in -lm"
    case .glibcPIE: "gcc -O2 -static-pie -fPIE -o $out $in -lm"
    case .rust: "rustc -O -C target-feature=+crt-static -o $out $in"
    case .swift: "swiftc -O -static-executable -o $out $in"
    case .sqlite: "gcc -O2 -static -o $out $in -lsqlite3 -lm -ldl"
    }
  }
}

/// Whether a command of the host is there.
func isInstalled(_ command: String) -> Bool {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(command)")
  }
}

/// Builds each program once.
private actor Workshop {
  static let shared = Workshop()
  private var builds: [StrangerProgram: Task<String, any Error>] = [:]

  func build(_ program: StrangerProgram) async throws -> String {
    let build =
      builds[program]
      ?? Task {
        let project = try ProjectFolder.current().path
        let suffix =
          switch program.kind {
          case .rust: "rs"
          case .swift: "swift"
          case .musl, .muslPIE, .glibc, .glibcPIE, .sqlite: "c"
          }
        let source = "\(project)/Tests/BootTests/Strangers/\(program.source).\(suffix)"
        let folder = "\(project)/.build/strangers"
        let output = "\(folder)/\(program.source)-\(program.kind)"
        let script = "set -eu; mkdir -p \(folder); in=\(source) out=\(output)\n\(program.recipe)"
        let result = try await HostCommand.run(["bash", "-c", script])
        guard result.status == 0 else { throw HostError("\(program.testDescription): \(result.errorText)") }
        return output
      }
    builds[program] = build
    return try await build.value
  }
}
