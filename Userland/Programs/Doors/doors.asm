; Goes through both doors without a line of Swift: the ABI is the kernel's, not a language's.
;
; It writes a line through the classic door and one through the typed door, asks useless(15) for 30, and exits
; through the typed door with 0. Where there is no typed door, as on Linux, it says so and exits with 1; with 2 where
; a call answers what it should not.

default rel
bits 64

%include "abi.inc"

; A record of a call with up to three arguments, as a program of these sources' ABI sends it.
%macro record 1-4 0, 0, 0
    dd      RECORD_MAGIC_VALUE
    dw      RECORD_VERSION_VALUE
    dw      RECORD_BYTE_COUNT
    dd      %1                          ; tag
    dd      0                           ; reserved
    dd      STATE_UNANSWERED
    dd      0                           ; error
    dq      0                           ; answer
    dq      %2, %3, %4, 0               ; arguments
%endmacro

standard_output     equ 1
standard_error      equ 2

section .data align=RECORD_ALIGNMENT
write_record:
    record  TAG_WRITE, standard_output, typed_line, typed_line.length
.end:
useless_record:
    record  TAG_USELESS, 15
exit_record:
    record  TAG_EXIT, 0

; A record is as long as its header says, and each field stands where abi.inc puts it.
%if write_record.end - write_record != RECORD_BYTE_COUNT
  %error "the macro's record and RECORD_BYTE_COUNT differ"
%endif

section .rodata
classic_line:
    db      "Hello through the classic door!", 10
.length equ $ - classic_line
typed_line:
    db      "Hello through the typed door!", 10
.length equ $ - typed_line
no_door:
    db      "doors: no typed door here", 10
.length equ $ - no_door
wrong_answer:
    db      "doors: a call answered what it should not", 10
.length equ $ - wrong_answer

section .text
global _start
_start:
    ; Classic: the number in rax, arguments in registers, the result in rax.
    mov     eax, LINUX_WRITE
    mov     edi, standard_output
    lea     rsi, [classic_line]
    mov     edx, classic_line.length
    syscall
    cmp     rax, classic_line.length
    jne     .wrong

    ; Typed: the record's address in rax; what the call needs is in the record, and so is what it answers.
    lea     rax, [write_record]
    syscall
    cmp     rax, -ERRNO_NO_FUNCTION
    je      .no_door
    test    rax, rax
    jnz     .wrong
    cmp     dword [write_record + RECORD_STATE], STATE_SUCCEEDED
    jne     .wrong
    cmp     qword [write_record + RECORD_ANSWER], typed_line.length
    jne     .wrong

    lea     rax, [useless_record]
    syscall
    test    rax, rax
    jnz     .wrong
    cmp     dword [useless_record + RECORD_STATE], STATE_SUCCEEDED
    jne     .wrong
    cmp     qword [useless_record + RECORD_ANSWER], 30
    jne     .wrong

    lea     rax, [exit_record]
    syscall
    jmp     .wrong                      ; exit does not return

.no_door:
    lea     rsi, [no_door]
    mov     edx, no_door.length
    mov     ebx, 1
    jmp     .complain
.wrong:
    lea     rsi, [wrong_answer]
    mov     edx, wrong_answer.length
    mov     ebx, 2
.complain:
    mov     eax, LINUX_WRITE
    mov     edi, standard_error
    syscall
    mov     eax, LINUX_EXIT_GROUP
    mov     edi, ebx
    syscall
    ud2
