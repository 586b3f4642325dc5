; Counts what a system call costs: the time-stamp counter just before SYSCALL and just after it, less what two
; readings without a call between them count. With QEMU's `-icount shift=0` a tick is a guest instruction, so the
; counts are exact and repeat (Scripts/bench runs it so). Without it they are whatever the counter's unit is.
;
; A line for each case, "NAME LEAST MOST DIVISOR": the least and the most of its runs but the first few, which find
; caches and lazily filled pages empty, and by what to divide to have the cost of one call. A call that does not
; answer as it should is not measured: "NAME failed RAX STATE". The first line is the counter at the first
; instruction of the program.

default rel
bits 64

%include "abi.inc"

warm_ups            equ 4
runs                equ 32
batch_count         equ 32
data_bytes          equ 4096
data_descriptor     equ 9
open_flags          equ 2o | 100o | 1000o   ; O_RDWR | O_CREAT | O_TRUNC (open(2))
clock_monotonic     equ 1                   ; CLOCK_MONOTONIC (clock_gettime(2))
unknown_number      equ 1023

; A case: what the registers hold at SYSCALL, and what is expected of it.
struc case
  .name:            resq 1
  .name_length:     resq 1
  .rax:             resq 1
  .rdi:             resq 1
  .rsi:             resq 1
  .rdx:             resq 1
  .expected:        resq 1                  ; in rax
  .record:          resq 1                  ; a record whose state must be "succeeded", or 0
  .answer:          resq 1                  ; its expected answer
  .divisor:         resq 1
endstruc

; NAME, rax, rdi, rsi, rdx, expected rax, record, expected answer, divisor
%macro case 9
  [section .rodata]
  %%name:           db %1
  %%length          equ $ - %%name
  __?SECT?__
    dq  %%name, %%length, %2, %3, %4, %5, %6, %7, %8, %9
%endmacro

; A record of a call with up to three arguments.
%macro record 1-4 0, 0, 0
    dd      RECORD_MAGIC_VALUE
    dw      RECORD_VERSION_VALUE
    dw      RECORD_BYTE_COUNT
    dd      %1, 0
    dd      STATE_UNANSWERED, 0
    dq      0
    dq      %2, %3, %4, 0
%endmacro

section .data align=8
useless_record:
    record  TAG_USELESS, 15
batch_record:
    record  TAG_BATCH, batched_records, batch_count, 0
batched_records:
    %rep batch_count
    record  TAG_USELESS, 15
    %endrep

cases:
    case "empty",             0, 0, 0, 0, 0, 0, 0, 1
.calls:
    case "getpid",            LINUX_GETPID, 0, 0, 0, getpid_answer, 0, 0, 1
    case "unknown-1023",      unknown_number, 0, 0, 0, -ERRNO_NO_FUNCTION, 0, 0, 1
    case "typed-useless",     useless_record, 0, 0, 0, 0, useless_record, 30, 1
    case "batch-32-useless",  batch_record, 0, 0, 0, 0, batch_record, batch_count, batch_count
    case "clock_gettime",     LINUX_CLOCK_GETTIME, clock_monotonic, time, 0, 0, 0, 0, 1
    case "write-0",           LINUX_WRITE, data_descriptor, data, 0, 0, 0, 0, 1
    case "write-1",           LINUX_WRITE, data_descriptor, data, 1, 1, 0, 0, 1
    case "write-4096",        LINUX_WRITE, data_descriptor, data, data_bytes, data_bytes, 0, 0, 1
    case "read-0",            LINUX_READ, data_descriptor, data, 0, 0, 0, 0, 1
    case "read-1",            LINUX_READ, data_descriptor, data, 1, 1, 0, 0, 1
    case "read-4096",         LINUX_READ, data_descriptor, data, data_bytes, data_bytes, 0, 0, 1
    case "getrandom-16",      LINUX_GETRANDOM, data, 16, 0, 16, 0, 0, 1
    case "getrandom-4096",    LINUX_GETRANDOM, data, data_bytes, 0, data_bytes, 0, 0, 1
.end:

; The first program's process number: the kernel keeps process 1.
getpid_answer       equ 2

section .rodata
data_path:
    db      "/bench-data", 0
start_name:
    db      "start "
.length equ $ - start_name
failed_word:
    db      "failed "
.length equ $ - failed_word

section .bss align=4096
data:
    resb    data_bytes
time:
    resq    2
