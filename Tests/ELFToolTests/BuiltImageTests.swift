import ELFInspection
import Foundation
import KernelCore
import MachineRunner
import MachineTesting
import Testing

/// The kernel and the programs that were really built.
@Suite struct BuiltImageTests {
  /// Paths of this project's programs, without their twins.
  private func programs() throws -> [String] {
    let folder = "\(try ProjectFolder.current().programs)"
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".debug") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  @Test func `the kernel is in order`() async throws {
    try await BuiltProject.ready()
    let kernel = try ELFImage(path: "\(ProjectFolder.current().kernel)")
    #expect(ImageCheck(toolchain: try Toolchain()).findings(for: kernel, as: .kernel) == [])
    #expect(kernel.abiNotes == [ABINote.current])
  }

  @Test func `every program is there and in order, and fits the kernel`() async throws {
    try await BuiltProject.ready()
    let kernel = try ELFImage(path: "\(ProjectFolder.current().kernel)")
    let check = ImageCheck(kernel: kernel, toolchain: try Toolchain())
    let paths = try programs()
    let sources = "\(try ProjectFolder.current().path.appending("Userland/Programs"))"
    #expect(try paths.count == FileManager.default.contentsOfDirectory(atPath: sources).count)
    for path in paths {
      let found = check.findings(
        for: try ELFImage(path: path), as: .program, debug: try ELFImage(path: path + ".debug"))
      #expect(found == [], "\(path)")
    }
  }

  @Test func `the kernel's table names its functions where the image has them`() async throws {
    try await BuiltProject.ready()
    let kernel = try ELFImage(path: "\(ProjectFolder.current().kernel)")
    let table = try BacktraceTable(of: kernel)
    let names = Set(table.functions.map(\.name))
    for name in ["bootMain", "classicSystemCall", "typedSystemCall", "handleTrap"] {
      #expect(names.contains(name), "\(name)")
    }
    #expect(names.contains { $0.hasPrefix("KernelCore.Process.") })
    // What the linker was given last is what is in the file.
    let start = try #require(kernel.symbols?.first { $0.name == "symbolTableStart" }?.address)
    let text = try #require(kernel.symbols?.first { $0.name == "kernelTextStart" }?.address)
    let bytes = Array(try #require(kernel.bytes(at: start, count: UInt64(4 + 8 * table.functions.count))))
    let word = { (index: Int) in bytes[4 * index..<4 * index + 4].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    let entry = try #require(kernel.symbols?.first { $0.name == "bootMain" }?.address)
    let index = try #require(table.functions.firstIndex { $0.name == "bootMain" })
    #expect(text + word(1 + 2 * index) == entry)
    let name = try #require(kernel.bytes(at: start + word(2 + 2 * index), count: 9))
    #expect(Array(name) == Array("bootMain\0".utf8))
  }
}
