// Paths as Linux has them, bytes without NUL: a file name need not be UTF-8, and the archive must keep it as it is.

import Glibc

/// A path on the host.
public struct HostPath: Hashable, Sendable, CustomStringConvertible {
  /// The path's bytes, without the closing NUL.
  public let bytes: [UInt8]

  /// The path spelled by these bytes.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The path spelled by this text.
  public init(_ text: String) {
    self.bytes = Array(text.utf8)
  }

  /// The path as text, with what is no UTF-8 shown as U+FFFD.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// What follows the last slash.
  public var lastComponent: [UInt8] {
    let trimmed = bytes.reversed().drop { $0 == UInt8(ascii: "/") }
    return trimmed.prefix { $0 != UInt8(ascii: "/") }.reversed()
  }

  /// This folder's entry of that name.
  public func appending(_ name: [UInt8]) -> HostPath {
    HostPath(bytes: bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [UInt8(ascii: "/")] + name)
  }

  /// This folder's entry of that name.
  public func appending(_ name: String) -> HostPath { appending(Array(name.utf8)) }

  /// The absolute path without links, dots and double slashes: realpath(3).
  func resolved() throws -> HostPath {
    guard let path = unsafe withCString({ unsafe realpath($0, nil) }) else { throw HostError.system("\(self)") }
    // realpath allocated it, closed by a NUL; it is copied before it goes.
    defer { unsafe free(path) }
    return HostPath(bytes: unsafe UnsafeBufferPointer(start: path, count: strlen(path)).map { UInt8(bitPattern: $0) })
  }

  /// Lends the path to a system call as a C string.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    // The buffer is closed by a NUL and lives until `body` returns.
    return try unsafe characters.withUnsafeBufferPointer { try unsafe body($0.baseAddress!) }
  }
}
