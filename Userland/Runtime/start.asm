; The way into a program and the way out, where there is no stack frame yet for Swift to stand on.
;
; It is written as fragments that the linker lays end to end, by the numbers in their sections' names, so that
; each runs on into the next. A fragment that only some programs need is left out of the others: what needs it
; refers to its section (CRuntime's .c files say how).

default rel
bits 64

%include "abi.inc"

global _start
global martlet_exit
global martlet_initial_stack:data hidden
extern main
extern martlet_seed_stack_guard
extern martlet_flush_output

; Entry: rsp is a multiple of 16 and points at argc; all else but rip is undefined, rbp should become 0 to mark
; the outermost frame, and rdx may hold a function for atexit, of which Martlet and Linux's static programs have
; none (System V ABI, AMD64 supplement, section 3.4.1).
section .start.00 progbits alloc exec nowrite align=1
_start:
    xor     ebp, ebp
    mov     [martlet_initial_stack], rsp

; Programs with protected stack frames: no function that is protected itself may run before this.
section .start.20.guard progbits alloc exec nowrite align=1
global martlet_start_guard:function hidden
martlet_start_guard:
    call    martlet_seed_stack_guard

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

section .bss.martlet_initial_stack nobits alloc write align=8
martlet_initial_stack:
    resq    1
