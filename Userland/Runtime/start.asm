; The way into a program and the way out, where there is no stack frame yet for Swift to stand on.
;
; It is written as fragments that the linker lays end to end, by the numbers in their sections' names, so that
; each runs on into the next. A fragment that only some programs need is left out of the others: what needs it
; refers to it.

default rel
bits 64

%include "abi.inc"

AT_RANDOM           equ 25
standard_error      equ 2

global _start
global martlet_exit
global martlet_initial_stack:data hidden
extern main
extern martlet_flush_output

; Entry: rsp is a multiple of 16 and points at argc; all else but rip is undefined, rbp should become 0 to mark
; the outermost frame, and rdx may hold a function for atexit, of which Martlet and Linux's static programs have
; none (System V ABI, AMD64 supplement, section 3.4.1).
section .start.00 progbits alloc exec nowrite align=1
_start:
    xor     ebp, ebp
    mov     [martlet_initial_stack], rsp

; Programs with protected stack frames: seeds the canary before any of them is made. AT_RANDOM is the address of 16
; random bytes (getauxval(3)); the auxiliary vector follows the environment, and that the arguments.
section .start.20.guard progbits alloc exec nowrite align=1
seed_stack_guard:
    mov     rax, [rsp]
    lea     rsi, [rsp + rax * 8 + 16]   ; past argc, argv and its null
.environment:
    lodsq
    test    rax, rax
    jnz     .environment
.auxiliary:
    lodsq
    mov     rcx, rax
    lodsq
    jrcxz   .seeded                     ; AT_NULL, the end
    cmp     rcx, AT_RANDOM
    jne     .auxiliary
    mov     rax, [rax]
    xor     al, al                      ; a zero byte first in memory stops string functions from reading or writing it
    mov     [__stack_chk_guard], rax
.seeded:

section .start.40 progbits alloc exec nowrite align=1
    call    main
    mov     edi, eax

; edi is the status, of which the low 8 bits reach the parent. `exit` jumps here from anywhere: realign the stack.
section .start.60 progbits alloc exec nowrite align=1
martlet_exit:

; Programs that print by `putchar`: what is still in its buffer goes out.
section .start.70.flush progbits alloc exec nowrite align=1
global martlet_start_flush:function hidden
martlet_start_flush:
    and     rsp, -16
    mov     ebx, edi
    call    martlet_flush_output
    mov     edi, ebx

section .start.80 progbits alloc exec nowrite align=1
    mov     eax, LINUX_EXIT_GROUP
    syscall
    ud2                                 ; exit_group does not return

; The canary of protected stack frames: the compiler puts it between a function's arrays and its return address, and
; compares before returning. Until it is seeded it holds the address of what seeds it: that reference is what links
; the fragment wherever the canary is.
section .data.stack_chk_guard progbits alloc noexec write align=8
global __stack_chk_guard:data hidden
__stack_chk_guard:
    dq      seed_stack_guard

; What a protected function calls when its canary has changed.
section .text.stack_chk_fail progbits alloc exec nowrite align=1
global __stack_chk_fail:function hidden
__stack_chk_fail:
    mov     eax, LINUX_WRITE
    mov     edi, standard_error
    lea     rsi, [overflow_message]
    mov     edx, overflow_message.length
    syscall
    ud2

section .rodata.stack_chk_fail progbits alloc noexec nowrite align=1
overflow_message:
    db      "stack overflow detected: a function overwrote its own frame", 10
.length equ $ - overflow_message

section .bss.martlet_initial_stack nobits alloc write align=8
martlet_initial_stack:
    resq    1
