import ELFInspection
import Shared
import Testing

/// What `martlet-elf check` says of kernels, each with one thing wrong.
@Suite struct KernelCheckTests {
  @Test func `a kernel in order has nothing said about it`() async throws {
    let kernel = try await TestImage.kernel()
    #expect(try findings(for: kernel, as: .kernel) == [])
    #expect(try ImageRole(of: kernel.image()) == .kernel)
  }

  @Test(arguments: [
    ("movaps xmm1, xmm2", "SSE", "movaps %xmm2, %xmm1"), ("movd eax, xmm3", "SSE", "movd %xmm3, %eax"),
    ("pxor xmm9, [rdi]", "SSE", "pxor (%rdi), %xmm9"), ("vpxor ymm0, ymm1, ymm2", "AVX", "vpxor %ymm2, %ymm1, %ymm0"),
    ("vzeroupper", "AVX", "vzeroupper"), ("vpxord zmm0, zmm1, zmm2", "AVX-512", "vpxord %zmm2, %zmm1, %zmm0"),
    ("kmovw eax, k1", "AVX-512", "kmovw %k1, %eax"), ("paddb mm0, mm1", "MMX", "paddb %mm1, %mm0"),
    ("emms", "MMX", "emms"), ("fld1", "x87", "fld1"), ("fadd st1", "x87", "fadd %st(1), %st"),
    ("fstp qword [rsi]", "x87", "fstpl (%rsi)"), ("wait", "x87", "wait"),
  ])
  func `an instruction on the program's registers is an error that names function and address`(
    source: String, registers: String, shown: String
  ) async throws {
    let kernel = try await TestImage.kernel("nop\n\(source)\nret")
    #expect(
      try findings(for: kernel, as: .kernel)
        == ["error: uses \(registers) registers, which are the program's: 0x7f8000101001 in start64 + 1: \(shown)"])
  }

  @Test func `saving and restoring the program's registers is the kernel's work`() async throws {
    let body = """
      fxsave [rdi]
      fxrstor [rdi]
      o64 fxsave [rdi]
      o64 fxrstor [rdi]
      xsave [rdi]
      xrstor [rdi]
      ldmxcsr [rdi]
      stmxcsr [rdi]
      fninit
      fldcw [rdi]
      lock inc qword [rdi]
      rep movsb
      sfence
      verr ax
      mov rax, [fs:0]
      ret
      """
    #expect(try findings(for: await .kernel(body), as: .kernel) == [])
  }

  @Test func `many offenders are counted, not listed`() async throws {
    let found = try findings(for: await .kernel("times 50 pxor xmm0, xmm0"), as: .kernel)
    #expect(found.count == 21)
    #expect(found.last == "error: … and 30 more like that")
  }

  @Test func `bytes that are no instruction are an error`() async throws {
    // 06 is PUSH ES, which 64-bit mode does not have.
    let found = try findings(for: await .kernel("db 0x06\nret"), as: .kernel)
    #expect(
      found == [
        "error: has bytes among its code that are no instruction: 0x7f8000101000 in start64 + 0: <unknown>"
      ])
  }

  @Test func `text that is writable is an error`() async throws {
    let found = try findings(for: await .kernel(textFlags: 7), as: .kernel)
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("error: has a segment that is writable and executable (rwx): 0x7f8000101000 to") == true)
  }

  @Test func `a note that is not Shared's is an error`() async throws {
    #expect(
      try findings(for: await .kernel(note: abiNote("\(SyscallRecord.version), 999")), as: .kernel)
        == [
          "error: says that its typed calls are version \(SyscallRecord.version) up to tag 999, and Shared has version "
            + "\(SyscallRecord.version) up to tag \(SyscallTag.highest): build it again, or correct abi.inc"
        ])
    #expect(
      try findings(for: await .kernel(note: "section .rodata"), as: .kernel)
        == ["error: has no ABI note (owner Martlet, type 1): link it with Kernel/Entry/note.asm"])
  }

  @Test func `a kernel that cannot be booted by PVH is an error`() async throws {
    #expect(
      try findings(for: await .kernel(pvhNote: "dd 4, 4, 99\ndb 'Xen', 0\ndd start32"), as: .kernel)
        .contains("error: has no PVH note (owner Xen, type 18): QEMU cannot boot it"))
    #expect(
      try findings(for: await .kernel(pvhNote: "dd 4, 4, 18\ndb 'Xen', 0\ndd 0x140000"), as: .kernel)
        .contains("error: has its PVH entry 0x140000 in a segment that is not executable (rw-)"))
    #expect(
      try findings(for: await .kernel(pvhNote: "dd 4, 8, 18\ndb 'Xen', 0\ndq 0x100100000"), as: .kernel)
        .contains("error: has its PVH entry at 0x100100000, and it is entered in 32-bit mode"))
  }

  @Test(arguments: [
    ("0x200000", "error: has a segment in user space: 0x200000 to"),
    ("0x800000000000", "error: has a segment beyond the low canonical half: 0x800000000000 to"),
  ])
  func `a segment where no kernel can be is an error`(address: String, message: String) async throws {
    let found = try findings(for: await .kernel(textAddress: address), as: .kernel)
    #expect(found.contains { $0.hasPrefix(message) })
  }

  @Test func `a symbol table of another link is an error`() async throws {
    let kernel = try await TestImage.kernel("ret", laterBody: "nop\nret")
    #expect(
      try findings(for: kernel, as: .kernel)
        == ["error: names functions in backtraces by a table that is of another link: build it again"])
  }

  @Test func `a stripped kernel cannot be checked, which is an error`() async throws {
    let kernel = try await TestImage.kernel()
    try await kernel.folder.run(["llvm-objcopy", "--strip-all", "--strip-sections", "kernel"])
    let found = try findings(for: kernel, as: .kernel)
    #expect(found.contains("error: has no sections of code: give the file as it was before it was stripped"))
  }

  @Test func `without a disassembler the kernel is not said to be in order`() async throws {
    let kernel = try await TestImage.kernel()
    let check = ImageCheck(toolchain: Toolchain(folder: kernel.folder.path))
    let found = try check.findings(for: kernel.image(), as: .kernel).map(\.description)
    #expect(found == ["error: could not be disassembled: no llvm-objdump beside swiftc in \(kernel.folder.path)"])
  }
}
