import ELFInspection
import KernelCore
import Shared
import Testing

/// What `martlet-elf check` says of programs, each with one thing wrong.
@Suite struct ProgramCheckTests {
  @Test func `a program in order has nothing said about it`() async throws {
    #expect(try findings(for: await .program(), as: .program) == [])
  }

  @Test func `a segment that is writable and executable is an error`() async throws {
    let script = """
      PHDRS { all PT_LOAD FILEHDR PHDRS FLAGS(7); note PT_NOTE; }
      SECTIONS { . = 0x400000 + SIZEOF_HEADERS; .note.martlet : { *(.note.martlet) } :all :note .text : { *(.text) } :all }
      """
    let found = try findings(for: await .program(script: script), as: .program)
    try #require(found.count == 2)
    #expect(found[0].hasPrefix("error: has a segment that is writable and executable (rwx): 0x400000 to 0x4000"))
    #expect(found[1].hasPrefix("error: cannot be loaded by Martlet: an ELF segment is both writable and executable"))
  }

  @Test func `a page that is shared by a writable and an executable segment is an error`() async throws {
    let script = """
      PHDRS { code PT_LOAD FILEHDR PHDRS FLAGS(5); data PT_LOAD FLAGS(6); note PT_NOTE; }
      SECTIONS { . = 0x400000 + SIZEOF_HEADERS; .note.martlet : { *(.note.martlet) } :code :note
        .text : { *(.text) } :code .data : { *(.data) } :data }
      """
    let program = try await TestImage.program("ret\nsection .data\ndq 1", script: script)
    let found = try findings(for: program, as: .program)
    #expect(
      found.first?.hasPrefix("error: has a page that is writable and executable: the segments at 0x400000 and 0x4001")
        == true)
  }

  @Test func `an executable stack is an error`() async throws {
    let script = """
      PHDRS { code PT_LOAD FILEHDR PHDRS FLAGS(5); note PT_NOTE; stack PT_GNU_STACK FLAGS(7); }
      SECTIONS { . = 0x400000 + SIZEOF_HEADERS; .note.martlet : { *(.note.martlet) } :code :note
        .text : { *(.text) } :code }
      """
    #expect(
      try findings(for: await .program(script: script), as: .program)
        == ["error: asks for an executable stack (PT_GNU_STACK is rwx)"])
  }

  @Test func `a program without a note is an error`() async throws {
    #expect(
      try findings(for: await .program(note: "section .rodata"), as: .program)
        == ["error: has no ABI note (owner Martlet, type 1): link it with Userland/Runtime/note.asm"])
  }

  @Test func `another version of the ABI is an error`() async throws {
    #expect(
      try findings(for: await .program(note: abiNote("7, 1")), as: .program)
        == ["error: has been built for version 7 of the typed calls' ABI, and Shared has \(SyscallRecord.version)"])
  }

  @Test func `a program that knows more calls than the kernel is a warning`() async throws {
    let tag = SyscallTag.highest + 1
    #expect(
      try findings(for: await .program(note: abiNote("\(SyscallRecord.version), \(tag)")), as: .program)
        == [
          "warning: knows typed calls up to tag \(tag), and Shared only up to \(tag - 1): "
            + "calls above that will fail with ENOSYS"
        ])
  }

  @Test func `a program that knows fewer calls than the kernel is in order`() async throws {
    let older = try await TestImage.program(note: abiNote("\(SyscallRecord.version), 1"))
    #expect(try findings(for: older, as: .program) == [])
  }

  @Test func `programs are compared with the kernel where one is given`() async throws {
    let kernel = try await TestImage.kernel(note: abiNote("2, 1000"))
    let found = try findings(for: await .program(), as: .program, kernel: kernel)
    #expect(
      found == [
        "error: has been built for version \(SyscallRecord.version) of the typed calls' ABI, and the kernel has 2"
      ])
    let newer = try await TestImage.program(note: abiNote("2, 999"))
    #expect(try findings(for: newer, as: .program, kernel: kernel) == [])
  }

  @Test func `a note that is too short, or there twice, is an error`() async throws {
    #expect(
      try findings(for: await .program(note: abiNote("1")), as: .program)
        == ["error: has a damaged ABI note: its contents are shorter than two 32-bit words"])
    let twice = """
      section .note.martlet note alloc noexec nowrite align=4
      %rep 2
      dd 8, 8, 1
      db "Martlet", 0
      dd \(SyscallRecord.version), 1
      %endrep
      """
    #expect(
      try findings(for: await .program(note: twice), as: .program)
        == ["error: has 2 ABI notes, and one is expected"])
  }

  @Test(arguments: [
    ("data", "error: has its entry point 0x401", "in a segment that is not executable (rw-)"),
    ("0x500000", "error: has its entry point 0x500000", "outside every segment"),
  ])
  func `an entry point outside the code is an error`(entry: String, beginning: String, end: String) async throws {
    let program = try await TestImage.program(
      "ret\nsection .data\nglobal data\ndata: dq 1", linkerOptions: ["-e", entry])
    let found = try findings(for: program, as: .program)
    try #require(found.count == 2)
    #expect(found[0].hasPrefix(beginning) && found[0].hasSuffix(end))
    #expect(found[1] == "error: cannot be loaded by Martlet: the ELF entry point lies outside the program's code")
  }

  @Test func `an entry point among zeros is an error`() async throws {
    let script = """
      PHDRS { code PT_LOAD FILEHDR PHDRS FLAGS(5); note PT_NOTE; }
      SECTIONS { . = 0x400000 + SIZEOF_HEADERS; .note.martlet : { *(.note.martlet) } :code :note
        .text : { *(.text) } :code .bss : { *(.bss) } :code }
      """
    let program = try await TestImage.program(
      "ret\nsection .bss\nglobal zeros\nzeros: resb 64", script: script, linkerOptions: ["-e", "zeros"])
    let found = try findings(for: program, as: .program)
    #expect(found.count == 1 && found[0].hasSuffix("where the file has no code, only zeros"))
  }

  @Test func `an undefined symbol is an error, also where only the twin has symbols`() async throws {
    let program = try await TestImage.program(
      "extern nowhere\ncall nowhere", linkerOptions: ["--unresolved-symbols=ignore-all"])
    let expected = ["error: has the undefined symbol nowhere"]
    #expect(try findings(for: program, as: .program) == expected)
    let twin = try program.image()
    try await program.folder.run(["llvm-objcopy", "--strip-all", "--strip-sections", "program"])
    #expect(try findings(for: program, as: .program, debug: twin) == expected)
  }

  @Test func `a stripped program with no twin is a warning`() async throws {
    let program = try await TestImage.program(linkerOptions: ["--strip-all"])
    #expect(
      try findings(for: program, as: .program)
        == ["warning: has no symbols, and no .debug file is beside it: undefined ones would not be noticed"])
  }

  @Test func `a twin of another build is an error`() async throws {
    let program = try await TestImage.program(linkerOptions: ["--strip-all"])
    let other = try await TestImage.program("nop\nret")
    #expect(
      try findings(for: program, as: .program, debug: other.image())
        == ["error: does not match \(other.path), which is of another build"])
  }

  @Test func `what is not linked is said to be that, and nothing else`() async throws {
    let program = try await TestImage.program()
    let object = try ELFImage(path: program.folder.file("program.o"))
    let found = ImageCheck(toolchain: try Toolchain()).findings(for: object, as: .program)
    #expect(found.map(\.description) == ["error: is an object file: link it first"])
  }
}
