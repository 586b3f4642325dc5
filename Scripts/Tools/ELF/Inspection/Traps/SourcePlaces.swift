// From an instruction to the lines of source that it was made from, by the kernel's debug information.

/// The lines that instructions come from.
struct SourcePlaces {
  /// One function of those that were inlined into one another at an instruction.
  struct Frame: Equatable {
    /// The function's name as linked, or what Swift says about a trap.
    let name: String
    /// The file's path from the project's folder; `nil` where it is not the project's.
    let file: String?
    /// The line, from 1; 0 where there is none.
    let line: Int
  }

  /// The frames at each address, the innermost first.
  private(set) var frames: [UInt64: [Frame]] = [:]

  /// - Parameter project: the project's folder, where the kernel was built.
  init(of addresses: [UInt64], in image: ELFImage, project: String, toolchain: Toolchain) throws(ImageError) {
    let unique = Array(Set(addresses)).sorted()
    // A command line has room for some ten thousand.
    for start in stride(from: 0, to: unique.count, by: 4000) {
      let part = unique[start..<min(unique.count, start + 4000)]
      let output = try toolchain.run(
        "llvm-symbolizer",
        ["--inlines", "--no-demangle", "--output-style=LLVM", "--obj=\(image.path)"] + part.map { hexadecimal($0) })
      let text = String(decoding: output, as: UTF8.self)
      let groups = text.split(separator: "\n\n", omittingEmptySubsequences: true)
      guard groups.count == part.count else {
        throw ImageError("llvm-symbolizer told of \(groups.count) places, and was asked for \(part.count)")
      }
      for (address, group) in zip(part, groups) {
        let lines = group.split(separator: "\n").map(String.init)
        frames[address] = stride(from: 0, to: lines.count - 1, by: 2).map {
          Self.frame(lines[$0], at: lines[$0 + 1], project: project)
        }
      }
    }
  }

  /// A name and `/path/of/file.swift:12:34`.
  private static func frame(_ name: String, at place: String, project: String) -> Frame {
    let parts = place.split(separator: ":")
    guard parts.count >= 3, let line = Int(parts[parts.count - 2]) else { return Frame(name: name, file: nil, line: 0) }
    let path = parts.dropLast(2).joined(separator: ":")
    // The compiler gives its own code the names of no files, in the folder that it was started in.
    guard path.hasPrefix(project + "/"), !path.contains("<") else { return Frame(name: name, file: nil, line: line) }
    let file = String(path.dropFirst(project.count + 1))
    // nasm has the path that it was given, behind the folder that it says the path is from.
    let entry = "Kernel/Entry/"
    let isDoubled = file.hasPrefix(entry + entry)
    return Frame(name: name, file: isDoubled ? String(file.dropFirst(entry.count)) : file, line: line)
  }
}
