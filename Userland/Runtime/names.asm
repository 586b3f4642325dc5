; C's names for what Swift's own runtime asks for, which Swift keeps to itself: each leads to the function in
; SwiftRuntime.swift that does the work. Names given by the linker script would keep the functions in programs that
; do not need them.

bits 64

%macro name 2
section .text.%1 progbits alloc exec nowrite align=1
global %1:function hidden
extern %2
%1:
    jmp     %2
%endmacro

name posix_memalign, martlet_posix_memalign
name free,           martlet_free
name putchar,        martlet_putchar
name arc4random_buf, martlet_arc4random_buf
