// `martlet-elf check`: is everything as kernel and programs of Martlet must be?

import ArgumentParser
import ELFInspection
import Glibc
import MachineRunner

/// Checks files.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a kernel and programs.",
    discussion: """
      Of every file: nothing is writable and executable, the entry point is sane, no symbol is undefined (for a \
      stripped FILE, by FILE.debug beside it), the ABI note is there.
      Of programs: the note fits the kernel, or without --kernel this project's sources, and the kernel's loader takes \
      the file.
      Of kernels, which are known by their PVH note: no instruction uses SSE, AVX, MMX or x87 registers, the segments \
      lie where they can be loaded, and the symbol table for backtraces fits the code.

      Without FILE and --kernel, this project's own kernel and programs are checked. What is wrong goes to standard \
      error, sizes in bytes to standard output. The exit status is 0 if there are no errors, warnings or not, else 1.
      """)

  @Option(help: ArgumentHelp("The kernel that the programs are for; it is checked, too.", valueName: "file"))
  var kernel: String?

  @Argument(help: ArgumentHelp("Programs or kernels.", valueName: "file"))
  var files: [String] = []

  func run() throws {
    var (kernel, files) = (kernel, files)
    if kernel == nil && files.isEmpty {
      let project = try ProjectFolder.current()
      kernel = Self.shortened("\(project.kernel)")
      files = try Self.programs(in: Self.shortened("\(project.programs)"))
    }
    let errorCount = try InspectionRun(toolchain: Toolchain()).check(files, kernel: kernel)
    if errorCount > 0 { throw ExitCode(1) }
  }

  /// A path as seen from here, where it is below.
  private static func shortened(_ path: String) -> String {
    guard let here = unsafe getcwd(nil, 0) else { return path }
    // getcwd's answer is a string of its own, ours to free.
    defer { unsafe free(here) }
    let folder = unsafe String(cString: here) + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// The programs in a folder, without their twins.
  private static func programs(in folder: String) throws -> [String] {
    guard let stream = unsafe opendir(folder) else { throw ValidationError("\(folder) is not there: build it first") }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    // readdir's entry is good until the next call; its name is copied before that.
    while let entry = unsafe readdir(stream) {
      names.append(
        unsafe withUnsafeBytes(of: entry.pointee.d_name) {
          unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".debug") }.sorted().map { "\(folder)/\($0)" }
  }
}

/// One run over several files, and what it has to say.
struct InspectionRun {
  let toolchain: Toolchain

  /// Checks files and says what it finds.
  /// - Returns: how many errors there are.
  func check(_ files: [String], kernel kernelPath: String?) -> Int {
    var errorCount = 0
    var images: [ELFImage] = []
    func open(_ path: String) -> ELFImage? {
      do {
        let image = try ELFImage(path: path)
        images.append(image)
        return image
      } catch {
        complain(path, "error: \(error)")
        errorCount += 1
        return nil
      }
    }
    func report(_ image: ELFImage, as role: ImageRole, by check: ImageCheck) {
      for finding in check.findings(for: image, as: role, debug: debugTwin(of: image)) {
        complain(image.path, "\(finding)")
        if finding.severity == .error { errorCount += 1 }
      }
    }
    let kernel = kernelPath.flatMap(open)
    let check = ImageCheck(kernel: kernel, toolchain: toolchain)
    if let kernel { report(kernel, as: .kernel, by: check) }
    for image in files.compactMap(open) { report(image, as: ImageRole(of: image), by: check) }
    if !images.isEmpty { print(TextTable(sizesOf: images).text, terminator: "") }
    return errorCount
  }

  /// The same program with its symbols, if it has none itself.
  private func debugTwin(of image: ELFImage) -> ELFImage? {
    image.symbols == nil ? try? ELFImage(path: image.path + ".debug") : nil
  }
}
