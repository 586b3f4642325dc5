// Programs and kernels of a few instructions, linked with whatever is to be wrong with them.

import ELFInspection
import Foundation
import MachineRunner
import MachineTesting

/// An ELF file in a folder of its own.
final class TestImage: Sendable {
  let folder: TemporaryFolder
  let path: String

  private init(folder: TemporaryFolder, path: String) {
    (self.folder, self.path) = (folder, path)
  }

  /// The file, read.
  func image() throws -> ELFImage { try ELFImage(path: path) }

  /// Assembles and links a program.
  /// - Parameters:
  ///   - note: assembly for the ABI note; the runtime's own if there is none.
  ///   - script: a linker script in place of one with the layout of Userland/Runtime/program.ld.
  static func program(
    _ body: String = "mov eax, 60\nsyscall", note: String? = nil, script: String? = nil, linkerOptions: [String] = []
  ) async throws -> TestImage {
    let folder = try TemporaryFolder()
    try await folder.assemble("bits 64\nsection .text\nglobal _start\n_start:\n\(body)\n", to: "program.o")
    let source = try note ?? folder.contents(ofProjectFile: "Userland/Runtime/note.asm")
    try await folder.assemble(source, to: "note.o")
    let runtime = try ProjectFolder.current().path.appending("Userland/Runtime/program.ld")
    let scriptPath = try script.map { try folder.write(Array($0.utf8), to: "program.ld") } ?? "\(runtime)"
    try await folder.run(
      ["ld.lld", "-T", scriptPath, "-static", "--build-id=none", "-z", "max-page-size=4096"] + linkerOptions
        + ["-o", "program", "program.o", "note.o"])
    return TestImage(folder: folder, path: folder.file("program"))
  }

  /// Assembles and links a kernel with its symbol table, as Scripts/build-kernel does.
  /// - Parameters:
  ///   - body: assembly in the section .text, of the function `start64`.
  ///   - flags: the text's protection.
  ///   - laterBody: assembly that takes the place of `body` once the symbol table is made.
  static func kernel(
    _ body: String = "ret", note: String? = nil, pvhNote: String = "dd 4, 4, 18\ndb 'Xen', 0\ndd start32",
    textFlags: Int = 5, textAddress: String = "0x7f8000000000 + .", laterBody: String? = nil
  ) async throws -> TestImage {
    let folder = try TemporaryFolder()
    let script = try folder.write(Array(Self.kernelScript(textFlags, textAddress).utf8), to: "kernel.ld")
    try await folder.assemble(note ?? folder.contents(ofProjectFile: "Kernel/Entry/note.asm"), to: "note.o")
    try await folder.assemble(Self.kernelSource(body, pvhNote: pvhNote), to: "kernel.o")
    let link = ["ld.lld", "-T", script, "--no-pie", "-o", "kernel", "kernel.o", "note.o"]
    try await folder.run(link + ["--emit-relocs"])
    let image = TestImage(folder: folder, path: folder.file("kernel"))
    try await folder.assemble(BacktraceTable(of: image.image()).assembly, to: "symbols.o")
    try await folder.assemble(RelocationTable(of: image.image()).assembly, to: "relocations.o")
    if let laterBody { try await folder.assemble(Self.kernelSource(laterBody, pvhNote: pvhNote), to: "kernel.o") }
    try await folder.run(link + ["symbols.o", "relocations.o"])
    return image
  }

  /// A kernel as the first link makes it, without its tables.
  static func unfinishedKernel(
    _ body: String, linkerOptions: [String] = ["--emit-relocs"]
  ) async throws -> TestImage {
    let folder = try TemporaryFolder()
    let script = try folder.write(Array(Self.kernelScript(5, "0x7f8000000000 + .").utf8), to: "kernel.ld")
    try await folder.assemble(
      Self.kernelSource(body, pvhNote: "dd 4, 4, 18\ndb 'Xen', 0\ndd start32"), to: "kernel.o")
    try await folder.run(["ld.lld", "-T", script, "--no-pie", "-o", "kernel", "kernel.o"] + linkerOptions)
    return TestImage(folder: folder, path: folder.file("kernel"))
  }

  private static func kernelSource(_ body: String, pvhNote: String) -> String {
    """
    section .note.pvh progbits alloc noexec nowrite align=4
    \(pvhNote)
    section .boot progbits alloc exec nowrite
    bits 32
    global start32
    start32: mov eax, [0x1000]
    jmp 8:start32
    bits 64
    section .text
    global start64, last64
    start64:
    \(body)
    last64: ret
    section .data
    global data64
    data64: dq start64
    """
  }

  private static func kernelScript(_ textFlags: Int, _ textAddress: String) -> String {
    """
    ENTRY(start32)
    PHDRS { boot PT_LOAD FLAGS(5); text PT_LOAD FLAGS(\(textFlags)); rodata PT_LOAD FLAGS(4); data PT_LOAD FLAGS(6);
      note PT_NOTE FLAGS(4); }
    SECTIONS {
      . = 0x100000;
      .note.pvh : { KEEP(*(.note.pvh)) } :boot :note
      .note.martlet : { KEEP(*(.note.martlet)) } :boot :note
      .boot : { KEEP(*(.boot)) } :boot
      . = ALIGN(4096);
      . = \(textAddress);
      kernelImageStart = .;
      kernelTextStart = .;
      .text : AT(0x110000) { *(.text) } :text
      . = ALIGN(4096);
      kernelTextEnd = .;
      .symbols : AT(0x120000) {
        symbolTableStart = .;
        KEEP(*(.symbols))
        symbolTableEnd = .;
        . = ALIGN(4);
        relocationsStart = .;
        KEEP(*(.relocations))
        relocationsEnd = .;
        . = ALIGN(0x10000);
      } :rodata
      .data : AT(0x140000) { *(.data) } :data
      kernelImageEnd = .;
    }
    """
  }
}

extension TemporaryFolder {
  /// The path of a file in the folder.
  func file(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  /// A file of this project.
  func contents(ofProjectFile name: String) throws -> String {
    let path = try ProjectFolder.current().path.appending(name)
    return try String(contentsOfFile: "\(path)", encoding: .utf8)
  }

  /// Assembles 64-bit code, with Userland/Runtime's includes at hand.
  func assemble(_ source: String, to object: String, format: String = "elf64") async throws {
    try write(Array(source.utf8), to: "\(object).asm")
    let project = try ProjectFolder.current().path
    try await run([
      "nasm", "-f", format, "-I", "\(project.appending("Userland/Runtime"))/",
      "-I", "\(project.appending("Shared/C"))/", "-o", object, "\(object).asm",
    ])
  }

  /// Runs a command in the folder, and fails if it does.
  func run(_ command: [String]) async throws {
    let result = try await HostCommand.run(command, in: url)
    guard result.status == 0 else { throw HostError("\(command[0]) failed: \(result.errorText)") }
  }
}

/// The checks against Shared, or against a kernel.
func findings(
  for test: TestImage, as role: ImageRole, kernel: TestImage? = nil, debug: ELFImage? = nil
) throws -> [String] {
  let check = ImageCheck(kernel: try kernel?.image(), toolchain: try Toolchain())
  return check.findings(for: try test.image(), as: role, debug: debug).map(\.description)
}

/// Assembly for an ABI note.
func abiNote(_ contents: String) -> String {
  """
  section .note.martlet note alloc noexec nowrite align=4
  dd 8, end - start, 1
  db "Martlet", 0
  start: dd \(contents)
  end:
  """
}
