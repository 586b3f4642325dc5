// Runs a command of the host and collects what it says.

import Foundation

/// What a command of the host said, and its exit status.
public struct HostCommand: Sendable {
  /// The exit status; 128 and the signal's number if a signal ended it.
  public let status: Int32
  /// Its standard output.
  public let output: [UInt8]
  /// Its standard error.
  public let error: [UInt8]

  /// Standard output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: error, as: UTF8.self) }

  /// Runs a command to its end when one of the host's CPUs is free. The first word is looked up in PATH
  /// unless it has a slash.
  /// - Parameter goesFirst: whether it is served before what waits for a CPU, as one long step of many should be.
  public static func run(
    _ words: [String], input: [UInt8] = [], in folder: URL? = nil, goesFirst: Bool = false
  ) async throws -> HostCommand {
    try await HostCPUs.shared.withOne(goesFirst: goesFirst) { try runHere(words, input: input, in: folder) }
  }

  /// Runs a quick command to its end, and blocks the thread until then.
  static func runHere(_ words: [String], input: [UInt8] = [], in folder: URL? = nil) throws -> HostCommand {
    let scratch = try TemporaryFolder()
    let files = try ["in", "out", "err"].map { name in
      let url = scratch.url.appending(component: name)
      try Data(name == "in" ? input : []).write(to: url)
      return try name == "in" ? FileHandle(forReadingFrom: url) : FileHandle(forWritingTo: url)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    if let folder { process.currentDirectoryURL = folder }
    (process.standardInput, process.standardOutput, process.standardError) = (files[0], files[1], files[2])
    try process.run()
    process.waitUntilExit()
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return HostCommand(
      status: status, output: Array(try Data(contentsOf: scratch.url.appending(component: "out"))),
      error: Array(try Data(contentsOf: scratch.url.appending(component: "err"))))
  }
}

/// A folder that is removed with the last reference.
public final class TemporaryFolder: Sendable {
  /// The folder.
  public let url: URL
  /// Its path.
  public var path: String { url.path(percentEncoded: false) }

  /// Makes an empty folder.
  public init() throws {
    url = FileManager.default.temporaryDirectory.appending(component: "martlet-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file of these bytes into it.
  /// - Returns: the file's path.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path(percentEncoded: false)
  }
}
