; Does one wrong thing by name, so that one can see how the kernel takes it.
;
;   faults NAME      does it; see below for the names
;   faults --list    prints a line for each: the name, the exception, and the exit status that Linux's shells and
;                    Martlet's runner show: 128 + the signal's number, or 0 where the program must come out unharmed
;
; Assembly alone, since every case is about one instruction.

default rel
bits 64

%include "abi.inc"

signal_illegal      equ 128 + 4
signal_trap         equ 128 + 5
signal_bus          equ 128 + 7
signal_arithmetic   equ 128 + 8
signal_segment      equ 128 + 11

linux_mmap          equ 9
linux_mprotect      equ 10

; Starts a case: its name, the exception it raises and the status it ends with. Its code follows.
%macro fault 3
section .rodata.table
    dq      %%name, %%exception, %3, %%code
section .rodata.strings
%%name:
    db      %1, 0
%%exception:
    db      %2, 0
section .text
    ; The case before this one ends here if its instruction did not fault.
    jmp     unharmed
%%code:
%endmacro

; Gives rax a non-canonical address.
%macro non_canonical 1
    mov     %1, 0x8000000000000000
%endmacro

section .rodata.table align=8
table:

section .text
global _start
_start:
    cmp     qword [rsp], 2
    jne     usage
    mov     rbx, [rsp + 16]             ; argv[1]
    lea     rbp, [table]
    lea     rsi, [list_option]
    call    same
    je      list
.next:
    cmp     qword [rbp], 0
    je      usage
    mov     rsi, [rbp]
    call    same
    je      .found
    add     rbp, table_entry
    jmp     .next
.found:
    jmp     [rbp + table_code]

; Compares the strings at rbx and rsi: the zero flag says that they are the same.
same:
    xor     ecx, ecx
.next:
    mov     al, [rbx + rcx]
    cmp     al, [rsi + rcx]
    jne     .end
    inc     rcx
    test    al, al
    jnz     .next
.end:
    ret

list:
    mov     rsi, [rbp]
    test    rsi, rsi
    jz      unharmed
    call    print
    call    print_space
    mov     rsi, [rbp + table_exception]
    call    print
    call    print_space
    ; The status in decimal, from its last digit backwards; at most three digits.
    mov     rax, [rbp + table_status]
    lea     rsi, [number.end]
    mov     byte [rsi], 10
.digit:
    xor     edx, edx
    mov     ecx, 10
    div     rcx
    add     dl, '0'
    dec     rsi
    mov     [rsi], dl
    test    rax, rax
    jnz     .digit
    call    print
    add     rbp, table_entry
    jmp     list

print_space:
    lea     rsi, [space]

; Writes the string at rsi to standard output.
print:
    xor     edx, edx
.measure:
    cmp     byte [rsi + rdx], 0
    je      .write
    inc     rdx
    jmp     .measure
.write:
    mov     eax, LINUX_WRITE
    mov     edi, 1
    syscall
    ret

usage:
    mov     eax, LINUX_WRITE
    mov     edi, 2
    lea     rsi, [usage_text]
    mov     edx, usage_text.length
    syscall
    mov     edi, 2
    jmp     exit
unharmed:
    xor     edi, edi
exit:
    mov     eax, LINUX_EXIT_GROUP
    syscall
    ud2

table_exception     equ 8
table_status        equ 16
table_code          equ 24
table_entry         equ 32

section .rodata.strings
list_option:
    db      "--list", 0
space:
    db      " ", 0
usage_text:
    db      "usage: faults NAME | faults --list", 10
.length equ $ - usage_text

section .bss
number:
    resb    3
.end:
    resb    2

%include "exceptions.inc"
%include "privileged.inc"
%include "memory.inc"
%include "entry.inc"
%include "state.inc"
%include "interrupts.inc"
%include "selectors.inc"

section .text
    jmp     unharmed
section .rodata.table
    dq      0
