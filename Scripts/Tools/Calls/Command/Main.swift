// martlet-calls, the tool behind Scripts/calls: makes the Swift sources that carry each declared call across the boundary.

import CallDeclarations
import Foundation

/// The tool. It uses nothing of what it makes, so that it can be built whatever state that is in.
@main
enum Main {
  static func main() throws {
    let project = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    func text(_ path: String) throws -> String {
      try String(contentsOf: project.appending(path: path), encoding: .utf8)
    }
    let errorNames = CallReader.errorNames(in: try text(MadeFile.errorNames))
    let (calls, problems) = CallReader.read(try text(MadeFile.declarations), errorNames: errorNames)
    guard problems.isEmpty else {
      for problem in problems.sorted(by: { $0.line < $1.line }) {
        complain("\(MadeFile.declarations):\(problem.line):1: error: \(problem.message)")
      }
      exit(1)
    }
    for file in MadeFile.all(of: calls) {
      if (try? text(file.path)) == file.text { continue }
      let url = project.appending(path: file.path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: url)
      print("wrote \(file.path)")
    }
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
