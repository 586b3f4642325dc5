// The built programs, and running them on the host's Linux.

import Foundation

/// What a program did.
struct Outcome {
  let output: Data
  let errors: String
  /// The exit status, or 128 + the number of the signal that ended it.
  let status: Int32

  var text: String { String(decoding: output, as: UTF8.self) }
}

/// The programs of Userland/Programs, built once for all tests.
enum Programs {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

  /// Where the programs are, or why they are not.
  static let folder: Result<URL, Failure> = Result { () throws(Failure) in
    let build = launch("/bin/bash", [root.appending(path: "Scripts/build-userland").path()])
    guard build.status == 0 else { throw Failure(message: build.text + build.errors) }
    return root.appending(path: ".build/userland/programs")
  }

  struct Failure: Error { let message: String }

  /// The path of a program.
  static func path(_ name: String) throws -> String { try folder.get().appending(path: name).path() }

  /// The bytes of a program's file.
  static func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: try path(name))) }

  /// Runs a program to its end.
  static func run(_ name: String, _ arguments: String..., input: Data = Data()) throws -> Outcome {
    launch(try path(name), arguments, input: input)
  }

  /// Runs a line of shell in which "$P" is the programs' folder.
  static func shell(_ line: String) throws -> Outcome {
    launch("/bin/bash", ["-c", "P='\(try folder.get().path())'; " + line])
  }

  /// Starts any program and waits for it. Input and output go through files, so that no pipe can fill up.
  static func launch(_ path: String, _ arguments: [String], input: Data = Data()) -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["in", "out", "err"].map { folder.appending(path: $0) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try input.write(to: files[0])
      for file in files[1...] { try Data().write(to: file) }
      let process = Process()
      process.executableURL = URL(filePath: path)
      process.arguments = arguments
      process.standardInput = try FileHandle(forReadingFrom: files[0])
      process.standardOutput = try FileHandle(forWritingTo: files[1])
      process.standardError = try FileHandle(forWritingTo: files[2])
      try process.run()
      process.waitUntilExit()
      let status = process.terminationStatus
      return Outcome(
        output: try Data(contentsOf: files[1]), errors: try String(contentsOf: files[2], encoding: .utf8),
        status: process.terminationReason == .uncaughtSignal ? 128 + status : status)
    } catch {
      return Outcome(output: Data(), errors: "cannot run \(path): \(error)", status: 125)
    }
  }
}
