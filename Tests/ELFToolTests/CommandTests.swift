import Foundation
import MachineRunner
import MachineTesting
import Testing

/// martlet-elf as a person uses it.
@Suite struct CommandTests {
  private func tool(_ arguments: String..., in folder: URL? = nil) async throws -> HostCommand {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let tool = URL(filePath: tests).deletingLastPathComponent().appending(component: "martlet-elf")
    return try await HostCommand.run([tool.path(percentEncoded: false)] + arguments, in: folder)
  }

  @Test func `check without a file looks at all that this project builds`() async throws {
    try await BuiltProject.ready()
    let result = try await tool("check")
    #expect(result.errorText == "")
    #expect(result.status == 0)
    let lines = result.outputText.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.first?.map(String.init) == ["file", "text", "data", "bss", "size"])
    for file in ["kernel/martlet.elf", "programs/useless", "programs/cat", "programs/doors"] {
      let line = try #require(lines.first { $0[0].hasSuffix(file) })
      let size = try FileManager.default.attributesOfItem(atPath: String(line[0]))[.size] as? Int
      #expect(line.last.map { Int($0) } == size)
    }
  }

  @Test func `check names the file and what is wrong with it, and fails`() async throws {
    let program = try await TestImage.program(note: "section .rodata")
    let result = try await tool("check", program.path)
    #expect(result.status == 1)
    #expect(
      result.errorText
        == "\(program.path): error: has no ABI note (owner Martlet, type 1): link it with Userland/Runtime/note.asm\n")
  }

  @Test func `check goes on after a file that it cannot read`() async throws {
    let program = try await TestImage.program()
    let result = try await tool("check", "/etc/passwd", program.path, "/nonexistent", program.folder.path)
    #expect(result.status == 1)
    #expect(
      result.errorText == """
        /etc/passwd: error: is not an ELF file: it begins with "root"
        /nonexistent: error: No such file or directory
        \(program.folder.path): error: is a folder, not an ELF file

        """)
    #expect(result.outputText.contains(program.path))
  }

  @Test func `a warning is told and does not fail`() async throws {
    let program = try await TestImage.program(linkerOptions: ["--strip-all"])
    let result = try await tool("check", program.path)
    #expect(result.status == 0)
    #expect(result.errorText.hasPrefix("\(program.path): warning: has no symbols"))
  }

  @Test func `a file given as the kernel is checked as one`() async throws {
    let program = try await TestImage.program()
    let result = try await tool("check", "--kernel", program.path)
    #expect(result.status == 1)
    #expect(result.errorText.contains("error: has no PVH note (owner Xen, type 18): QEMU cannot boot it"))
  }

  @Test func `the twin beside a stripped program is found`() async throws {
    let program = try await TestImage.program()
    try FileManager.default.copyItem(atPath: program.path, toPath: program.path + ".debug")
    try await program.folder.run(["llvm-objcopy", "--strip-all", "--strip-sections", "program"])
    let result = try await tool("check", program.path)
    #expect(result.errorText == "")
    #expect(result.status == 0)
  }

  @Test func `a file whose name looks like an option is disassembled like any other`() async throws {
    let kernel = try await TestImage.kernel()
    try FileManager.default.copyItem(atPath: kernel.path, toPath: kernel.folder.file("--help"))
    let result = try await tool("check", "--", "--help", in: kernel.folder.url)
    #expect(result.errorText == "")
    #expect(result.status == 0)
  }

  @Test func `print shows what is in a kernel`() async throws {
    let kernel = try await TestImage.kernel()
    let result = try await tool("print", kernel.path)
    #expect(result.status == 0)
    for text in [
      "kernel for x86-64, static", "(start32 + 0)", "typed calls   version 1, up to tag", "Xen", ".text", "r-x",
      "0x7f8000101000",
    ] {
      #expect(result.outputText.contains(text), "\(text)")
    }
    #expect(try await tool("print", "/etc/passwd").status == 1)
  }

  @Test func `symbols writes a table that nasm takes`() async throws {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    let kernel = "\(try ProjectFolder.current().kernel)"
    let result = try await tool("symbols", kernel, "-o", folder.file("symbols.asm"))
    #expect(result.errorText == "")
    #expect(result.status == 0)
    try await folder.run(["nasm", "-f", "elf64", "-Werror", "-o", "symbols.o", "symbols.asm"])
    let unwritable = try await tool("symbols", kernel, "-o", folder.file("missing/symbols.asm"))
    #expect(unwritable.status == 1)
    #expect(unwritable.errorText.contains("missing/symbols.asm: No such file or directory"))
  }

  @Test(arguments: [["--help"], ["check", "--help"], ["print", "--help"], ["symbols", "--help"]])
  func `every command explains itself`(arguments: [String]) async throws {
    let result = try await arguments.count == 1 ? tool(arguments[0]) : tool(arguments[0], arguments[1])
    #expect(result.status == 0)
    #expect(result.outputText.contains("USAGE: martlet-elf"))
  }
}
