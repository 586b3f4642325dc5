// Where this project's own files are, found from the running executable so that any folder will do to start it in.

import Glibc

/// The project's folder and what is built in it.
public struct ProjectFolder: Sendable {
  /// The folder with Package.swift.
  public let path: HostPath

  /// The folder of `file` or the nearest one above it that has a Package.swift.
  public init?(containing file: HostPath) {
    var components = file.bytes.split(separator: UInt8(ascii: "/"))
    while !components.isEmpty {
      components.removeLast()
      let folder = HostPath(bytes: [UInt8(ascii: "/")] + components.joined(separator: [UInt8(ascii: "/")]))
      if folder.appending("Package.swift").exists {
        path = folder
        return
      }
    }
    return nil
  }

  /// The project that the running executable was built in.
  public static func current() throws -> ProjectFolder {
    let executable = HostPath(bytes: try HostPath("/proc/self/exe").linkTarget())
    guard let folder = ProjectFolder(containing: executable) else {
      throw HostError("\(executable): is not inside the project that it belongs to")
    }
    return folder
  }

  /// The kernel's ELF file, once built.
  public var kernel: HostPath { path.appending(".build/kernel/martlet.elf") }

  /// The programs' ELF files, once built.
  public var programs: HostPath { path.appending(".build/userland/programs") }
}