least:
    resd    1
most:
    resd    1
empty:
    resd    1
line:
    resb    256

section .text
global _start
_start:
    rdtsc
    shl     rdx, 32
    or      rax, rdx
    mov     r12, rax

    lea     rdi, [line]
    lea     rsi, [start_name]
    mov     ecx, start_name.length
    rep movsb
    mov     rax, r12
    call    put_number
    call    put_line

    ; The file to read and write, under a number known beforehand.
    mov     eax, LINUX_OPEN
    lea     rdi, [data_path]
    mov     esi, open_flags
    mov     edx, 600o
    syscall
    mov     edi, eax
    mov     esi, data_descriptor
    mov     eax, LINUX_DUP2
    syscall

    ; What two readings count with everything but SYSCALL between them.
    lea     r15, [cases]
    call    measure_empty
    mov     eax, [least]
    mov     [empty], eax
    mov     dword [least], 0
    mov     eax, [most]
    sub     eax, [empty]
    mov     [most], eax
    call    put_counts

.next:
    add     r15, case_size
    lea     rax, [cases.end]
    cmp     r15, rax
    jae     .done
    call    measure
    jnz     .failed
    mov     eax, [empty]
    sub     [least], eax
    sub     [most], eax
    call    put_counts
    jmp     .next
.failed:
    call    put_failure
    jmp     .next
.done:
    xor     edi, edi
    mov     eax, LINUX_EXIT_GROUP
    syscall
    ud2

; One reading of the counter, the registers as the case at r15 has them, and another. The upper half of the counter
; is left out: no call lasts so long. %1 stands between the registers and the second reading.
%macro timed 0-1
    rdtsc
    mov     ebx, eax
    mov     rax, [r15 + case.rax]
    mov     rdi, [r15 + case.rdi]
    mov     rsi, [r15 + case.rsi]
    mov     rdx, [r15 + case.rdx]
    %1
    mov     rbp, rax
    rdtsc
    sub     eax, ebx
%endmacro

; Counts a run of eax ticks, unless it is one of the first few. r14 counts the runs.
%macro count_run 0
    cmp     r14d, warm_ups
    jb      %%counted
    cmp     eax, [least]
    jae     %%not_least
    mov     [least], eax
%%not_least:
    cmp     eax, [most]
    jbe     %%counted
    mov     [most], eax
%%counted:
    inc     r14d
    cmp     r14d, warm_ups + runs
%endmacro

measure_empty:
    mov     dword [least], -1
    mov     dword [most], 0
    xor     r14d, r14d
.run:
    timed
    count_run
    jb      .run
    ret

; Measures the case at r15. The zero flag is set when every call answered as expected; otherwise rbp and r13 hold
; what stood in rax and in the record's state.
measure:
    mov     dword [least], -1
    mov     dword [most], 0
    xor     r14d, r14d
.run:
    mov     eax, LINUX_LSEEK
    mov     edi, data_descriptor
    xor     esi, esi
    xor     edx, edx
    syscall
    timed   syscall
    xor     r13d, r13d
    cmp     rbp, [r15 + case.expected]
    jne     .end
    mov     rcx, [r15 + case.record]
    test    rcx, rcx
    jz      .answered
    mov     r13d, [rcx + RECORD_STATE]
    cmp     r13d, STATE_SUCCEEDED
    jne     .end
    mov     rdx, [rcx + RECORD_ANSWER]
    cmp     rdx, [r15 + case.answer]
    jne     .end
.answered:
    count_run
    jb      .run
    xor     ecx, ecx
.end:
    ret

; Writes the line of the case at r15.
put_counts:
    call    put_name
    mov     eax, [least]
    call    put_number
    mov     eax, [most]
    call    put_number
    mov     rax, [r15 + case.divisor]
    call    put_number
    jmp     put_line

; Writes the line of the case at r15, which answered rbp and r13.
put_failure:
    call    put_name
    lea     rsi, [failed_word]
    mov     ecx, failed_word.length
    rep movsb
    mov     rax, rbp
    call    put_number
    mov     rax, r13
    call    put_number
    jmp     put_line

; Begins a line with the name of the case at r15 and a space; rdi is its end.
put_name:
    lea     rdi, [line]
    mov     rsi, [r15 + case.name]
    mov     rcx, [r15 + case.name_length]
    rep movsb
    mov     al, ' '
    stosb
    ret

%include "lines.inc"
