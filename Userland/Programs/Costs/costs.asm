; Counts what whole operations cost: fork to wait, a pipe's two ends, a thread from its making to its end, memory and
; names in large numbers. As `bench` counts, with QEMU's `-icount shift=0`, a tick of the time-stamp counter is a guest
; instruction (Scripts/bench runs it so).
;
; A line for each row, "NAME LEAST MOST DIVISOR": the least and the most of its runs, and by what to divide to have the
; cost of one operation. A row whose system calls do not answer as they should is not measured: "NAME failed RAX".
; With names as arguments it measures those rows alone.

default rel
bits 64

%include "abi.inc"
%include "rows.inc"

section .text
global _start
_start:
    mov     rax, [rsp]                      ; argc, argv (System V ABI, AMD64 supplement, section 3.4.1)
    mov     [argument_count], rax
    lea     rax, [rsp + 8]
    mov     [arguments], rax
    cmp     qword [argument_count], 2
    jne     measure_all
    mov     rsi, [rsp + 16]
    cmp     word [rsi], '-'                 ; what a row has executed: a program that ends at once
    jne     measure_all
    xor     edi, edi
    mov     eax, LINUX_EXIT_GROUP
    syscall
    ud2

measure_all:
    call    calls
    call    files
    call    memory
    call    channels
    call    signals
    call    threads
    call    processes
    xor     edi, edi
    mov     eax, LINUX_EXIT_GROUP
    syscall
    ud2

%include "calls.inc"
%include "files.inc"
%include "memory.inc"
%include "channels.inc"
%include "signals.inc"
%include "threads.inc"
%include "processes.inc"
