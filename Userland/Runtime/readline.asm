; The name by which Swift's own `readLine` asks for a line, as names.asm has the others: in an object of its own, so that
; programs that read no lines have nothing of SwiftRuntime+ReadLine.swift.

bits 64

section .text.swift_stdlib_readLine_stdin progbits alloc exec nowrite align=1
global swift_stdlib_readLine_stdin:function hidden
extern martlet_read_line
swift_stdlib_readLine_stdin:
    jmp     martlet_read_line
