// The byte functions that kernel and programs share, on the host: nothing in them needs a machine of its own.

import MachineRunner
import MachineTesting
import Testing

@Suite struct ByteFunctionTests {
  @Test func `bytes are moved, set and compared as loops do it, however source and destination overlap`() async throws {
    let project = try ProjectFolder.current().path
    let folder = try TemporaryFolder()
    // Under other names, so that the C library keeps its own.
    let script = """
      set -eu
      for name in memcpy memmove memset memcmp; do echo "%define $name martlet_$name"; done >names.inc
      printf '%%macro FUNCTION 1\\nglobal %%1\\n%%1:\\n%%endmacro\\ndefault rel\\nbits 64\\nsection .text\\n' >bytes.asm
      echo '%include "names.inc"' >>bytes.asm
      echo '%include "bytes.inc"' >>bytes.asm
      nasm -f elf64 -i '\(project)/Shared/Assembly/' -o functions.o bytes.asm
      gcc -O1 -fno-builtin -z noexecstack -o check '\(project)/Tests/BootTests/Strangers/bytes.c' functions.o
      ./check
      """
    let result = try await HostCommand.run(["bash", "-c", script], in: folder.url)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText == "done\n")
    withExtendedLifetime(folder) {}
  }
}
