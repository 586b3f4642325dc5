// martlet-abi, the tool behind Scripts/abi: compares the checked-in description of the ABI with the sources.

import ABITable
import Foundation

/// The tool.
@main
enum Main {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    let project = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    do {
      let breaks = try GeneratedFile.breaks(in: project)
      guard breaks.isEmpty else {
        complain("the ABI may not change like this:\n" + breaks.joined(separator: "\n"))
        exit(1)
      }
      if words.contains("--regenerate") {
        for path in try GeneratedFile.regenerate(in: project) { print("wrote \(path)") }
        return
      }
      let stale = GeneratedFile.all.filter { $0.contents(in: project) != $0.expected(in: project) }
      if stale.isEmpty { return }
      complain("not as the sources are now: \(stale.map(\.path).joined(separator: ", ")); run Scripts/abi --regenerate")
      exit(1)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data("martlet-abi: \(text)\n".utf8))
  }
}
