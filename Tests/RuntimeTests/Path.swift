// A path of a test's own.

import Foundation
@testable import Runtime

/// A file name in the host's temporary folder that nobody else uses.
struct Path {
  let text: String
  /// The same as the runtime takes it. It is never freed, as a `CString` asks.
  let string: CString

  static func unique() -> Path {
    let text = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    return Path(
      text: text, string: unsafe CString(immortal: UnsafeRawPointer(strdup(text)!).assumingMemoryBound(to: UInt8.self)))
  }
}
