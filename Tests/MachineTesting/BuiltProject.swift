// The kernel and userland that the tests boot, built once before the first of them.

import Foundation
import MachineRunner

/// This project as built for the machine.
public enum BuiltProject {
  private static let build = Task {
    let script = try ProjectFolder.current().path.appending("Scripts/build")
    let result = try await HostCommand.run(["\(script)", "kernel", "userland"])
    guard result.status == 0 else { throw HostError("Scripts/build failed:\n\(result.errorText)") }
  }

  /// Whether there is a kernel to build.
  public static var hasKernel: Bool {
    guard let project = try? ProjectFolder.current() else { return false }
    return project.path.appending("Kernel/Entry/kernel.ld").exists
  }

  /// Waits until kernel and userland are up to date.
  public static func ready() async throws {
    try await build.value
  }

  /// The runner's executable, which was built along with the tests.
  public static var runner: String {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: tests).deletingLastPathComponent().appending(component: "martlet-run")
        .path(percentEncoded: false)
    }
  }
}
