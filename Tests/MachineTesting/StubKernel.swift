// Kernels of a few instructions, for tests of the runner: each says or does exactly what its test needs.

import Foundation
import MachineRunner

/// A kernel assembled on the fly. It boots by PVH, in 32-bit mode.
public final class StubKernel: Sendable {
  private let folder: TemporaryFolder
  /// Its ELF file.
  public var path: HostPath { HostPath(folder.path).appending("kernel.elf") }

  /// Assembles `body`, nasm code that may use these macros:
  /// `put PORT, 'text'` writes to a port, `leave_machine VALUE` ends QEMU through isa-debug-exit.
  public init(_ body: String) throws {
    folder = try TemporaryFolder()
    let source = """
      bits 32
      %macro put 2+
        jmp %%after
        %%text: db %2
        %%after:
        mov esi, %%text
        mov ecx, %%after - %%text
        mov dx, %1
        rep outsb
      %endmacro
      %macro leave_machine 1
        mov dx, 0xf4
        mov eax, %1
        out dx, eax
        hlt
      %endmacro
      ; The PVH entry point's note: name "Xen", type 18 (XEN_ELFNOTE_PHYS32_ENTRY).
      section .note.pvh note alloc noexec nowrite align=4
        dd 4, 4, 18
        db "Xen", 0
        dd start
      section .text
      global start
      start:
      \(body)
      """
    try folder.write(Array(source.utf8), to: "kernel.asm")
    try Self.check(["nasm", "-f", "elf64", "-o", "kernel.o", "kernel.asm"], in: folder.url)
    try Self.check(
      ["ld.lld", "--image-base", "0x100000", "-Ttext", "0x101000", "-e", "start", "-o", "kernel.elf", "kernel.o"],
      in: folder.url)
  }

  private static func check(_ command: [String], in folder: URL) throws {
    let result = try HostCommand.runHere(command, in: folder)
    guard result.status == 0 else { throw HostError("\(command[0]) failed: \(result.errorText)") }
  }
}
